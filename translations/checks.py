"""Checks on translations: nothing of them may be left in the language of the source."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from review.checks import Found, Level, Text, check
from translations.beside import Beside
from translations.segments import missing


@check
def untranslated_passages(text: Text) -> Iterator[Found]:
    """A translation with a passage that is still in the language of its source is not submitted.

    Once it is, later changes of the source are no reason against the words that were submitted.
    Source: wagtail_localize/models.py (``fallback``), which fills in the words of the source without a word about it.
    """
    if text.is_given or (translation := text.shared(Beside).translation) is None:
        return
    for place, words in missing(translation):
        yield Found(Level.BLOCKS, place, words, _("Not translated yet."))
