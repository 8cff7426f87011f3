"""The table of contents of a page and the time it takes to read, from its resolved copy alone."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from public.richtext import plain
from review.subjects import FOR_PRACTITIONERS

FEWEST = 4
"""With fewer entries a page is short enough to do without."""
WORDS_A_MINUTE = 238
"""Silent reading of English non-fiction by adults: Brysbaert 2019, doi:10.1016/j.jml.2019.104047."""


@dataclass
class Entry:
    """A heading: its words, the id of its element, and the headings below it."""

    text: str
    anchor: str
    below: list["Entry"] = field(default_factory=list)


def contents_of(body: list[dict[str, Any]]) -> list[Entry]:
    """The headings of a resolved body, those of the third level and numbered sections below the one they follow.

    Empty where they are fewer than ``FEWEST`` in all.
    """
    entries: list[Entry] = []
    count = 0
    for entry, is_below in _headings(body):
        count += 1
        (entries[-1].below if is_below else entries).append(entry)
    return entries if count >= FEWEST else []


def placed(body: list[dict[str, Any]], is_below: bool = False) -> Iterator[tuple[dict[str, Any], bool]]:
    """Each block of a body, and whether it stands below a heading of the second level.

    A heading that would be of the third level is of the second where it does not: no level may be skipped. ``is_below``
    says it of the body as a whole.
    """
    for block in body:
        yield block, is_below
        is_below = is_below or _opens_section(block)


def _opens_section(block: dict[str, Any]) -> bool:
    match block["type"]:
        case "heading":
            return bool(block["value"]["level"] == "h2")
        case kind if kind == FOR_PRACTITIONERS:
            return any(_opens_section(inner) for inner in block["value"])
    return False


def _headings(body: list[dict[str, Any]], is_below: bool = False) -> Iterator[tuple[Entry, bool]]:
    """Each heading, and whether it is of the third level."""
    for block, below in placed(body, is_below):
        value = block["value"]
        match block["type"]:
            case "heading":
                yield Entry(value["text"], value["anchor"]), below and value["level"] == "h3"
            case "numbered_sections":
                for number, section in enumerate(value["sections"], start=1):
                    # As templates/blocks/numbered_sections.html calls it.
                    yield Entry(section["title"], f"{block['id']}-{number}"), below
            case kind if kind == FOR_PRACTITIONERS:
                yield from _headings(value, below)


def minutes_to_read(copy: dict[str, Any]) -> int:
    """The minutes that reading the introduction and the body of a resolved copy takes, at least one."""
    count = sum(len(plain(text).split()) for text in _texts([copy["introduction"], copy["body"]]))
    return max(1, math.ceil(count / WORDS_A_MINUTE))


def _texts(value: Any) -> Iterator[str]:
    """Every text within a value. What has no space in it is a key, an address or a single word."""
    match value:
        case str():
            if " " in value:
                yield value
        case list():
            for item in value:
                yield from _texts(item)
        case dict():
            yield from _texts(list(value.values()))
