"""Checks on translations: nothing of them may be left in the language of the source."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from review.checks import Found, Level, Text, check
from translations.drafts import enabled_translation
from translations.segments import missing


def translation_of(text: Text) -> Translation | None:
    """The translation that a text is the target of, None for any other; for ``Text.shared``."""
    return enabled_translation(text.obj)


@check
def untranslated_passages(text: Text) -> Iterator[Found]:
    """A translation with a passage that is still in the language of its source is not submitted.

    Once it is, later changes of the source are no reason against the words that were submitted.
    Source: wagtail_localize/models.py (``fallback``), which fills in the words of the source without a word about it.
    """
    if text.is_given or (translation := text.shared(translation_of)) is None:
        return
    for place, words in missing(translation):
        yield Found(Level.BLOCKS, place, words, _("Not translated yet."))
