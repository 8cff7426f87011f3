"""The WSGI entry point: Django behind the cache of anonymous answers, both behind the switch for maintenance."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django_application = get_wsgi_application()

from core.maintenance import Maintenance  # noqa: E402 - these need the settings that the line above loads
from public.cache import AnonymousCache  # noqa: E402

application = Maintenance(AnonymousCache(django_application))
