"""Signs in the words of a copy, by which they are found again on the page that its templates make of it.

A sign is a character for private use that no word of the copies holds, one for each thing it stands for. Only words
carry signs, never a type, a key, an address or a choice, so templates decide nothing by them. ``review.marks`` makes
elements of the signs in the finished page.
"""

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from review.comparison import Edited, Mark, Noted
from review.comparison.wording import Piece
from review.parts import Fact, Group, Items, Words

PRIVATE = range(0xF0000, 0x10FFFE)
"""The two planes for private use (The Unicode Standard, 23.5)."""
SIGN = re.compile(f"([{chr(PRIVATE.start)}-{chr(PRIVATE.stop - 1)}])")
OPENING = re.compile(r"(?:\s*<(?!a\b)[^/>]*>)*")
"""What may stand before the beginning of a passage: opening tags, but for links, which may be empty or be left out."""
MARK_BLOCK = "mark"
"""The type of the blocks that carry the signs of other blocks; only templates know it."""


@dataclass(frozen=True, slots=True)
class Start:
    """Where a marked stretch of words begins; its parts are those of ``Piece``."""

    mark: Mark
    change: int
    is_line: bool


@dataclass(frozen=True, slots=True)
class End:
    """Where it ends."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a block with changes begins, or ends."""

    noted: Noted
    is_end: bool


Meaning = Words | Start | End | Edge
"""What a sign stands for; words stand for their own beginning."""


class Signs:
    """The signs of one drawing. ``taken`` is all text that may not be mistaken for one."""

    def __init__(self, taken: str):
        self.meanings: dict[str, Meaning] = {}
        self._free = _unused(set(SIGN.findall(taken)))

    def sign(self, meaning: Meaning) -> str:
        """A new sign. ValueError where a text leaves no character for it."""
        sign = next(self._free, None)
        if sign is None:
            raise ValueError("The text uses every character that could mark it.")
        self.meanings[sign] = meaning
        return sign

    def plain(self, text: str) -> str:
        """Text without signs, and without the words that are gone."""
        kept: list[str] = []
        is_gone = False
        for part in SIGN.split(text):
            match self.meanings.get(part):
                case None if not is_gone:
                    kept.append(part)
                case Start(mark=mark):
                    is_gone = mark is Mark.GONE
                case End():
                    is_gone = False
        return "".join(kept)

    def write(self, part: Any) -> Any:
        """A part as JSON again, its words signed."""
        match part:
            case Words():
                return part.words if part.is_empty else _begun(part.words or "", self.sign(part), part.rich)
            case Edited():
                return self.edited(part)
            case Fact():
                return part.value
            case Group():
                # What an older copy lacks is empty in it.
                written = {name: self.write(child) for name, child in _signed(part)}
                return {**dict.fromkeys(part.children), **part.data, **written}
            case Items():
                return [written for child in part.children for written in self.item(child)]

    def edited(self, edited: Edited) -> str:
        texts = [self.piece(piece) for piece in edited.pieces]
        if edited.words is None or edited.words.is_empty:
            return "".join(texts)
        return _begun("".join(texts), self.sign(edited.words), edited.rich)

    def piece(self, piece: Piece) -> str:
        if piece.mark is None:
            return piece.text
        start = self.sign(Start(piece.mark, piece.change, piece.is_line))
        return start + piece.text + self.sign(End())

    def item(self, part: Any) -> Iterator[Any]:
        if not isinstance(part, Noted):
            yield self.write(part)
        elif not part.changes:
            yield self.write(part.part)
        else:
            edges = (self.sign(Edge(part, is_end)) for is_end in (False, True))
            before, after = ({"id": "", "type": MARK_BLOCK, "value": sign} for sign in edges)
            yield from (before, self.write(part.part), after)


def _begun(text: str, sign: str, rich: bool) -> str:
    at = OPENING.match(text).end() if rich else 0
    return text[:at] + sign + text[at:]


def _signed(group: Group) -> Iterator[tuple[str, Any]]:
    """What of a group may hold words that are seen on the page, which those for search engines never are."""
    for name, child in group.children.items():
        if name != "meta" and not isinstance(child, Fact):
            yield name, child


def _unused(taken: set[str]) -> Iterator[str]:
    """Characters for private use that are not taken, from anywhere: no text elsewhere on the page can hit upon them."""
    start = secrets.randbelow(len(PRIVATE))
    signs = (chr(PRIVATE[(start + step) % len(PRIVATE)]) for step in range(len(PRIVATE)))
    return (sign for sign in signs if sign not in taken)
