"""Phrases looked for in a text, in any of their forms."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise
from typing import Generic, NamedTuple, TypeVar

from review.words import fold
from translations.glossary import inflection

Entry = TypeVar("Entry")

WORD = re.compile(r"(?:[^\W_]|[\u0300-\u036f\u00ad])+")
"""Letters and digits, with accents that stand by themselves and soft hyphens. An apostrophe ends a word."""
BETWEEN = re.compile(r"[\s\-\u2010-\u2015/'\u2019®™]*|\.")
"""What may stand between two words of a phrase: ``follow-up`` is ``follow up``. The end of a sentence is not."""


class Word(NamedTuple):
    """A word in lower case, with its accents and without, and the characters where it stands."""

    accented: str
    folded: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of plain text."""
    return [_word(match) for match in WORD.finditer(text)]


def _word(match: re.Match[str]) -> Word:
    accented = unicodedata.normalize("NFC", match[0]).replace("\u00ad", "").lower()
    return Word(accented, fold(accented), match.start(), match.end())


class Match(NamedTuple, Generic[Entry]):
    """What stands at one place of a text, from the character ``start`` up to ``end``: mostly one entry."""

    entries: tuple[Entry, ...]
    start: int
    end: int


class _Phrase(Generic[Entry]):
    def __init__(self, number: int, text: str, entry: Entry):
        self.number = number
        self.text = text
        self.entry = entry

    @cached_property
    def words(self) -> list[Word]:
        """Its words, taken apart only when a text may hold them: most phrases are in none."""
        return words(self.text)


class Phrases(Generic[Entry]):
    """Many phrases of one language, each with something it belongs to.

    Capitals make no difference. Accents do (``papá`` is not ``papa``), unless the word of the text has none.
    """

    def __init__(self, entries: Iterable[tuple[str, Entry]], language: str):
        self._language = language
        self._beginning_with: defaultdict[inflection.Key, list[_Phrase[Entry]]] = defaultdict(list)
        for number, (text, entry) in enumerate(entries):
            if first := WORD.search(text):
                phrase = _Phrase(number, text, entry)
                for key in inflection.named(_word(first).folded, language):
                    self._beginning_with[key].append(phrase)

    def find(self, text: str) -> list[Match[Entry]]:
        """Every match in plain text, in order, none over another: what has more words goes first.

        Where several phrases have the same form, that one is found which is written as in the text, if there is one.
        """
        said = words(text)
        places: defaultdict[tuple[int, int], list[_Phrase[Entry]]] = defaultdict(list)
        for first in range(len(said)):
            for phrase in self._candidates(said[first]):
                after = first + len(phrase.words)
                if self._stands(phrase, said[first:after], text):
                    places[first, after].append(phrase)
        taken: set[int] = set()
        matches = []
        for first, after in sorted(places, key=lambda place: (place[0] - place[1], place[0])):
            if taken.isdisjoint(range(first, after)):
                taken.update(range(first, after))
                entries = _closest(places[first, after], said[first:after])
                matches.append(Match(entries, said[first].start, said[after - 1].end))
        return sorted(matches, key=lambda match: match.start)

    def _candidates(self, word: Word) -> list[_Phrase[Entry]]:
        """The phrases that may begin with a word, in the order in which they were given."""
        keys = inflection.found(word.folded, self._language)
        found = {phrase.number: phrase for key in keys for phrase in self._beginning_with.get(key, ())}
        return [found[number] for number in sorted(found)]

    def _stands(self, phrase: _Phrase[Entry], said: list[Word], text: str) -> bool:
        """Whether some words of a text are a phrase, with as good as nothing between them, or what the phrase has."""
        if len(said) != len(phrase.words):
            return False
        gaps = zip(_gaps(text, said), _gaps(phrase.text, phrase.words), strict=True)
        return all(map(self._is, said, phrase.words)) and all(BETWEEN.fullmatch(gap) or gap == own for gap, own in gaps)

    def _is(self, word: Word, named: Word) -> bool:
        if word.folded == named.folded:
            return word.accented in (named.accented, word.folded)
        return not inflection.found(word.folded, self._language).isdisjoint(
            inflection.named(named.folded, self._language)
        )


def _gaps(text: str, words: list[Word]) -> list[str]:
    return [text[one.end : following.start] for one, following in pairwise(words)]


def _closest(phrases: list[_Phrase[Entry]], said: list[Word]) -> tuple[Entry, ...]:
    spelled = [word.accented for word in said]
    exact = [phrase for phrase in phrases if [word.accented for word in phrase.words] == spelled]
    return tuple(phrase.entry for phrase in exact or phrases)
