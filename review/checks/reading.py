"""How hard a text is to read."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

import pyphen
from django.utils.translation import gettext as _

from review.checks.registry import Found, Level, check
from review.checks.text import Text
from review.subjects import PATIENTS
from review.words import WORD

LEAST_WORDS = 100
ADVISED, HARDEST = 9, 12
"""School grades: above the first, text for patients should be simpler; above the second, somebody says why not."""
LISTED = 5
SHORTEST_SENTENCE = 8
ENDS = re.compile(r"[.!?…:][\"”\u2019»)\]]*$")


class Counts(NamedTuple):
    """What readability formulas go by."""

    sentences: int
    words: int
    syllables: int


def flesch_kincaid(counts: Counts) -> float:
    """The school grade at which English text is understood.

    Source: Kincaid, Fishburne, Rogers and Chissom, *Derivation of New Readability Formulas*, Naval Technical Training
    Command, Research Branch Report 8-75 (1975).
    """
    return 0.39 * counts.words / counts.sentences + 11.8 * counts.syllables / counts.words - 15.59


def fernandez_huerta(counts: Counts) -> float:
    """The school grade at which Spanish text is understood, from the score of its ease (100 easy, 0 hard).

    The score is 206.84 - 60 x syllables per word - 1.02 x words per sentence; its author's scale calls 60 to 70 normal
    (grades 7 and 8), 50 to 60 pre-university, below 50 selective courses and university. A grade is read off between
    those marks, so that 60 is grade 9 and 50 is grade 12.

    Source: Fernández Huerta, *Medidas sencillas de lecturabilidad*, Consigna 214 (1959), 29-32.
    """
    score = 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences
    return ADVISED + (60 - score) * (HARDEST - ADVISED) / 10


FORMULAS: dict[str, Callable[[Counts], float]] = {"en": flesch_kincaid, "es": fernandez_huerta}
HYPHENATION = {"en": "en_US", "es": "es"}
VOWELS = {"en": re.compile(r"[aeiouy]+"), "es": re.compile(r"[íú]|[aeoáéó]|(?<![aeoáéó])[iuü](?![aeoáéó])")}
SILENT = re.compile(r"(?<=[^aeiouy])(?:(?<!l)e|es|(?<![td])ed)$")


@lru_cache(maxsize=8)
def _dictionary(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=HYPHENATION[language])


@lru_cache(maxsize=20_000)
def syllables(word: str, language: str) -> int:
    """How many syllables a word has, in lower case.

    Hyphenation leaves out what typesetters do not want to see at the end of a line; counting vowels knows no
    exceptions. Both seldom find too many, so the larger number is taken.
    """
    spoken = SILENT.sub("", word) if language == "en" else word
    return max(len(_dictionary(language).positions(word)) + 1, len(VOWELS[language].findall(spoken)), 1)


def count(sentences: list[str], language: str) -> Counts:
    """The counts of some sentences."""
    words = [word.lower() for sentence in sentences for word in WORD.findall(sentence)]
    return Counts(len(sentences), len(words), sum(syllables(word, language) for word in words))


@check
def reading_level(text: Text) -> Iterator[Found]:
    """Text for patients is understood after nine years at school; beyond twelve, somebody has to say why.

    Counted are the sentences of running text, from a hundred words on; the five hardest are named. There is no rule for
    practitioners, nor for languages without a formula here.

    Source: ``flesch_kincaid`` and ``fernandez_huerta``; NIH and AMA advise material for patients to be simpler still
    (sixth to eighth grade).
    """
    if text.language not in FORMULAS:
        return
    placed = [
        (sentence, passage.place)
        for passage in text.running
        if text.audience_of(passage.place) == PATIENTS
        for sentence in text.sentences(passage)
        if ENDS.search(sentence)
    ]
    counts = count([sentence for sentence, _ in placed], text.language)
    if counts.words < LEAST_WORDS:
        return
    formula = FORMULAS[text.language]
    grade = round(formula(counts))
    if grade <= ADVISED:
        return
    level = Level.ANSWER if grade > HARDEST else Level.ADVICE
    message = _("This takes about %(grade)d years of school to read; patients should need no more than %(advised)d.")
    yield Found(level, "", "", message % {"grade": grade, "advised": ADVISED})
    yield from _hardest(placed, text.language)


def _hardest(placed: list[tuple[str, str]], language: str) -> Iterator[Found]:
    """The sentences that make most of the difficulty, each once."""
    formula = FORMULAS[language]
    graded = []
    for sentence, place in dict(placed).items():
        counts = count([sentence], language)
        if counts.words >= SHORTEST_SENTENCE:
            graded.append((formula(counts), place, sentence))
    for grade, place, sentence in sorted(graded, reverse=True)[:LISTED]:
        message = _(
            "One of the hardest sentences here: about %(grade)d years of school. Shorter words or two sentences?"
        )
        yield Found(Level.ADVICE, place, sentence, message % {"grade": round(grade)})
