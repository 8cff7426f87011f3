"""The product's settings, and Arabic, which it does not ship: to see its pages from the right as well."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from cms.settings import *  # noqa: F403
from cms.settings import LANGUAGES, LOCALE_PATHS, MEDIA_ROOT

FOLDER = Path(MEDIA_ROOT).parent
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [*LANGUAGES, ("ar", _("Arabic"))]
LOCALE_PATHS = [FOLDER / "locale", *LOCALE_PATHS]
