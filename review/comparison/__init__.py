"""What differs between two copies, and both merged into one that shows it.

Only data goes in and comes out. Blocks answer to each other by their ids, what stands in a copy by value or by key by
its key, and lists that have neither by the words they share.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from review.comparison.alignment import align, in_place
from review.comparison.changes import Change, Kind, excerpt
from review.comparison.tokens import TOKENS, Tokens, by_key, count, spoken
from review.comparison.wording import Edited, Mark, revise, whole
from review.copy import canonical
from review.parts import Data, Fact, Group, Items, Order, Part, Words, leaves, read

__all__ = ["Change", "Comparison", "Edited", "Kind", "Mark", "Noted", "compare"]


@dataclass(frozen=True, slots=True)
class Noted:
    """An item of a merged stream and the numbers of the changes in it.

    ``kind`` is what became of the block as a whole, which is the first of these changes; None when it stayed.
    """

    part: Part
    kind: Kind | None
    changes: range


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two copies in the order in which the newer one is read; see ``compare``."""

    changes: Sequence[Change]
    merged: Group
    """The newer copy with what is gone put back: ``Edited`` in the place of words, ``Noted`` of blocks."""

    @property
    def is_empty(self) -> bool:
        """Whether the two copies are the same bytes."""
        return not self.changes

    @property
    def words_changed(self) -> int:
        """How many words were added or removed; a word that was replaced by another counts once."""
        return sum(change.words for change in self.changes)

    @property
    def others(self) -> list[Change]:
        """The changes that are not words but things: blocks, pictures, links, references, facts."""
        return [change for change in self.changes if change.kind is not Kind.WORDS]


def compare(before: Data | None, after: Data) -> Comparison:
    """The differences between two copies of one subject. ``before`` is None when there was none: then all is new."""
    merged = read(after)
    if before is not None and canonical(before) == canonical(after):
        return Comparison([], merged)
    return _Comparing().result(_before_all(merged) if before is None else read(before), merged)


class _Comparing:
    """One comparison; ``changes`` grows in reading order."""

    def __init__(self) -> None:
        self.changes: list[Change] = []

    def result(self, before: Group, after: Group) -> Comparison:
        merged = self.group(before, after)
        if not self.changes:
            self.note("", _("Something without a name"), Kind.FACT)
        return Comparison(self.changes, merged)

    def record(self, change: Change) -> int:
        self.changes.append(change)
        return len(self.changes) - 1

    def note(self, place: str, label: str, kind: Kind, old: str = "", new: str = "", words: int = 0) -> int:
        return self.record(Change(place, label, kind, excerpt(old), excerpt(new), words=words))

    def part(self, old: Part, new: Part) -> Any:
        """Compare two parts that answer to each other; the merged one."""
        match old, new:
            case Words(), Words():
                return revise(old, new, self.record)
            case Group(), Group():
                return self.group(old, new)
            case Items(), Items():
                return self.items(old, new)
            case Fact(), Fact():
                return self.fact(old, new)
        if not _is_absent(old):
            self.gone(old)
        return new if _is_absent(new) else self.new(new)

    def fact(self, old: Fact, new: Fact) -> Fact:
        if canonical(old.value) != canonical(new.value):
            kind = Kind.ADDED if _is_absent(old) else Kind.REMOVED if _is_absent(new) else Kind.FACT
            self.note(new.place, new.label, kind, old.shown, new.shown)
        return new

    def group(self, old: Group, new: Group) -> Group:
        children = {
            name: self.part(old.children.get(name) or _nothing(part), part) for name, part in new.children.items()
        }
        for name, part in old.children.items():
            if name not in new.children and not _is_absent(part):
                self.gone(part)
        return replace(new, children=children)

    def items(self, old: Items, new: Items) -> Items:
        merge = {Order.BLOCKS: self.blocks, Order.SET: self.keyed, Order.LIST: self.listed}[new.order]
        return replace(new, children=merge(old, new))

    def blocks(self, old: Items, new: Items) -> list[Any]:
        before, after = _by_id(old, new)
        order, moved = in_place(list(before), list(after))
        merged = []
        for key in order:
            first, kind = len(self.changes), None
            if key not in after:
                kind, part = Kind.REMOVED, self.gone(before[key])
            elif key not in before:
                kind, part = Kind.ADDED, self.new(after[key])
            else:
                kind = self.whereabouts(before[key], after[key], key in moved)
                part = self.part(before[key], after[key])
            merged.append(Noted(part, kind, range(first, len(self.changes))))
        return merged

    def whereabouts(self, old: Group, new: Group, has_moved: bool) -> Kind | None:
        """What became of a block as a whole that is in both copies."""
        kinds = [kind for kind, is_so in ((Kind.MOVED, has_moved), (Kind.REMADE, old.place != new.place)) if is_so]
        for kind in kinds:
            self.note(new.place, new.label, kind)
        return kinds[0] if kinds else None

    def keyed(self, old: Items, new: Items) -> list[Any]:
        """What is gone comes last, so that the others keep their numbers."""
        before = dict(zip(old.keys, old.children, strict=True))
        merged = []
        for key, part in zip(new.keys, new.children, strict=True):
            known = before.pop(key, None)
            merged.append(self.part(known, part) if known else self.new(part))
        return merged + [again for part in before.values() for again in _put_back(self.gone(part))]

    def listed(self, old: Items, new: Items) -> list[Any]:
        merged = []
        for known, part in align(old.children, new.children, _content, _words):
            if known is None:
                merged.append(self.new(part))
            elif part is None:
                merged += _put_back(self.gone(known))
            else:
                merged.append(self.part(known, part))
        return merged

    def new(self, part: Any) -> Any:
        """Note that a part came; the part with its words marked so."""
        text, words = _told(part)
        return _marked(part, Mark.NEW, self.note(part.place, part.label, Kind.ADDED, new=text, words=words))

    def gone(self, part: Any) -> Any:
        """Note that a part went; the part with its words marked so."""
        text, words = _told(part)
        return _marked(part, Mark.GONE, self.note(part.place, part.label, Kind.REMOVED, old=text, words=words))


