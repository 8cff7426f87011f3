"""The projection: one row per public page, made from what stands at its address and its place in the tree.

An address is built from the slugs of the editions of the page and of every page above it, so an unsigned slug never
shows. A page below one that is not public has no address and is not public itself; one below a page that leaves the
public by itself leaves with it.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import CharField, F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from wagtail.models import Page, Site

from ledger import record
from ledger.models import Edition
from public.media import walk
from public.models import PublicPage, PublicUse, WholeText
from public.parts import for_everyone
from public.pictures import Picture
from public.resolve import parse
from public.review_facts import told
from public.richtext import DOCUMENT, words
from public.showing import Shown, showing, subject_of
from review.subjects import ByValue, Subject

logger = logging.getLogger(__name__)

MOST_FIELD = 500
"""The longest text, in characters, that can be filtered and ordered by."""


class AddressTaken(Exception):
    """Another public page already stands at the address a page would have."""


class Place(NamedTuple):
    """Where a page stands, and until when it does; None: until somebody changes something."""

    address: str
    shown_until: datetime | None


def project(page: Page) -> None:
    """Bring a page's row in line with its current edition, and those below it where their places depend on it.

    Raises AddressTaken when the page cannot stand at its address. Call it in a transaction: it waits for whoever else
    changes what is public, and reads only then.
    """
    record.lock()
    page = Page.objects.get(pk=page.pk)
    row = PublicPage.objects.filter(page_id=page.pk, path=page.path).first()
    editions, held_back = showing([page])
    shown = editions.get(page.pk)
    if row and shown:
        place = _place(page, shown, _place_above(page), _home_keys())
        if place and place == Place(row.address, row.shown_until):
            row.delete()
            _note_held_back([page], held_back)
            _write(page, shown, place)
            return
    project_tree(page)


def project_tree(root: Page) -> None:
    """Bring the rows of a page and of all pages below it in line with what stands at their addresses.

    Raises AddressTaken when the page itself cannot stand at its address; the edition of a page below that cannot is
    retired, so that no two editions ever claim one address. Call it in a transaction, as ``project``.
    """
    record.lock()
    root = Page.objects.get(pk=root.pk)
    pages = list(Page.objects.filter(path__startswith=root.path).select_related("locale").order_by("path"))
    shown, held_back = showing(pages)
    _note_held_back(pages, held_back)
    PublicPage.objects.filter(path__startswith=root.path).delete()
    PublicPage.objects.filter(page_id__in=[page.pk for page in pages]).delete()
    places = _place_above(root)
    homes = _home_keys()
    for page in pages:
        place = _place(page, shown[page.pk], places, homes) if page.pk in shown else None
        if place is None:
            continue
        if PublicPage.objects.filter(address=place.address).exists():
            if page.pk == root.pk:
                raise AddressTaken(place.address)
            logger.warning("%s is withdrawn: another page stands at %s.", subject_of(page), place.address)
            record.retire(str(subject_of(page)))
            continue
        places[page.path] = place
        _write(page, shown[page.pk], place)


def _note_held_back(pages: Iterable[Page], held_back: Mapping[int, dict[str, Any]]) -> None:
    """Note what those of some pages refer to that wait for a snippet in them, so that it brings them back."""
    names = {page.pk: str(subject_of(page)) for page in pages}
    PublicUse.objects.filter(page=None, subject__in=names.values()).delete()
    PublicUse.objects.bulk_create(use for pk, copy in held_back.items() for use in _uses(names[pk], None, copy, {}))


def follow_tree() -> None:
    """Give every public page the place its row has in the tree; treebeard shifts the siblings of what moves, too."""
    record.lock()
    moved = PublicPage.objects.exclude(path=F("page__path"))
    # Places are unique, so everybody steps aside before anybody takes another's.
    moved.update(path=Concat(Value("moving "), Cast("pk", CharField())))
    row = Page.objects.filter(pk=OuterRef("page_id"))
    moved.update(path=Subquery(row.values("path")[:1]), depth=Subquery(row.values("depth")[:1]))


def project_snippet(subject: Subject) -> None:
    """Note which files the current edition of a snippet shows."""
    record.lock()
    PublicUse.objects.filter(subject=str(subject)).delete()
    if edition := record.current_edition(str(subject)):
        PublicUse.objects.bulk_create(_media(str(subject), None, parse(edition.copy.payload)))


@transaction.atomic
def rebuild() -> int:
    """Make the whole projection anew from the ledger; the number of public pages."""
    record.lock()
    PublicUse.objects.all().delete()
    PublicPage.objects.all().delete()
    for root in Page.objects.filter(depth=2).order_by("path"):
        project_tree(root)
    for edition in Edition.objects.filter(retired_at__isnull=True).exclude(subject__startswith="page:"):
        project_snippet(Subject.parse(edition.subject))
    return PublicPage.objects.count()


def _home_keys() -> set[str]:
    """The translation key of the site's home page; a home page in another locale is a translation of it."""
    sites = Site.objects.filter(is_default_site=True)
    return {str(key) for key in sites.values_list("root_page__translation_key", flat=True)}


def _place_above(page: Page) -> dict[str, Place]:
    """The place of the public page above a page, by its path; empty when there is none."""
    above = PublicPage.objects.filter(path=page.path[: -Page.steplen])
    return {path: Place(*place) for path, *place in above.values_list("path", "address", "shown_until")}


