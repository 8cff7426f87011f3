"""Which segment something is about that was said of a place in a copy."""

from collections import defaultdict

from wagtail_localize.models import StringSegment, Translation

from review.passages import of_block
from review.words import plain
from translations.editor.notes import Segments
from translations.segments import items_of, place_of


class Whereabouts:
    """The segments of a translation by the places where they stand."""

    def __init__(self, translation: Translation, segments: Segments):
        items = items_of(translation.source)
        self._at: defaultdict[str, list[StringSegment]] = defaultdict(list)
        self._in: defaultdict[str, list[StringSegment]] = defaultdict(list)
        for segment in segments:
            place = place_of(segment.context.path, items)
            self._at[place].append(segment)
            self._in[of_block(place)].append(segment)

    def segment(self, place: str, words: str) -> StringSegment | None:
        """The segment in which some words of the target stand at a place.

        Rich text is one passage of the copy and a segment for each paragraph. Where the words are not found it is the
        first there, else the first of the block; None where nothing is translated.
        """
        here = self._here(place)
        # Long excerpts were cut.
        wanted = _squeezed(words).removesuffix("…")
        return next((segment for segment in here if wanted in _shown(segment)), here[0] if here else None)

    def holds(self, place: str, words: str) -> bool:
        """Whether some words of the target stand at a place, in one paragraph or across several."""
        return _squeezed(words) in "".join(_shown(segment) for segment in self._here(place))

    def _here(self, place: str) -> list[StringSegment]:
        return self._at.get(place) or self._in.get(of_block(place)) or []


def _shown(segment: StringSegment) -> str:
    """The words of a segment in the target, where those of the source stand in for what is not translated."""
    return _squeezed(plain(segment.translation or segment.string.data))


def _squeezed(words: str) -> str:
    return "".join(words.split())