def _nothing(part: Part) -> Part:
    """What stands for a part in a copy that lacks it."""
    match part:
        case Words():
            return replace(part, words="")
        case Items():
            return replace(part, children=[], keys=[])
    return Fact(part.place, part.label, None)


def _before_all(after: Group) -> Group:
    """What was there before the first copy: its type and language alone."""
    meta = after.children["meta"]
    facts: dict[str, Part] = {leaf.place.removeprefix("meta/"): leaf for leaf in leaves(meta) if isinstance(leaf, Fact)}
    return Group("", "", {"meta": Group("meta", "", facts, {})}, {})


def _is_absent(part: Part) -> bool:
    match part:
        case Words():
            return part.is_empty
        case Fact():
            return part.value in (None, "", [], {})
        case Items():
            return not part.children
    return False


def _by_id(old: Items, new: Items) -> tuple[dict[Hashable, Group], dict[Hashable, Group]]:
    """The blocks of two streams under keys that name those that answer to each other.

    A block is known by its id and type. Whoever writes a page by machine may leave the ids out; then every block gets
    a new one, and is known by its content as long as that stays the same.
    """
    before, after = (dict(_numbered(items.children)) for items in (old, new))
    strangers: defaultdict[bytes, list[Hashable]] = defaultdict(list)
    for key, block in before.items():
        if key not in after:
            strangers[_block_content(block)].append(key)
    known = {}
    for key, block in after.items():
        same = [] if key in before else strangers[_block_content(block)]
        known[same.pop(0) if same else key] = block
    return before, known


def _numbered(blocks: Iterable[Group]) -> Iterator[tuple[Hashable, Group]]:
    seen: Counter[Hashable] = Counter()
    for block in blocks:
        name = block.data["id"], block.data["type"]
        seen[name] += 1
        yield (*name, seen[name]), block


def _block_content(block: Group) -> bytes:
    return canonical([block.data["type"], block.data["value"]])


def _content(part: Part) -> Hashable:
    """What makes a part the same as another."""
    return tuple(by_key(leaf) if isinstance(leaf, Words) else canonical(leaf.value) for leaf in leaves(part))


def _words(part: Part) -> frozenset[str]:
    """The words of a part, by which it is told from others in a list."""
    texts = (leaf.words if isinstance(leaf, Words) else leaf.shown for leaf in leaves(part))
    return frozenset(token for text in texts for token in TOKENS.findall(text or ""))


def _told(part: Part) -> tuple[str, int]:
    """A part in words, and how many of these its authors wrote."""
    texts, facts, words = [], [], 0
    for leaf in leaves(part):
        if isinstance(leaf, Fact):
            facts.append(leaf.shown)
        elif leaf.is_passage:
            tokens = list(Tokens(leaf))
            texts.append(spoken(tokens))
            words += count(tokens)
    name = part.name if isinstance(part, Group) else ""
    return name or " ".join(filter(None, texts)) or ", ".join(filter(None, facts)), words


def _marked(part: Part, mark: Mark, change: int) -> Any:
    """A part with all its words marked."""
    match part:
        case Words() if not part.is_empty:
            return whole(part, mark, change)
        case Group():
            named = {name: _marked(child, mark, change) for name, child in part.children.items()}
            return replace(part, children=named)
        case Items():
            return replace(part, children=[_marked(child, mark, change) for child in part.children])
    return part


def _put_back(part: Any) -> list[Any]:
    """What is gone from a list, for the merged one: nothing, where it has no words that can be shown as gone."""
    return [part] if any(isinstance(leaf, Edited) for leaf in leaves(part)) else []