def _place(page: Page, shown: Shown, places: dict[str, Place], homes: set[str]) -> Place | None:
    """Where a page stands below the pages that have ``places``; None when it is below none of them."""
    policy = apps.get_model(shown.copy["meta"]["type"]).review_policy
    shown_until = policy.shown_until(shown.edition.clearance.until)
    if str(page.translation_key) in homes:
        return Place(f"/{page.locale.language_code}/", shown_until)
    parent = places.get(page.path[: -Page.steplen])
    if parent is None:
        return None
    ends = [moment for moment in (shown_until, parent.shown_until) if moment]
    return Place(f"{parent.address}{shown.slug}/", min(ends, default=None))


def _write(page: Page, shown: Shown, place: Place) -> None:
    edition, whole, copy = shown.edition, shown.copy, for_everyone(shown.copy)
    model = apps.get_model(copy["meta"]["type"])
    subject = str(subject_of(page))
    first = Edition.objects.filter(subject=edition.subject).aggregate(at=Min("released_at"))["at"]
    ids = _snippet_ids(whole)
    public = PublicPage.objects.create(
        page_id=page.pk,
        subject=subject,
        edition=edition,
        translation_key=page.translation_key,
        locale=page.locale.language_code,
        type=copy["meta"]["type"],
        path=page.path,
        depth=page.depth,
        stands_in=shown.stands_in,
        source_id=shown.source_id,
        translation=told(shown.standing),
        address=place.address,
        shown_until=place.shown_until,
        slug=shown.slug,
        title=copy["title"],
        description=copy["meta"].get("search_description", ""),
        first_released_at=first,
        released_at=edition.released_at,
        fields=_fields(copy),
        listing={name: copy[name] for name in model.listing_fields},
        ids=ids,
        text=words(copy),
    )
    if copy is not whole:
        WholeText.objects.create(page=public, title=public.title, description=public.description, text=words(whole))
    everybodys = {(use.field, use.key) for use in _all_uses(subject, public, copy, ids)}
    uses = _all_uses(subject, public, whole, ids)
    for use in uses:
        use.for_practitioners = (use.field, use.key) not in everybodys
    PublicUse.objects.bulk_create(uses)


def _fields(copy: dict[str, Any]) -> dict[str, Any]:
    """The plain values of a copy."""
    return {
        name: value
        for name, value in {**copy, "seo_title": copy["meta"].get("seo_title", "")}.items()
        if isinstance(value, bool | int | float) or (isinstance(value, str) and len(value) <= MOST_FIELD)
    }


def _snippet_ids(copy: dict[str, Any]) -> dict[str, int]:
    """The primary keys of the translatable snippets that stand in a copy by value, by translation key."""
    keys: dict[str, set[str]] = {}
    for part in walk({name: value for name, value in copy.items() if name != "references"}):
        if "key" in part and "type" in part:
            keys.setdefault(part["type"], set()).add(part["key"])
    ids: dict[str, int] = {}
    for label, found in keys.items():
        model = apps.get_model(label)
        if issubclass(model, ByValue):
            rows = model._default_manager.filter(
                translation_key__in=found, locale__language_code=copy["meta"]["locale"]
            )
            ids |= {str(key): pk for key, pk in rows.values_list("translation_key", "pk")}
    return ids


def _uses(subject: str, public: PublicPage | None, copy: dict[str, Any], ids: dict[str, int]) -> list[PublicUse]:
    """What each field of a copy refers to, pages and snippets alike; nested lists count as their field."""
    uses = {}
    for name, value in copy.items():
        if name == "meta":
            continue
        for part in walk(value):
            key = part.get("ref") or (part.get("key") if "type" in part else None)
            if isinstance(key, str):
                uses[name, key] = PublicUse(
                    subject=subject,
                    page=public,
                    field=name,
                    key=key,
                    label=part.get("name", ""),
                    object_id=ids.get(key),
                )
            elif name == "languages" and "language" in part:
                code = part["language"]
                uses[name, code] = PublicUse(subject=subject, page=public, field=name, key=code, label=code)
    return list(uses.values())


def _all_uses(subject: str, public: PublicPage, copy: dict[str, Any], ids: dict[str, int]) -> list[PublicUse]:
    return _uses(subject, public, copy, ids) + _media(subject, public, copy)


def files_of(copy: dict[str, Any]) -> tuple[list[Picture], set[str]]:
    """The pictures a copy shows, by value, and the digests of its documents."""
    pictures: list[Picture] = []
    documents: set[str] = set()
    for part in walk(copy):
        if "image" in part and "width" in part:
            pictures.append(part)
        if "document" in part and "extension" in part:
            documents.add(part["document"])
        for value in part.values():
            if isinstance(value, str) and "data-document" in value:
                documents |= {match[1] for match in DOCUMENT.finditer(value)}
            elif isinstance(value, list):
                documents |= {
                    match[1]
                    for item in value
                    if isinstance(item, str) and "data-document" in item
                    for match in DOCUMENT.finditer(item)
                }
    return pictures, documents


def _media(subject: str, public: PublicPage | None, copy: dict[str, Any]) -> list[PublicUse]:
    pictures, documents = files_of(copy)
    return [
        PublicUse(subject=subject, page=public, field=field, key=digest)
        for field, digests in zip(PublicUse.MEDIA, ({one["image"] for one in pictures}, documents), strict=True)
        for digest in sorted(digests)
    ]
