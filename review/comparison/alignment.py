"""What in one sequence answers to what in another: the ground of every comparison."""

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeVar

T = TypeVar("T")
Pair = tuple[int | None, int | None]
"""The positions of what answers to each other; None on the side where nothing does."""

MOST_PAIRS = 10_000
"""Beyond so many possible pairs they are taken in order, lest a text made to be slow were slow."""
ANY_PAIR = 0.01
"""What a pair without anything in common is worth: more than none, less than any likeness."""


def align(
    before: Sequence[T], after: Sequence[T], content: Callable[[T], Hashable], words: Callable[[T], frozenset[str]]
) -> Iterator[tuple[T | None, T | None]]:
    """What answers to each other, in an order in which both sequences keep theirs; None where nothing does.

    Items of the same ``content`` are paired first, so that one more at the top changes nothing below it; then, between
    those, the items that have most ``words`` in common.
    """
    for is_same, from_b, to_b, from_a, to_a in opcodes([*map(content, before)], [*map(content, after)]):
        old, new = before[from_b:to_b], after[from_a:to_a]
        if is_same:
            yield from zip(old, new, strict=True)
        else:
            for i, j in _alike([*map(words, old)], [*map(words, new)]):
                yield None if i is None else old[i], None if j is None else new[j]


def opcodes(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[tuple[bool, int, int, int, int]]:
    """The stretches of two sequences, in order: whether it is the same in both, and from where to where in each.

    What both begin and end with is set aside first: texts mostly differ in a few places.
    """
    least = min(len(before), len(after))
    head = next((index for index in range(least) if before[index] != after[index]), least)
    tail = next((index for index in range(least - head) if before[~index] != after[~index]), least - head)
    to_b, to_a = len(before) - tail, len(after) - tail
    matcher = SequenceMatcher(None, before[head:to_b], after[head:to_a])
    found = [(True, 0, head, 0, head)] if head else []
    for tag, from_b, until_b, from_a, until_a in matcher.get_opcodes():
        found.append((tag == "equal", head + from_b, head + until_b, head + from_a, head + until_a))
    return found + ([(True, to_b, len(before), to_a, len(after))] if tail else [])


def in_place(before: Sequence[Hashable], after: Sequence[Hashable]) -> tuple[list[Hashable], set[Hashable]]:
    """The items of two sequences without repetitions in one order, and those of both that moved.

    The order is that of ``after``; what is gone follows the item that it followed before. As few as possible moved:
    all that are not in the longest run that stands in the same order in both.
    """
    position = {item: index for index, item in enumerate(before)}
    common = [item for item in after if item in position]
    kept = {common[index] for index in _longest_rise([position[item] for item in common])}
    there = set(common)
    gone: dict[Hashable | None, list[Hashable]] = {None: []}
    last: Hashable | None = None
    for item in before:
        if item in kept:
            last = item
            gone[last] = []
        elif item not in there:
            gone[last].append(item)
    order = list(gone[None])
    for item in after:
        order += [item, *gone.get(item, [])]
    return order, there - kept


def _alike(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]) -> list[Pair]:
    """The pairing in order with the most in common, by the usual table of the best that is left from each position."""
    if len(before) * len(after) > MOST_PAIRS:
        return _in_order(len(before), len(after), 0, 0)
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            paired = best[i + 1][j + 1] + ANY_PAIR + likeness(before[i], after[j])
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(before) and j < len(after):
        if best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        elif best[i][j] == best[i][j + 1]:
            pairs.append((None, j))
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs + _in_order(len(before), len(after), i, j)


def likeness(some: frozenset[str], others: frozenset[str]) -> float:
    """How much two sets of words have in common: 1 for the same, 0 for nothing."""
    return 2 * len(some & others) / ((len(some) + len(others)) or 1)


def _in_order(before: int, after: int, i: int, j: int) -> list[Pair]:
    """The pairs of what comes from two positions on, taken as it comes; then what is left on either side."""
    both = min(before - i, after - j)
    pairs: list[Pair] = [(i + step, j + step) for step in range(both)]
    return (
        pairs + [(left, None) for left in range(i + both, before)] + [(None, left) for left in range(j + both, after)]
    )


def _longest_rise(numbers: list[int]) -> list[int]:
    """The positions of a longest rising subsequence (patience sorting)."""
    ends: list[int] = []
    at: list[int] = []
    previous: list[int | None] = []
    for index, number in enumerate(numbers):
        pile = bisect_left(ends, number)
        previous.append(at[pile - 1] if pile else None)
        if pile == len(ends):
            ends.append(number)
            at.append(index)
        else:
            ends[pile], at[pile] = number, index
    rise: list[int] = []
    step = at[-1] if at else None
    while step is not None:
        rise.append(step)
        step = previous[step]
    return rise[::-1]
