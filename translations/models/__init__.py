"""What translating needs to remember beside wagtail-localize's own tables."""

from translations.models.people import TranslatorGroup
from translations.models.sources import ClearedSource, DraftOrigin

__all__ = ["ClearedSource", "DraftOrigin", "TranslatorGroup"]
