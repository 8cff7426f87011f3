"""Reads plain text by writing it down as Markdown: paragraphs and lists are found, all else is literal."""

import re
from collections.abc import Iterator

from .document import Document
from .headings import is_heading_line
from .markdown import read_markdown

WRAPPED_WIDTH = 120
"""Lines longer than this are not wrapped by hand: each is a paragraph of its own."""

ITEM = re.compile(r"^([ ]*)(?:[-*•·‣▪●◦○\u2013\u2014]|(\d{1,3})[.)])[ ]+(?=\S)")
MARKUP = re.compile(r"([\\`*_{}\[\]<>#+|~&!=-])")
NUMBER = re.compile(r"^(\d+)([.)])")
RULE = re.compile(r"^\W{3,}$")


def read_text(source: str) -> Document:
    """The document in a plain text. Blank lines part paragraphs; without any, every line is one."""
    return read_markdown("\n\n".join(as_markdown(block) for block in blocks(source)))


def blocks(source: str) -> Iterator[list[str]]:
    """The paragraphs and lists of a text as their lines, hard-wrapped ones still apart."""
    lines = [line.rstrip() for line in source.split("\n")]
    written = [line for line in lines if line]
    wrapped = "" in lines[: len(lines) - 1] and max(map(len, written), default=0) <= WRAPPED_WIDTH
    width = max(map(len, written), default=0)
    block: list[str] = []
    for line in lines:
        if block and ends(block, line, wrapped, width):
            yield block
            block = []
        if line and not RULE.match(line):
            block.append(line)
    if block:
        yield block


def ends(block: list[str], line: str, wrapped: bool, width: int) -> bool:
    """Whether the block ends before the line."""
    if not line:
        return True
    if wrapped:
        return is_heading_above(block, line, width)
    return not (ITEM.match(line) and ITEM.match(block[-1]))


def is_heading_above(block: list[str], line: str, width: int) -> bool:
    """Whether the line above is a heading with no blank line below it: it ends well before the others."""
    first = block[0]
    short = len(block) == 1 and len(first) <= width * 2 / 3
    return short and is_heading_line(first) and not is_bullet(first) and not ITEM.match(line)


def is_bullet(line: str) -> bool:
    """Whether the line is an item of a list without numbers."""
    match = ITEM.match(line)
    return bool(match and not match[2])


def as_markdown(block: list[str]) -> str:
    """A paragraph or list as Markdown."""
    lines = []
    for line in block:
        match = ITEM.match(line)
        if match:
            mark = f"{match[2]}." if match[2] else "-"
            lines.append(f"{match[1]}{mark} {escape(line[match.end() :])}")
        else:
            lines.append(escape(line.strip()))
    return "\n".join(lines)


def escape(text: str) -> str:
    """Text that means nothing to Markdown."""
    return NUMBER.sub(r"\1\\\2", MARKUP.sub(r"\\\1", text))
