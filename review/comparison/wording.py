"""The differences between two versions of some words, word by word, and both versions merged into one."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from review.comparison.alignment import align, likeness, opcodes
from review.comparison.changes import Change, Kind, excerpt
from review.comparison.tokens import CITED, Lines, Token, by_key, count, spoken
from review.parts import Words

TARGET = re.compile(r'(?:href|data-ref|data-title)="([^"]*)"')
"""What tells where a link of canonical rich text leads."""
ALIKE = 0.35
"""Lines less alike than this are shown as one struck and one new: the few words they share explain nothing."""
NAME = 40
"""The most characters of a reference's name in the place of a citation that is gone."""
AROUND = 5
"""How many words are told before and after a difference."""


class Mark(StrEnum):
    """How a stretch of words is drawn."""

    NEW = "new"
    GONE = "gone"
    LOOK = "look"


class Piece(NamedTuple):
    """A stretch of a merged text, as HTML where it is rich; ``change`` is the number of the change it belongs to.

    ``is_line`` says that it was a line of its own.
    """

    text: str
    mark: Mark | None = None
    change: int = -1
    is_line: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """Words in which those that are gone stand beside those that came. ``words`` is None where nothing is left."""

    words: Words | None
    rich: bool
    pieces: Sequence[Piece]


Record = Callable[[Change], int]
"""Takes a difference and gives the number it goes by; differences come in reading order."""


def revise(old: Words, new: Words, record: Record) -> Edited | Words:
    """The newer version with its differences from the older one marked; as it is, where nothing can be marked."""
    if by_key(old) == by_key(new):
        return new
    revision = _Revision(old, new, record)
    merged = revision.merged()
    if revision.differs:
        return merged
    # Other white space, or markup around nothing.
    record(Change(new.place, new.label, Kind.LOOK))
    return new


def whole(words: Words, mark: Mark, change: int) -> Edited:
    """Some words that came, or went, as a whole."""
    text = Lines(words)
    pieces: list[Piece] = []
    for line in text.lines:
        # What is gone has no number in the list of references any more, so its citations are told in words.
        tokens = [token._replace(source=_struck(token)) for token in line] if mark is Mark.GONE else line
        pieces += [Piece(line[0].lead), Piece(_source(tokens), mark, change)]
    return Edited(None if mark is Mark.GONE else words, words.rich, [*pieces, Piece(text.tail)])


