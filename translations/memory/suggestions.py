"""Similar segments are offered, with their score and where they were translated."""

from collections import Counter
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

from django.contrib.postgres.lookups import TrigramSimilar
from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Abs, Length
from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue

from review.checks.phrases import DENIALS
from review.words import WORD, fold
from translations.memory import trigrams
from translations.memory.known import known_to
from translations.quantities import compare

LOWEST = 60
"""Percent: what is less similar than this helps nobody."""
CANDIDATES = 300
"""How many strings are compared one by one where the database cannot do it."""


class Suggestion(NamedTuple):
    """What similar words were translated as.

    ``words`` and ``source_words`` are strings of wagtail-localize, with their markup; ``score`` is in percent, 100 for
    the same words; ``origin`` the title of the text they stand in. ``caution`` says what may make it dangerous here:
    other numbers, or a denial; empty where there is nothing.
    """

    words: str
    source_words: str
    score: int
    origin: str
    caution: str = ""


def similar(translation: Translation, segment: StringSegment, limit: int = 5) -> list[Suggestion]:
    """What people have translated before that is most like a segment, the most similar first; three queries at most.

    PostgreSQL compares trigrams. Without them words are compared, of the strings whose length is nearest.
    """
    known = known_to(translation).exclude(translation_of_id=segment.string_id, context_id=segment.context_id)
    known = known.select_related("translation_of")
    by_trigrams = trigrams.available(known.db)
    scored = _by_trigrams(known, segment) if by_trigrams else _by_words(known, segment)
    language = translation.source.locale.language_code.split("-")[0]
    unique = {(row.translation_of_id, row.data): (score, row) for score, row in reversed(list(scored))}
    best = sorted(unique.values(), key=lambda found: (found[0], found[1].updated_at), reverse=True)
    return [_suggestion(row, score, segment, language) for score, row in islice(best, limit)]


def _by_trigrams(known: QuerySet[StringTranslation], segment: StringSegment) -> Iterator[tuple[int, StringTranslation]]:
    words, least = segment.string.data, LOWEST / 100
    found = known.annotate(score=TrigramSimilarity("translation_of__data", words))
    # The operator can use the index; the score alone could not.
    found = found.filter(TrigramSimilar(F("translation_of__data"), Value(words)))
    for row in trigrams.at_least(least, found.order_by("-score", "-updated_at")[:CANDIDATES]):
        yield round(row.score * 100), row


def _by_words(known: QuerySet[StringTranslation], segment: StringSegment) -> Iterator[tuple[int, StringTranslation]]:
    words = segment.string.data.split()
    length = len(segment.string.data)
    nearest = known.annotate(distance=Abs(Length("translation_of__data") - length))
    matcher = SequenceMatcher(autojunk=False, b=words)
    for row in nearest.order_by("distance", "-updated_at")[:CANDIDATES]:
        matcher.set_seq1(row.translation_of.data.split())
        least = LOWEST / 100
        if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least:
            yield round(matcher.ratio() * 100), row


def _suggestion(row: StringTranslation, score: int, segment: StringSegment, language: str) -> Suggestion:
    theirs, ours = row.translation_of.data, segment.string.data
    return Suggestion(row.data, theirs, score, row.origin or "", _caution(_plain(ours), _plain(theirs), language))


def _caution(ours: str, theirs: str, language: str) -> str:
    """What differs between two sources that may not be overlooked."""
    said = []
    difference = compare(ours, language, theirs, language)
    if difference.lost or difference.added:
        said.append(
            _("It was made for other numbers: %(theirs)s. Here: %(ours)s.")
            % {"theirs": _quoted(difference.added), "ours": _quoted(difference.lost)}
        )
    if _denials(ours, language) != _denials(theirs, language):
        said.append(_("One of the two denies what the other says."))
    return " ".join(said)


def _quoted(quantities: list[str]) -> str:
    return ", ".join(f"“{quantity}”" for quantity in quantities) or _("none")


def _denials(words: str, language: str) -> Counter[str]:
    denying = DENIALS.get(language, set())
    return Counter(word for word in WORD.findall(fold(words)) if word in denying)


def _plain(data: str) -> str:
    return StringValue(data).render_text()
