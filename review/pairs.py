"""A translation beside the signed text it was made from, passage by passage: as both were signed last, and as they are.

Passages of the two are matched by their places: blocks keep their ids when they are translated.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import orjson

from ledger import record
from review.comparison.wording import Edited, Piece, revise
from review.lineage import answered_origin
from review.parts import Words
from review.passages import Passage, passages
from review.signing import Item
from review.subjects import Reviewable, Subject

ADDRESS = "meta/slug"
"""Says nothing, so that nobody has to compare it."""
Describe = Callable[[Reviewable], Mapping[str, str]]
_described_by: list[Describe] = []


def register_description(describe: Describe) -> None:
    """Let a translation tool say where the words of a translation come from, by the places they stand at."""
    _described_by.append(describe)


@dataclass(frozen=True)
class Pair:
    """A passage of the source and its translation, in words; ``before`` as they were signed last, empty where new.

    ``comes_from`` says where the words of the translation come from, where a tool knows.
    """

    place: str
    label: str
    source: str
    target: str
    source_before: str
    target_before: str
    comes_from: str

    @property
    def is_changed(self) -> bool:
        """Whether either side says something else than when it was signed last."""
        return (self.source, self.target) != (self.source_before, self.target_before)

    @property
    def marked_source(self) -> Sequence[Piece]:
        """The passage of the source, with what changed in it marked."""
        return _marked(self.source_before, self.source)

    @property
    def marked_target(self) -> Sequence[Piece]:
        """The translation, with what changed in it marked."""
        return _marked(self.target_before, self.target)


class Pairs:
    """The pairs of a translation under review; for what is no translation there are none."""

    def __init__(self, item: Item):
        self.item = item
        self.origin = item.submission.origin

    @property
    def source_language(self) -> str:
        """The code of the language it is translated from."""
        return Subject.parse(self.origin.subject).locale if self.origin else ""

    @cached_property
    def all(self) -> list[Pair]:
        """Every pair, in the order of the translation; what has no counterpart there comes last."""
        if self.origin is None:
            return []
        last = record.last_editions([str(self.item.subject)]).get(str(self.item.subject))
        earlier = answered_origin(last.clearance.sign_off) if last else None
        digests = [self.origin.digest, earlier.digest if earlier else "", last.digest if last else ""]
        source, source_before, target_before = (_passages(payload) for payload in record.payloads_of(digests))
        target = _passages(self.item.payload)
        described = {place: words for each in _described_by for place, words in each(self.item.row).items()}
        return [
            Pair(
                place=place,
                label=(target.get(place) or source[place]).label,
                source=_text(source, place),
                target=_text(target, place),
                source_before=_text(source_before, place),
                target_before=_text(target_before, place),
                comes_from=described.get(place, ""),
            )
            for place in dict.fromkeys([*target, *source])
        ]

    @property
    def changed(self) -> list[Pair]:
        """What has to be read: the pairs that nobody has signed as they are."""
        return [pair for pair in self.all if pair.is_changed]

    @property
    def unchanged(self) -> list[Pair]:
        """The pairs that were signed as they are."""
        return [pair for pair in self.all if not pair.is_changed]


def _marked(before: str, now: str) -> Sequence[Piece]:
    edited = revise(Words("", "", before), Words("", "", now), record=lambda change: 0) if before else None
    return edited.pieces if isinstance(edited, Edited) else [Piece(now)]


def words_at(payload: bytes | None) -> dict[str, str]:
    """The words of a copy without markup, by their places; none of a copy that is not there."""
    return {place: passage.text for place, passage in _passages(payload).items()}


def _passages(payload: bytes | None) -> dict[str, Passage]:
    if payload is None:
        return {}
    return {passage.place: passage for passage in passages(orjson.loads(payload)) if passage.place != ADDRESS}


def _text(words: Mapping[str, Passage], place: str) -> str:
    return words[place].text if place in words else ""
