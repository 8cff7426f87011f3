"""Checks on translations: they say all that the signed source says by now, and nothing that it does not say."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ledger import record
from review.checks import Found, Level, Text, check
from review.pairs import words_at
from translations.beside import Beside
from translations.segments import missing
from translations.sources import held_digest, newer_digest


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


@check
def outdated_passages(text: Text) -> Iterator[Found]:
    """A translation of words that the signed source does not have any more is not submitted.

    As above, what was submitted is judged by its own words.
    Source: wagtail_localize/models.py (``update_from_db``), which takes a changed source up only when it is asked to.
    """
    if text.is_given or (translation := text.shared(Beside).translation) is None:
        return
    held, newer = held_digest(translation), newer_digest(translation)
    if held is None or newer is None:
        return
    before, now = (words_at(payload) for payload in record.payloads_of([held, newer]))
    for place in dict.fromkeys([*now, *before]):
        if before.get(place) != now.get(place):
            words = now.get(place) or before[place]
            yield Found(Level.BLOCKS, place, words, _("The source has changed here. Bring the translation up to date."))


@check
def left_over_passages(text: Text) -> Iterator[Found]:
    """A translation does not go on saying what was taken out of its source.

    Source: wagtail_localize/segments/ingest.py, which leaves the old words where the source has none any more.
    """
    beside = text.shared(Beside)
    if beside.source is None:
        return
    for passage in beside.left_over:
        yield Found(Level.BLOCKS, passage.place, passage.text, _("The source does not say this any more. Take it out."))
