"""What every reader's request needs and hardly ever changes, held in the process for one generation.

The generation is the highest id of the ledger's changes. Anything held here is covered by a database trigger that
writes a change (public/triggers.py), so a process never answers from what another one has replaced. Only time writes no
change: what is held is read again once the next clearance has ended.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from ledger.record import current, generation, next_end
from public.readers import Reader, reader_of
from public.review_facts import review_of
from review.subjects import Subject, kinds

SLACK = timedelta(seconds=5)
"""How far apart the clocks of the database and of the processes may be. For so long after a clearance has ended nothing
is held or kept, since one clock may say that it has and another that it has not."""
FRESH_UNTIL = "keta.fresh_until"
"""Where the environment of a request says until when its answer may be kept, a datetime or None (public/cache.py)."""


@dataclass(frozen=True)
class State:
    """Restrictions as (tree path, restriction), and each site with the tree paths of its locales' home pages.

    ``fresh_until`` is when the next clearance of anything public ends; None when none will.
    """

    generation: int
    restrictions: tuple[tuple[str, PageViewRestriction], ...]
    sites: tuple[tuple[Site, tuple[str, ...]], ...]
    fresh_until: datetime | None

    @cached_property
    def snippets(self) -> dict[str, dict[str, Any]]:
        """The current copy of every snippet, by subject, with the primary key of its row as ``id`` and its ``review``.

        One query and one for each kind of snippet, at the first need of a generation; there are few snippets.
        """
        editions = {edition.subject: edition for edition in current().exclude(subject__startswith="page:")}
        names = [Subject.parse(subject) for subject in editions]
        ids: dict[str, int] = {}
        for kind, model in kinds().items():
            keys = [name.translation_key for name in names if name.kind == kind]
            rows = model.objects.filter(translation_key__in=keys).order_by()
            for key, locale, pk in rows.values_list("translation_key", "locale__language_code", "pk"):
                ids[str(Subject(kind, str(key), locale))] = pk
        return {
            subject: {**orjson.loads(edition.copy.payload), "id": ids.get(subject), "review": review_of(edition)}
            for subject, edition in editions.items()
        }

    def refused_paths(self, request: HttpRequest) -> list[str]:
        """The tree paths whose pages this reader may not see; found once a request (public/readers.py)."""
        kept: tuple[State, Reader, list[str]] | None = getattr(request, "_public_refused", None)
        reader = reader_of(request)
        if kept is None or kept[0] is not self or kept[1] is not reader:
            refused = [path for path, restriction in self.restrictions if not reader.accepts(restriction)]
            kept = request._public_refused = (self, reader, refused)
        return kept[2]

    @cached_property
    def restricted_paths(self) -> tuple[str, ...]:
        """The tree paths at and below which some readers may see nothing."""
        return tuple(sorted({path for path, _ in self.restrictions}))

    def is_restricted(self, path: str) -> bool:
        """Whether some readers may not see the page at this tree path."""
        return any(path.startswith(restricted) for restricted, _ in self.restrictions)

    def site_for(self, request: HttpRequest) -> tuple[Site, tuple[str, ...]] | None:
        """The site asked for: by name, by host and port, or the default one (wagtail/models/sites.py)."""
        if named := getattr(request, "_public_site", None):
            return next((found for found in self.sites if found[0] == named), None)
        host, _, port = request.get_host().partition(":")
        default = None
        for site, roots in self.sites:
            if site.hostname == host and str(site.port) == (port or str(site.port)):
                return site, roots
            if site.is_default_site:
                default = site, roots
        return default


_held: State | None = None


def present() -> State:
    """The state of the present generation: one query, and four more in the first request of a generation."""
    global _held
    number = generation()
    held = _held
    if held is None or held.generation != number or (held.fresh_until and held.fresh_until <= timezone.now()):
        held = _held = _read(number)
    return held


def for_request(request: HttpRequest) -> State:
    """The state this request began with; its answer is kept no longer than this holds."""
    if not hasattr(request, "_public_state"):
        request._public_state = present()
        request.META[FRESH_UNTIL] = request._public_state.fresh_until
    return request._public_state


def ask_for_site(request: HttpRequest, site: Site) -> None:
    """Let this request be about a site, whichever host it came to."""
    request._public_site = site


def forget() -> None:
    """Drop what is held; for tests, whose rolled-back transactions can use a generation twice."""
    global _held
    _held = None


def _read(number: int) -> State:
    restrictions = PageViewRestriction.objects.select_related("page").prefetch_related("groups")
    sites = list(Site.objects.select_related("root_page"))
    keys = {site.root_page.translation_key for site in sites}
    homes = list(Page.objects.filter(translation_key__in=keys).values_list("translation_key", "path"))
    return State(
        generation=number,
        restrictions=tuple((restriction.page.path, restriction) for restriction in restrictions),
        sites=tuple(
            (site, tuple(path for key, path in homes if key == site.root_page.translation_key)) for site in sites
        ),
        fresh_until=next_end(after=timezone.now() - SLACK),
    )
