"""What the rest of the product says of translations: how they stand to their source, and which pages are fallbacks."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from public.models import PublicPage, PublicUse
from review.lineage import Status, standings
from review.subjects import Subject

BEHIND, WITHDRAWN = Status.BEHIND, Status.WITHDRAWN


class Lineage(NamedTuple):
    """How a translation stands to its source: ``current``, ``behind`` or ``withdrawn``, and since when.

    ``made_from`` is the digest of the copy it was made from, ``newest`` of the one it would have to be true to.
    """

    status: str
    since: datetime | None
    made_from: str
    newest: str


def lineages(subjects: Iterable[str]) -> dict[str, Lineage]:
    """How those of some subjects stand that are not true to their source any more, by subject."""
    return {
        subject: Lineage(standing.status, standing.since, standing.origin.digest, standing.newest)
        for subject, standing in standings(subjects).items()
        if standing.status is not Status.CURRENT
    }


def fallbacks(subjects: Iterable[str]) -> dict[str, datetime]:
    """Those of some subjects that are shown in the language of their source on purpose, and since when."""
    shown = PublicPage.objects.filter(subject__in=list(subjects), stands_in=PublicPage.StandsIn.FALLBACK)
    return dict(shown.values_list("subject", "released_at"))


def held_back(subjects: Iterable[str]) -> dict[str, datetime | None]:
    """Those of some subjects that are not shown since something that stands on them was withdrawn, and since when."""
    uses = PublicUse.objects.filter(page=None, subject__in=list(subjects), key__contains=":")
    uses = uses.exclude(key__startswith="page:")
    names = [(name, f"{key}:{Subject.parse(name).locale}") for name, key in uses.values_list("subject", "key")]
    how = standings({used for _, used in names})
    return {name: how[used].since for name, used in names if used in how and how[used].status is Status.WITHDRAWN}
