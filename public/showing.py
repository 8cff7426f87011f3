"""Which edition stands at the address of a page.

Its own, as long as that is true enough to what it was translated from. A translation that a grave change of its source
took away gives way to the notice that was signed for its language. Where neither is public, a page that was expressly
said to be a fallback shows the signed text of its source, in the language of that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page

from ledger import record
from ledger.models import Edition
from public.models import Fallback, PublicPage
from public.resolve import parse, refs
from review.lineage import Standing, Status, standings
from review.subjects import Subject

NOTICE = "notice"
"""The kind of the snippets that the withdrawn translations of a language give way to."""


@dataclass(frozen=True)
class Shown:
    """What stands at an address: an edition, its copy, and what of it is not the page's own.

    ``slug`` is the page's part of the address, always from a signed copy; ``source_id`` the page whose text a fallback
    shows; ``standing`` how a translation stands.
    """

    edition: Edition
    copy: dict[str, Any]
    slug: str
    stands_in: str = PublicPage.StandsIn.NOTHING
    source_id: int | None = None
    standing: Standing | None = None


@dataclass
class Own:
    """The pages that show their own edition, by primary key, and the standings of those whose edition was taken away.

    ``held_back`` are the copies of pages that would be shown but for a snippet in them that was taken away.
    """

    shown: dict[int, Shown] = field(default_factory=dict)
    withdrawn: dict[int, Standing | None] = field(default_factory=dict)
    held_back: dict[int, dict[str, Any]] = field(default_factory=dict)


def subject_of(page: Page) -> Subject:
    """The subject of a page's row, whatever its type."""
    return Subject("page", str(page.translation_key), page.locale.language_code)


def showing(pages: Sequence[Page]) -> tuple[Mapping[int, Shown], Mapping[int, dict[str, Any]]]:
    """What stands at the addresses of some pages, and the copies that are held back, by primary key.

    The same number of queries for many pages as for one.
    """
    own = own_editions(pages)
    others = [page for page in pages if page.pk not in own.shown]
    fallbacks = _fallbacks(others)
    return {**fallbacks, **_notices(others, own.withdrawn), **own.shown}, own.held_back


def own_editions(pages: Sequence[Page]) -> Own:
    """Which of some pages show their own edition."""
    names = {page.pk: str(subject_of(page)) for page in pages}
    editions = record.current_editions(names.values())
    copies = {name: parse(edition.copy.payload) for name, edition in editions.items()}
    how = standings(names.values())
    lacking = _lacking(copies)
    own = Own()
    for pk, name in names.items():
        standing = how.get(name)
        if standing and standing.status is Status.WITHDRAWN:
            own.withdrawn[pk] = standing
        elif name in lacking:
            own.withdrawn[pk], own.held_back[pk] = standing, copies[name]
        elif name in copies:
            own.shown[pk] = Shown(editions[name], copies[name], copies[name]["meta"]["slug"], standing=standing)
    return own


def _lacking(copies: Mapping[str, dict[str, Any]]) -> set[str]:
    """The subjects of those copies in which a snippet stands that was taken away in their language."""
    used = {
        name: {f"{ref}:{copy['meta']['locale']}" for ref in refs(copy) if not ref.startswith("page:")}
        for name, copy in copies.items()
    }
    how = standings(set().union(*used.values()))
    gone = {name for name, standing in how.items() if standing.status is Status.WITHDRAWN}
    return {name for name, snippets in used.items() if snippets & gone}


def _notices(pages: Iterable[Page], withdrawn: Mapping[int, Standing | None]) -> dict[int, Shown]:
    """The notices of their languages, for pages whose own edition was taken away."""
    pages = [page for page in pages if page.pk in withdrawn]
    if not pages:
        return {}
    notices = {Subject.parse(edition.subject).locale: edition for edition in record.current_of_kind(NOTICE)}
    last = record.last_editions(str(subject_of(page)) for page in pages)
    prefetch_related_objects(list(last.values()), "copy")
    found = {}
    for page in pages:
        name = subject_of(page)
        if notice := notices.get(name.locale):
            slug = parse(last[str(name)].copy.payload)["meta"]["slug"]
            copy = parse(notice.copy.payload)
            stands_in = PublicPage.StandsIn.NOTICE
            found[page.pk] = Shown(notice, copy, slug, stands_in, standing=withdrawn[page.pk])
    return found


def _fallbacks(pages: Iterable[Page]) -> dict[int, Shown]:
    """The signed texts of their sources, for pages that were expressly said to be fallbacks."""
    rows = Fallback.objects.filter(page__in=list(pages)).select_related("source__locale")
    sources = {fallback.page_id: fallback.source for fallback in rows}
    if not sources:
        return {}
    own = own_editions(list({source.pk: source for source in sources.values()}.values())).shown
    stands_in = PublicPage.StandsIn.FALLBACK
    return {
        pk: replace(own[source.pk], stands_in=stands_in, source_id=source.pk, standing=None)
        for pk, source in sources.items()
        if source.pk in own
    }
