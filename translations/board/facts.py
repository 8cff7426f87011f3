"""What the rest of the product says of translations: how they stand to their source, and which pages are fallbacks."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from ledger.models import Edition

BEHIND, WITHDRAWN = "behind", "withdrawn"


class Made(NamedTuple):
    """The signed copy that a translation was made from: of which subject, and until when it was brought up to date."""

    source: str
    at: datetime


class Lineage(NamedTuple):
    """How a translation stands to its source: ``current``, ``behind`` or ``withdrawn``, and since when.

    ``made_from`` is the digest of the copy it was made from, ``newest`` of the one it would have to be true to.
    """

    status: str
    since: datetime | None
    made_from: str
    newest: str


def lineages(made: Mapping[str, Made]) -> dict[str, Lineage]:
    """How some translations stand, by their subjects. One query; those of which nothing is known are left out."""
    editions: defaultdict[str, list[Edition]] = defaultdict(list)
    found = Edition.objects.filter(subject__in={each.source for each in made.values()}).order_by("pk")
    for edition in found.only("subject", "copy", "released_at"):
        editions[edition.subject].append(edition)
    lineages = {}
    for subject, (source, at) in made.items():
        before = [edition for edition in editions[source] if edition.released_at <= at]
        later = editions[source][len(before) :]
        if before and later and later[-1].digest != before[-1].digest:
            lineages[subject] = Lineage(BEHIND, later[0].released_at, before[-1].digest, later[-1].digest)
    return lineages


def fallbacks(subjects: Iterable[str]) -> dict[str, datetime]:
    """Those of some subjects that are shown in the language of their source on purpose, and since when."""
    return {}
