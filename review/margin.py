"""What stands beside the text on the review page: for each passage its comments, its findings and what it cites."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from review.checks import Finding, Text
from review.comments import Thread
from review.passages import Passage

CITATION = re.compile(r'data-cite="(\d+)"')


@dataclass(frozen=True)
class Note:
    """Everything beside one passage, or about the text as a whole.

    ``references`` are what the passage cites, each as (number, its values in the copy).
    """

    place: str
    passage: Passage | None
    threads: list[Thread] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    references: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    @property
    def has_open(self) -> bool:
        """Whether there is a finding or an open comment, not only what it cites."""
        return bool(self.findings) or any(thread.is_open for thread in self.threads)


@dataclass(frozen=True)
class Margin:
    """The notes in reading order, what is about the whole text first; and comments whose passage is gone."""

    notes: list[Note]
    gone: list[Thread]


def margin(text: Text, passages: Sequence[Passage], threads: Iterable[Thread], findings: Iterable[Finding]) -> Margin:
    """What stands beside a text with these passages."""
    by_place = {passage.place: passage for passage in passages}
    said: defaultdict[str | None, list[Thread]] = defaultdict(list)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    cited = {passage.place: numbers for passage in passages if (numbers := _cited(passage))}
    for thread in threads:
        said[thread.place].append(thread)
    for finding in findings:
        found[finding.place].append(finding)
    places = {place for place in said if place is not None} | found.keys() | cited.keys()
    references = text.copy["references"]
    notes = [
        Note(
            place,
            by_place.get(place),
            said.get(place, []),
            found.get(place, []),
            [(number, references[number - 1]) for number in cited.get(place, ())],
        )
        for place in sorted(places, key=lambda place: (text.rank(place), place))
    ]
    return Margin(notes, said.get(None, []))


def _cited(passage: Passage) -> list[int]:
    """The numbers of what a passage cites, each once, in order."""
    numbers = CITATION.findall(passage.words) if passage.rich else []
    return [int(number) for number in dict.fromkeys(numbers)]
