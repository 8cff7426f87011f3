"""Claims and their references."""

import re
from collections.abc import Iterator
from itertools import pairwise

from django.utils.translation import gettext as _

from review.checks.registry import Found, Level, check
from review.checks.text import Text, unit
from review.lists import ClaimPattern
from review.passages import Passage, of_block
from review.words import Patterns, fold

SHARE = r"(?<!\d)\d{1,9}(?:[.,]\d{1,9})?\s?(?:%|per ?cent\b|por ciento\b)"
EN = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|\d{1,9})"
ES = r"(?:un[oa]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|\d{1,9})"
NUMBERS = {
    "en": (
        rf"\b{EN} (?:in|of every|out of(?: every)?) {EN}\b(?! to)",
        r"\b(?:half|(?:a|one|two|three) (?:third|quarter|fifth)s?) of (?:the |all )?(?:people|patients|those|them)\b",
        rf"\b(?:twice|{EN} times) (?:as|more|less)\b",
        r"\b(?:two|three|four|five|ten|\d{1,9})-?fold\b",
    ),
    "es": (
        rf"\b{ES} de cada {ES}\b",
        r"\b(?:la mitad|(?:un|dos|tres) (?:tercio|cuarto|quinto)s?) de (?:las|los|quienes)\b",
        rf"\bel (?:doble|triple)\b|\b{ES} veces (?:mas|menos|mayor|menor)\b",
    ),
}
"""Shares and ratios in words, as they stand in folded text."""

NUMBER = "%"
"""What all numbers count as, where claims in different places are compared."""


class Claims:
    """What makes a sentence a claim in one language. One query."""

    def __init__(self, language: str):
        listed = ClaimPattern.objects.filter(language=language)
        self._words = Patterns((pattern.words, pattern) for pattern in listed)
        self._numbers = re.compile("|".join([SHARE, *NUMBERS.get(language, ())]))

    def find(self, sentence: str, heading: bool) -> dict[str, str]:
        """The patterns of a sentence, each with the words that it matched; in a heading only those that promise."""
        found = {
            match.entry.words: sentence[match.start : match.end]
            for match in self._words.find(sentence)
            if match.entry.promises or not heading
        }
        number = None if heading else self._numbers.search(fold(sentence))
        if number:
            found[NUMBER] = sentence[number.start() : number.end()]
        return found


@check
def uncited_claims(text: Text) -> Iterator[Found]:
    """A sentence that claims a benefit, an effect or a comparison has a citation in its block, section or answer.

    A number is a claim where it is a share or a ratio (64%, one in five, twice as); durations, doses, dates and counts
    are not by themselves. Headings are claims only where they promise. Words that cannot carry a citation (titles, key
    points) are supported where a cited block of the same text speaks of the same things, a table also by the citations
    of the block after it. A text that names one source for all it says needs no others.

    Source: FTC, *Health Products Compliance Guidance* (2022): claims need competent and reliable scientific evidence.
    """
    if text.obj.names_its_source:
        return
    claims = Claims(text.language)
    cited = text.cited | _sourced_tables(text)
    said = {
        (text.audience_of(passage.place), pattern)
        for passage in text.passages
        if unit(passage.place) in text.cited
        for sentence in text.sentences(passage)
        for pattern in claims.find(sentence, heading=False)
    }
    for passage in text.passages:
        if cited.isdisjoint({unit(passage.place), of_block(passage.place)}):
            # What is cited for practitioners alone supports nothing that others read.
            readers = {text.obj.audience, text.audience_of(passage.place)}
            supported = frozenset() if passage.rich else frozenset(word for to, word in said if to in readers)
            yield from _of_passage(text, passage, claims, supported)


def _sourced_tables(text: Text) -> set[str]:
    """The tables that are followed by a block with citations: a cell cannot hold one."""
    following = pairwise(text.blocks.items())
    return {place for (place, block), (after, _b) in following if block["type"] == "table" and after in text.cited}


def _of_passage(text: Text, passage: Passage, claims: Claims, supported: frozenset[str]) -> Iterator[Found]:
    heading = text.is_heading(passage)
    for sentence in text.sentences(passage):
        found = claims.find(sentence, heading)
        if found.keys() - supported:
            words = ", ".join(f"“{words}”" for pattern, words in found.items() if pattern not in supported)
            message = _("This is a claim (%(words)s) without a reference. Cite one, or say less.") % {"words": words}
            yield Found(Level.ANSWER, passage.place, sentence, message)
