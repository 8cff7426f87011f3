"""The WSGI entry point: Django behind the cache of anonymous answers."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
django_application = get_wsgi_application()

from public.cache import AnonymousCache  # noqa: E402 - needs the settings that the line above loads

application = AnonymousCache(django_application)
