"""Starting one translation: a draft in another language, made by wagtail-localize."""

import logging
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from review.subjects import Reviewable
from translations import starting
from translations.models import Standing

logger = logging.getLogger(__name__)


class Refused(Exception):
    """A translation that was not started, with the reason for whoever wanted it."""


def start(standing: Standing, user: Any) -> None:
    """Make a draft of a text in the language of a standing.

    What is there already stays as it is; an alias becomes a page of its own. Raises Refused; then nothing was made.
    """
    model = apps.get_model(standing.type)
    source = model._default_manager.filter(pk=standing.source_pk).select_related("locale").first()
    locale = Locale.objects.filter(language_code=standing.locale).first()
    if source is None or locale is None:
        raise Refused(_("The text is gone."))
    if not _has_own_text(source, locale):
        _make(source, locale, user)
    if not _has_own_text(source, locale):
        raise Refused(_("The draft could not be saved. Open the text and start its translation there."))


def _make(source: Reviewable, locale: Locale, user: Any) -> None:
    try:
        started = starting.start([source], [locale], user)
    except Exception as error:
        # One text that cannot be copied must not keep the others from being started.
        logger.exception("The translation of %s into %s was not started.", source.subject, locale.language_code)
        raise Refused(_("It could not be started. The log says why.")) from error
    if started.left_out:
        raise Refused(str(started.left_out[0]))


def _has_own_text(source: Reviewable, locale: Locale) -> bool:
    rows = type(source)._default_manager.filter(translation_key=source.translation_key, locale=locale)
    return bool((rows.filter(alias_of=None) if isinstance(source, Page) else rows).exists())
