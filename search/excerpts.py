"""Where the words of a query stand in a text: marked, and with the words around them.

Letters are compared whatever their case and without accents, each for itself: a folded text is as long as the text it
comes from, so that what is found in the one stands at the same place in the other.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

ACCENT = "\u0300"
"""What every accent that stands for itself becomes."""
ROOM = 220
"""How many characters of a text are shown around what was found in it."""
BEFORE = 70
"""How many of them at most stand before it."""
MOST_PLACES = 200
"""Places that are looked at for the best excerpt; what follows is ignored."""
SHORT = 4
"""Words of no more letters are found as they are; longer ones with another ending, too, as languages inflect them."""
LINE_END = re.compile(r"(?<![\s.,:;!?…؟،؛।。])\n")
"""The end of a line that no sign ends, as that of a heading."""
STOP = "\u00a0\u00b7 "
"""What is shown for it; no excerpt begins with it."""


class _Folding(dict[int, str]):
    """Letters by their code points, folded when they are first met; one for one."""

    def __missing__(self, point: int) -> str:
        letter = chr(point)
        if unicodedata.combining(letter):
            folded = ACCENT
        else:
            base = unicodedata.normalize("NFKD", letter)[:1].casefold()
            folded = base if len(base) == 1 else letter
        self[point] = folded
        return folded


_FOLDING = _Folding()


class Words:
    """The words of a query, as they are looked for in texts."""

    def __init__(self, words: Iterable[str]):
        parts = {part for word in words for part in re.split(r"[\W_]+", fold(word).replace(ACCENT, ""))} - {""}
        self.found_as = [re.compile(_pattern(part)) for part in sorted(parts)]

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where the words stand in a text, from and to, in order; none inside another."""
        folded = fold(text)
        found = sorted(match.span() for pattern in self.found_as for match in pattern.finditer(folded))
        places: list[tuple[int, int]] = []
        for start, end in found:
            if not places or start >= places[-1][1]:
                places.append((start, end))
        return places

    def are_in(self, text: str) -> bool:
        """Whether every word stands in a text."""
        folded = fold(text)
        return all(pattern.search(folded) for pattern in self.found_as)

    def mark(self, text: str) -> SafeString:
        """A text as HTML with the words marked."""
        return _marked(text, self.places(text))

    def excerpt(self, text: str) -> SafeString:
        """The part of a text that has most of the words, as HTML with these marked; empty for a text without them.

        Lines of the text stay apart.
        """
        text = LINE_END.sub(STOP, text).replace("\n", " ")
        places = self.places(text)[:MOST_PLACES]
        if not places:
            return SafeString()
        best = max(places, key=lambda place: (self._within(text, place[0]), -place[0]))
        start, end = _bounds(text, *best)
        shown = [(first - start, last - start) for first, last in places if start <= first and last <= end]
        before, after = "… " if start else "", " …" if end < len(text) else ""
        return format_html("{}{}{}", before, _marked(text[start:end], shown), after)

    def _within(self, text: str, start: int) -> int:
        """How many different words stand in the room that begins at a place."""
        part = fold(text[start : start + ROOM - BEFORE])
        return sum(bool(pattern.search(part)) for pattern in self.found_as)


def fold(text: str) -> str:
    """A text without case and accents, letter by letter."""
    return text.translate(_FOLDING)


def _pattern(word: str) -> str:
    """A folded word, or one that differs in its ending, between what are no letters."""
    base, ending = word, ""
    if len(word) > SHORT:
        base, ending = word.removesuffix("s"), r"[^\W\d_]{0,3}"
    letters = "".join(re.escape(letter) + f"{ACCENT}*" for letter in base)
    return rf"(?<![^\W_])(?<!{ACCENT}){letters}{ending}(?![^\W_])"


def _bounds(text: str, first: int, last: int) -> tuple[int, int]:
    """Where an excerpt around a place begins and ends: between words, or in one that is longer than the room."""
    start = max(0, first - BEFORE)
    end = min(len(text), max(start + ROOM, last))
    if start and (space := text.find(" ", start, first)) != -1:
        start = space + 1
    if end < len(text) and (space := text.rfind(" ", last, end)) != -1:
        end = space
    return start, end


def _marked(text: str, places: Sequence[tuple[int, int]]) -> SafeString:
    parts, at = [], 0
    for start, end in places:
        parts += [conditional_escape(text[at:start]), format_html("<mark>{}</mark>", text[start:end])]
        at = end
    return mark_safe("".join([*parts, conditional_escape(text[at:])]))  # noqa: S308 - every part is escaped
