"""Reads HTML lists."""

import re
from collections.abc import Iterator

from bs4 import Tag
from django.utils.translation import gettext as _

from .clean import LIST_TAGS, clean_html, clean_text
from .document import ItemList, Part, Unplaced
from .inline import tidy
from .tags import BLOCKS, LISTS

# Line breaks that follow another one, begin an item or end one.
SURPLUS_BREAKS = re.compile(r"(?<=<li>)(?: ?<br> ?)+|(?<=</[uo]l>)(?: ?<br> ?)+|(?: ?<br> ?)+(?=<br>|</li>|<[uo]l>)")


def read_list(tag: Tag) -> Iterator[Part]:
    """A list of running text, then what it could not keep."""
    left_out = list(tidy(tag))
    if tag.find("table"):
        left_out.append(Unplaced(_("table inside a list"), _("its text is kept in the list")))
    move_beside_items(tag)
    flatten_items(tag)
    drop_empty(tag)
    if items := tag.find_all("li", recursive=False):
        yield ItemList(SURPLUS_BREAKS.sub("", clean_html(str(tag), LIST_TAGS)), len(items), first_number(tag))
    yield from left_out


def move_beside_items(tag: Tag) -> None:
    """Put inner lists that are written beside the item they belong to inside it."""
    for inner in tag.find_all(LISTS):
        before = inner.find_previous_sibling("li")
        if inner.parent.name in LISTS and before:
            before.append(inner)


def flatten_items(tag: Tag) -> None:
    """Leave nothing but items, inner lists and inline text in a list; blocks in an item become its lines."""
    for block in tag.find_all(BLOCKS - LISTS - {"li"}):
        block.insert_before(Tag(name="br"))
        block.insert_after(Tag(name="br"))
        block.unwrap()


def drop_empty(tag: Tag) -> None:
    """Take out items without text and lists without items, from the inside out."""
    for node in reversed(tag.find_all(LISTS | {"li"})):
        if not clean_text(node.get_text()):
            node.decompose()


def first_number(tag: Tag) -> int | None:
    """The number a list starts with, None for bullets."""
    if tag.name == "ul":
        return None
    start = str(tag.get("start", "1"))
    return int(start) if re.fullmatch(r"[0-9]{1,6}", start) else 1
