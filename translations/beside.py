"""What a translation says, beside what its source says at the same place."""

from functools import cached_property
from itertools import zip_longest
from typing import Any, NamedTuple

import orjson
from wagtail_localize.models import SourceDeletedError, Translation

from ledger import record
from review.checks import Text
from review.copy import copy_data
from review.lineage import origin_of
from review.passages import Passage, passages
from review.words import plain
from translations.sources import enabled_translation


class Line(NamedTuple):
    """Some words of a translation without their markup, with those of its source; a paragraph of each at most."""

    place: str
    source: str
    words: str


class Beside:
    """A translation under check, beside its source; there are no passages where the source is not known."""

    def __init__(self, text: Text):
        self.text = text
        self.translation = enabled_translation(text.obj)

    @cached_property
    def source(self) -> dict[str, Any] | None:
        """The copy of the source; None for what is no translation.

        Of a draft it is what the translation tool holds by now. Words that were submitted are compared with the signed
        copy that they were made from.
        """
        if self.translation is None:
            return None
        origin = origin_of(self.text.obj) if self.text.is_given else None
        payload = record.payloads_of([origin.digest])[0] if origin else None
        return orjson.loads(payload) if payload else _made_from(self.translation)

    @property
    def source_language(self) -> str:
        """The language of the source."""
        return self.source["meta"]["locale"].split("-")[0] if self.source else ""

    @cached_property
    def passages(self) -> list[tuple[Passage, Passage]]:
        """The passages of the source, each with that of the translation, as far as both have one."""
        found = {passage.place: passage for passage in passages(self.source)} if self.source else {}
        return [(found[passage.place], passage) for passage in self.text.passages if passage.place in found]

    @property
    def left_over(self) -> list[Passage]:
        """What the translation says where its source says nothing. The address is none of it, nor what has no place in
        the source because the translation is edited on its own."""
        there = {passage.place for passage in passages(self.source or {})}
        return [passage for passage in self.text.passages if passage.place not in there]

    @cached_property
    def lines(self) -> list[Line]:
        """The passages paragraph by paragraph, or whole where one side has more paragraphs than the other."""
        found = []
        for source, target in self.passages:
            theirs, ours = _paragraphs(source), _paragraphs(target)
            if len(theirs) != len(ours):
                theirs, ours = ["\n".join(theirs)], ["\n".join(ours)]
            found += [Line(target.place, *words) for words in zip_longest(theirs, ours, fillvalue="")]
        return found


def _made_from(translation: Translation) -> dict[str, Any] | None:
    try:
        return copy_data(translation.source.as_instance())
    except SourceDeletedError:
        return None


def _paragraphs(passage: Passage) -> list[str]:
    words = plain(passage.words) if passage.rich else passage.words
    return [line for line in words.splitlines() if line.strip()]
