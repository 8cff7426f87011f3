"""What the checks find in a translation as it would be saved, before it is."""

from collections import defaultdict
from dataclasses import dataclass

from wagtail_localize.models import Translation

from review.checks import Finding, run
from translations.editor.notes import Note, Segments
from translations.editor.places import Whereabouts


@dataclass(frozen=True)
class Placed:
    """A finding, and the id of the segment it stands at; None for what no segment holds, such as a picture."""

    finding: Finding
    segment: int | None


def check(translation: Translation, segments: Segments) -> list[Placed]:
    """What the checks find in the draft that saving would make now, in reading order; nothing is saved."""
    draft = translation.source.get_ephemeral_translated_instance(translation.target_locale, fallback=True)
    whereabouts = Whereabouts(translation, segments)
    found = []
    for finding in run(draft):
        segment = whereabouts.segment(finding.place, finding.excerpt)
        found.append(Placed(finding, segment.pk if segment else None))
    return found


def as_notes(found: list[Placed]) -> dict[int, list[Note]]:
    """Findings as what stands at the segments."""
    notes: defaultdict[int, list[Note]] = defaultdict(list)
    for placed in found:
        if placed.segment is not None:
            level = placed.finding.level
            notes[placed.segment].append(Note(f"finding-{level}", str(level.label), placed.finding.message))
    return dict(notes)
