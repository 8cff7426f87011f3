"""Words as the checks read them: plain text out of rich, sentences, and the patterns that people may write.

A pattern is one word or several: ``relief``, ``studies show``. A word may end in ``*``, which stands for any ending
(``effectiv*``); a ``*`` of its own stands for any one word (``more * than``). Nothing else has a meaning, so no pattern
can take long, whoever writes it. Capitals and accents make no difference; ñ is a letter of its own.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Generic, NamedTuple, TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

Entry = TypeVar("Entry")

PARAGRAPH_END = re.compile(r"</(?:p|li|h[2-4])>|<(?:br|hr)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\"”\u2019»)\]]*(?=\s)")
OPENING = '"“\u2018«([¿¡'
ABBREVIATION = re.compile(
    r"(?:^|[\s(“])(?:[^\W\d_]|dr|dra|drs|mr|mrs|ms|mx|sr|sra|srta|prof|st|vs|cf|no|núm|fig|e\.g|i\.e|p\. ?ej|ee|u\.s|uu"
    r"|al|approx|aprox)\.$",
    re.IGNORECASE,
)
"""What ends in a full stop without ending a sentence, single letters among them."""

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
PATTERN_WORD = re.compile(r"\*|[\w%'\u2019]+\*?")
SHORTEST_STEM = 3
LONGEST_PATTERN = 120
SEPARATOR = r"[\s\-\u2013\u2014]+"


class _Folding(dict[int, str]):
    """For ``str.translate``: each character in lower case and without its accent, one for one."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        small = character.lower()[:1]
        decomposed = unicodedata.normalize("NFD", small)
        # Other scripts are decomposed too, but into letters.
        folded = decomposed[0] if all(map(unicodedata.combining, decomposed[1:])) else small
        self[code] = folded
        return folded


_FOLDING = _Folding({ord("ñ"): "ñ", ord("Ñ"): "ñ", 0x2019: "'"})


def fold(text: str) -> str:
    """The text as it is compared: in lower case, without accents, as long as it was when its accents are composed."""
    return text.translate(_FOLDING)


def plain(html: str) -> str:
    """The words of canonical HTML, a line for each paragraph and item of a list."""
    lines = PARAGRAPH_END.sub("\n", " ".join(html.split()))
    return unescape(TAG.sub("", lines))


def sentences(text: str) -> list[str]:
    """The sentences of plain text. The end of a line ends one; abbreviations and decimals do not."""
    lines = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return [sentence for line in lines for sentence in _of_line(line) if sentence]


def _of_line(line: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_END.finditer(line):
        following = line[end.end() + 1 : end.end() + 3].lstrip(OPENING)
        if following[:1].islower() or ABBREVIATION.search(line[max(start, end.end() - 12) : end.end()]):
            continue
        yield line[start : end.end()]
        start = end.end() + 1
    yield line[start:]


def check_pattern(pattern: str) -> None:
    """Refuse, with a ValidationError, what is no pattern or would match nearly everything."""
    words = pattern.split()
    for word in words:
        if not PATTERN_WORD.fullmatch(word):
            raise ValidationError(
                _("“%(word)s” is not understood. Write words; an asterisk may stand at the end of a word or by itself.")
                % {"word": word}
            )
        if word != "*" and word.endswith("*") and len(word) <= SHORTEST_STEM:
            raise ValidationError(
                _("“%(word)s” would match too much. Write at least %(number)s letters before the asterisk.")
                % {"word": word, "number": SHORTEST_STEM}
            )
    if not words or "*" in (words[0], words[-1]):
        raise ValidationError(_("Begin and end with a word."))


class Match(NamedTuple, Generic[Entry]):
    """A pattern found in a text: what it belongs to, and where, as positions of characters."""

    entry: Entry
    start: int
    end: int


class Patterns(Generic[Entry]):
    """Many patterns looked for at once, each with something it belongs to; of two at one place the longer is found."""

    def __init__(self, entries: Iterable[tuple[str, Entry]]):
        ordered = sorted(entries, key=lambda entry: (-len(entry[0].split()), -len(entry[0])))
        self._entries = [entry for _, entry in ordered]
        # The empty group at the end of each says which one was found; at the front it would make all of them slow.
        alternatives = "|".join(f"{_expression(pattern)}()" for pattern, _ in ordered)
        self._compiled = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if alternatives else None

    def find(self, text: str) -> Iterator[Match[Entry]]:
        """Every match in plain text, in order, none over another."""
        if self._compiled is None:
            return
        for match in self._compiled.finditer(fold(text)):
            yield Match(self._entries[(match.lastindex or 1) - 1], match.start(), match.end())


def _expression(pattern: str) -> str:
    """The regular expression of one pattern; everything but the asterisk stands for itself."""
    words = (
        r"\w+" if word == "*" else re.escape(word.rstrip("*")) + r"\w*" * word.endswith("*")
        for word in fold(unicodedata.normalize("NFC", pattern)).split()
    )
    return SEPARATOR.join(words)
