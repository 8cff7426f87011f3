"""Settings for mypy's Django plugin, which never ends when it meets models whose bases carry no types, as Wagtail's.

So it is told of the ledger alone; mypy checks the other apps without its help.
"""

from cms.settings import *  # noqa: F403

INSTALLED_APPS = ["ledger", "django.contrib.contenttypes", "django.contrib.auth"]
AUTH_USER_MODEL = "auth.User"
