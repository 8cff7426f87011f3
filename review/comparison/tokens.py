"""Words cut into what is compared: words, punctuation marks and citations, by line, inside rich text too."""

import re
from collections.abc import Iterable, Iterator
from html import escape, unescape
from typing import NamedTuple

from review.parts import Words

PARTS = re.compile(r'(<a data-cite="\d+"></a>|<(?:[^>"]|"[^"]*")*>)')
"""Cuts canonical rich text at its tags; a citation is one of them."""
CITATION = re.compile(r'(<a data-cite=")(\d+)')
BLOCKS = frozenset({"p", "ol", "ul", "li", "h2", "h3", "h4", "hr"})
"""The tags that begin a line."""
VOID = frozenset({"br", "hr"})
EDGE = r"""[.,;:!?…()\[\]"“”«»„‘’'¿¡—–]"""  # noqa: RUF001
TOKENS = re.compile(rf"\s+|{EDGE}|[^\s](?:\S*(?!{EDGE})\S)?")
"""Punctuation at the edge of a word stands alone; inside a word ("0.5", "follow-up") it belongs to it."""
CITED = "\0"
"""Begins what a citation is compared by; no text holds it."""


class Token(NamedTuple):
    """A word, a punctuation mark or a citation.

    ``key`` is what it is compared by, ``text`` what people read, ``source`` how it is written out. ``lead`` is what
    stands between it and the token before, tags included, and ``space`` the white space of that; ``style`` the tags
    that are open around it.
    """

    key: str
    text: str
    source: str
    lead: str
    space: str
    style: tuple[str, ...]
    begins_line: bool

    @property
    def is_word(self) -> bool:
        """Whether it counts as a word."""
        return not self.key.startswith(CITED) and any(map(str.isalnum, self.text))

    @property
    def links(self) -> list[str]:
        """The links it is part of."""
        return [tag for tag in self.style if tag.startswith("<a ")]


class Lines:
    """Some words by line: a paragraph, an item of a list, a line of plain text. ``tail`` follows the last token."""

    def __init__(self, words: Words):
        tokens = Tokens(words)
        self.lines: list[list[Token]] = []
        for token in tokens:
            if token.begins_line:
                self.lines.append([])
            self.lines[-1].append(token)
        self.tail = tokens.lead


class Tokens:
    """Reads some words token by token; ``lead`` is what stands after the last one read."""

    def __init__(self, words: Words):
        self.words = words
        self.lead = ""
        self.space = ""
        self.begins_line = True
        self.open: list[tuple[str, str]] = []

    def __iter__(self) -> Iterator[Token]:
        text = self.words.words or ""
        if not self.words.rich:
            yield from self.read_text(text)
            return
        for index, part in enumerate(PARTS.split(text)):
            if index % 2 == 0:
                yield from self.read_text(unescape(part))
            elif found := CITATION.match(part):
                key, name = cited(self.words, int(found[2]))
                yield self.token(CITED + key, f"[{name}]", part)
            else:
                self.read_tag(part)

    def read_text(self, text: str) -> Iterator[Token]:
        for found in TOKENS.findall(text):
            source = escape(found, quote=False) if self.words.rich else found
            if not found.isspace():
                yield self.token(found, found, source)
                continue
            self.lead += source
            self.space += found
            self.begins_line |= "\n" in found and not self.words.rich

    def read_tag(self, tag: str) -> None:
        self.lead += tag
        name = tag.strip("</>").partition(" ")[0]
        self.begins_line |= name in BLOCKS
        if name == "br":
            self.space += "\n"
        if tag.startswith("</"):
            if self.open and self.open[-1][0] == name:
                self.open.pop()
        elif name not in VOID:
            self.open.append((name, tag))

    def token(self, key: str, text: str, source: str) -> Token:
        style = tuple(tag for _, tag in self.open)
        token = Token(key, text, source, self.lead, self.space, style, self.begins_line)
        self.lead, self.space, self.begins_line = "", "", False
        return token


def cited(words: Words, number: int) -> tuple[str, str]:
    """The key and the name of the reference that a citation in some words has the number of."""
    if not 0 < number <= len(words.references):
        return str(number), str(number)
    return words.references[number - 1]


def by_key(words: Words) -> str | None:
    """Some words with the keys of what they cite in the place of its numbers, which depend on the rest of the copy."""
    if not words.rich or not words.words:
        return words.words
    return CITATION.sub(lambda found: found[1] + cited(words, int(found[2]))[0], words.words)


def spoken(tokens: Iterable[Token]) -> str:
    """Some tokens as people read them."""
    return "".join(token.space + token.text for token in tokens).strip()


def count(tokens: Iterable[Token]) -> int:
    """How many words there are among some tokens."""
    return sum(token.is_word for token in tokens)
