"""The passages of a copy: every stretch of words in it, and the place where it stands.

Comments, findings and differences name passages by their place (``review.parts``).
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.utils.html import strip_tags

from review.parts import Words, leaves, read

ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
NESTED = re.compile(f"[^/]+/{ID}/{ID}(?=/|$)")
"""The place of a block inside a block of a stream."""


class Passage(NamedTuple):
    """Some words of a copy. ``rich`` says that they are canonical HTML, else they are plain.

    ``label`` says to people where they stand.
    """

    place: str
    words: str
    rich: bool
    label: str = ""

    @property
    def text(self) -> str:
        """The words without their markup."""
        return unescape(strip_tags(self.words)) if self.rich else self.words


def passages(copy: dict[str, Any]) -> Iterator[Passage]:
    """Every passage of a copy that is not empty, in the order in which its model declares the fields.

    The title comes first; what only search engines and addresses show, at ``meta/…``, last. The references are not
    passages: they stand in the copy as a list of their own, by value.
    """
    for leaf in leaves(read(copy)):
        if isinstance(leaf, Words) and leaf.is_passage and not leaf.is_empty:
            yield passage_of(leaf)


def passage_of(words: Words) -> Passage:
    """Some words of a copy as a passage."""
    return Passage(words.place, words.words or "", words.rich, words.label)


def of_block(place: str) -> str:
    """The place of the field, or of the innermost block in a stream, that holds a passage."""
    nested = NESTED.match(place)
    return nested[0] if nested else "/".join(place.split("/")[:2])
