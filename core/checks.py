"""What must be right about the settings before anybody reads a page (Django's system checks)."""

import gettext
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import to_locale

WRITTEN_IN = "en"
"""The language of the site's words where nothing translates them."""


def check_words(**kwargs: Any) -> list[CheckMessage]:
    """Content needs the site's own words in its language.

    Without them its pages would mix in English, which screen readers then speak with the wrong voice (WCAG 3.1.2).
    """
    missing = [
        code
        for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES
        if code.partition("-")[0] != WRITTEN_IN and not _has_words(code)
    ]
    return [
        Error(
            f"Content may be in “{code}”, but the site's own words are not translated into it.",
            hint=f"Translate locale/{to_locale(code)}/LC_MESSAGES/django.po and run compilemessages.",
            id="core.E001",
        )
        for code in missing
    ]


def _has_words(code: str) -> bool:
    return any(gettext.find("django", path, [to_locale(code)]) for path in settings.LOCALE_PATHS)
