"""What is known of the segments of a translation. Each source of knowledge registers what it has to say."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wagtail_localize.models import StringSegment, Translation


@dataclass(frozen=True)
class Note:
    """Something that stands at a segment.

    ``kind`` names it to style sheets (a CSS identifier), ``label`` to people; ``words`` is what it says. With
    ``insert``, words of the target that are one click away, ``words`` are those of the source which they translate.
    """

    kind: str
    label: str
    words: str = ""
    insert: str = ""


class Suggestion(Protocol):
    """A translation of similar words: ``score`` is 100 for the same words, ``origin`` says to people whose it is.

    ``caution`` says what may make it dangerous here; empty where there is nothing.
    """

    @property
    def words(self) -> str: ...
    @property
    def score(self) -> int: ...
    @property
    def origin(self) -> str: ...
    @property
    def caution(self) -> str: ...


Segments = Sequence[StringSegment]
"""Segments of one source in reading order, with ``string`` and ``context``, and as ``translation`` the words of the
target so far, or None."""
NotesProvider = Callable[[Translation, Segments], dict[int, list[Note]]]
SimilarProvider = Callable[[Translation, StringSegment], Iterable[Suggestion]]

_notes: list[NotesProvider] = []
_similar: list[SimilarProvider] = []


def register_notes(provider: NotesProvider) -> NotesProvider:
    """Register what knows something about segments, by their ids; it asks the database the same whatever their number.

    What is registered first is told first.
    """
    _notes.append(provider)
    return provider


def register_similar(provider: SimilarProvider) -> SimilarProvider:
    """Register what knows translations of similar words; it is asked for one segment, when a translator wants them."""
    _similar.append(provider)
    return provider


def notes_on(translation: Translation, segments: Segments) -> dict[int, list[Note]]:
    """Everything that is known of some segments, by their ids; those of which nothing is known are left out."""
    found: defaultdict[int, list[Note]] = defaultdict(list)
    for provider in _notes:
        for segment_id, notes in provider(translation, segments).items():
            found[segment_id] += notes
    return dict(found)


def similar_to(translation: Translation, segment: StringSegment) -> list[Suggestion]:
    """Translations of words that are similar to those of a segment, the most similar first."""
    found = [suggestion for provider in _similar for suggestion in provider(translation, segment)]
    return sorted(found, key=lambda suggestion: suggestion.score, reverse=True)