class _Revision:
    """The comparing of two versions of some words; ``pieces`` is the merged one as it grows."""

    def __init__(self, old: Words, new: Words, record: Record):
        self.old = old
        self.new = new
        self.record = record
        self.before = Lines(old)
        self.after = Lines(new)
        self.pieces: list[Piece] = []
        self.led: Token | None = None
        self.differs = False

    def merged(self) -> Edited:
        if self.before.lines and not self.after.lines:
            # Nothing is left of it: it is shown as it stood.
            number = self.note([token for line in self.before.lines for token in line], [])
            return replace(whole(self.old, Mark.GONE, number), words=self.new)
        for pair in align(self.before.lines, self.after.lines, _content, _words):
            match pair:
                case None, list(came):
                    self.write(came, Mark.NEW, self.note([], came))
                case list(gone), None:
                    self.put_back(gone)
                case list(gone), list(came):
                    self.compare(gone, came)
        return Edited(self.new, self.new.rich, [*self.pieces, Piece(self.after.tail)])

    def compare(self, before: list[Token], after: list[Token]) -> None:
        """Compare a line with what it was."""
        stretches = opcodes(_content(before), _content(after))
        if likeness(_words(before), _words(after)) < ALIKE:
            stretches = [(False, 0, len(before), 0, len(after))]
        for same, from_b, to_b, from_a, to_a in stretches:
            gone, came = before[from_b:to_b], after[from_a:to_a]
            if same:
                self.keep(gone, came)
            elif spoken(gone) == spoken(came):
                # Markup that begins or ends inside a word cuts it up.
                self.write(came, Mark.LOOK, self.note_look(came))
            else:
                around = spoken(after[max(0, from_a - AROUND) : from_a]), spoken(after[to_a : to_a + AROUND])
                number = self.note(gone, came, around)
                self.strike(gone, number, next(iter(after[from_a:]), None))
                self.write(came, Mark.NEW, number)

    def keep(self, before: list[Token], after: list[Token]) -> None:
        """Write words that are the same; each stretch that looks different, or leads elsewhere, is a change."""
        for difference, stretch in groupby(zip(before, after, strict=True), _difference):
            olds, tokens = zip(*stretch, strict=True)
            old, new = olds[0], tokens[0]
            if difference is None:
                self.write(tokens)
            elif old.links == new.links:
                self.write(tokens, Mark.LOOK, self.note_look(tokens))
            else:
                label = _("%(label)s, link “%(words)s”") % {"label": self.new.label, "words": excerpt(spoken(tokens))}
                change = Change(self.new.place, label, Kind.LINK, _targets(old), _targets(new))
                self.write(tokens, Mark.LOOK, self.note_change(change))

    def write(self, tokens: Sequence[Token], mark: Mark | None = None, change: int = -1) -> None:
        """Write words of the newer version."""
        if tokens:
            self.lead(tokens[0])
            self.pieces.append(Piece(_source(tokens), mark, change))

    def lead(self, token: Token) -> None:
        """Write what stands before a token, once."""
        if token is not self.led:
            self.pieces.append(Piece(token.lead))
        self.led = token

    def strike(self, tokens: list[Token], change: int, following: Token | None) -> None:
        """Put back words that are gone from a line, before the token that follows them there."""
        if not tokens:
            return
        words = Piece(_source(self.struck(tokens)), Mark.GONE, change)
        if following is not None and following.begins_line:
            self.lead(following)
            self.pieces += [words, Piece(" ", Mark.GONE, change)]
        else:
            self.pieces += [Piece(tokens[0].space, Mark.GONE, change), words]

    def put_back(self, line: list[Token]) -> None:
        """Put back a line that is gone: inside what holds the line before it, where every kind of line may stand."""
        if not self.pieces and self.after.lines:
            self.lead(self.after.lines[0][0])
        number = self.note(line, [])
        self.pieces.append(Piece(_source(self.struck(line)), Mark.GONE, number, is_line=True))

    def struck(self, tokens: list[Token]) -> list[Token]:
        """Words that are gone, without the markup they had: it would have to fit into that of the others."""
        return [token._replace(lead=token.space, source=_struck(token)) for token in tokens]

    def note(self, gone: list[Token], came: list[Token], around: tuple[str, str] = ("", "")) -> int:
        words = max(count(gone), count(came))
        texts = excerpt(spoken(gone)), excerpt(spoken(came))
        return self.note_change(Change(self.new.place, self.new.label, Kind.WORDS, *texts, around, words))

    def note_look(self, tokens: Sequence[Token]) -> int:
        return self.note_change(Change(self.new.place, self.new.label, Kind.LOOK, new=excerpt(spoken(tokens))))

    def note_change(self, change: Change) -> int:
        self.differs = True
        return self.record(change)


def _content(line: list[Token]) -> tuple[str, ...]:
    return tuple(token.key for token in line)


def _words(line: list[Token]) -> frozenset[str]:
    return frozenset(_content(line))


def _source(tokens: Sequence[Token]) -> str:
    """Some tokens as they are written, without what leads to the first."""
    return tokens[0].source + "".join(token.lead + token.source for token in tokens[1:])


def _struck(token: Token) -> str:
    """A token that is gone, as it is written; of a citation that is the beginning of what it cited."""
    if not token.key.startswith(CITED):
        return token.source
    return escape(f"[{Truncator(token.text.strip('[]')).chars(NAME)}]", quote=False)


def _difference(pair: tuple[Token, Token]) -> tuple | None:
    """How the same word differs in two versions; None where it does not."""
    old, new = pair
    if old.style != new.style:
        return old.style, new.style
    spaced = not new.begins_line and old.space != new.space
    return ("space",) if spaced else None


def _targets(token: Token) -> str:
    """Where the links around a token lead."""
    return ", ".join(unescape(target) for link in token.links for target in TARGET.findall(link))
