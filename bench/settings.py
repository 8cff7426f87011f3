"""The product's settings, with everything that is written kept in one folder that goes afterwards."""

from cms.settings import *  # noqa: F403
from cms.settings import MEDIA_ROOT

STATIC_ROOT = MEDIA_ROOT.parent / "static"
