"""Images and documents: those that a current edition shows, as the signed copy describes them.

The library's rows are never read: what happens there is signed by nobody.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Min, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet

from delivery.api import parameters
from delivery.api.answers import endpoint, json
from delivery.api.fields import Images, fields_of
from delivery.api.represent import FILE_ID_DIGITS, document, image, narrowed
from ledger.record import current_editions
from public.media import uses_on, walk
from public.models import PublicPage, PublicUse
from public.parts import for_reader
from public.query import public_pages
from public.readers import reader_of
from public.resolve import absolute
from public.richtext import document_links

Kind = type[BaseAPIViewSet]
ORDERS = {"id": "key", "-id": "-key", "random": "?"}


@endpoint
def listing(request: HttpRequest, kind: Kind) -> HttpResponse:
    """``images/`` and ``documents/``: the files asked for, by id."""
    order = request.GET.get("order") or "id"
    if order not in ORDERS:
        raise BadRequestError(f"cannot order by '{order}' (unknown field)")
    if order == "random" and "offset" in request.GET:
        raise BadRequestError("random ordering with offset is not supported")
    total, rows = parameters.cut(request, _select(request, kind).order_by(ORDERS[order]))
    return json(parameters.listed(total, _items(request, kind, rows, detail=False)))


@endpoint
def detail(request: HttpRequest, kind: Kind, pk: int) -> HttpResponse:
    """``images/<id>/`` and ``documents/<id>/``: one file."""
    rows = list(_select(request, kind).filter(_is(pk)))
    items = _items(request, kind, rows, detail=True)
    if not items:
        raise Http404(f"No {kind.model.__name__} matches the given query.")
    return json(items[0])


@endpoint
def find(request: HttpRequest, kind: Kind) -> HttpResponse:
    """``images/find/`` and ``documents/find/``: from an ``id`` to the detail."""
    if "id" not in request.GET or not _select(request, kind).exists():
        raise Http404("not found")
    asked = request.GET.copy()
    pk = parameters.number("id", asked.pop("id")[-1])
    query = f"?{asked.urlencode()}" if asked else ""
    return HttpResponseRedirect(absolute(f"/api/v2/{kind.name}/{pk}/{query}"))


def _select(request: HttpRequest, kind: Kind) -> QuerySet:
    """The (digest, page, subject) of the files that are shown where this reader may look: the oldest page of each, and
    a subject for those that stand on none.
    """
    parameters.check(request, kind.known_query_parameters | {"id"})
    if "search" in request.GET:
        raise BadRequestError("search is not supported here")
    field = PublicUse.IMAGE if kind is Images else PublicUse.DOCUMENT
    found = uses_on(public_pages(request), reader_of(request).is_verified).filter(field=field)
    if "id" in request.GET:
        found = found.filter(_is(parameters.number("id", request.GET["id"])))
    return found.values_list("key").annotate(Min("page_id"), Min("subject"))


def _is(pk: int) -> Q:
    """The condition that a file has an id; see ``represent.file_id``."""
    return Q(key__startswith=f"{pk:0{FILE_ID_DIGITS}x}") if pk < 16**FILE_ID_DIGITS else Q(pk__in=[])


def _items(request: HttpRequest, kind: Kind, rows: list, *, detail: bool) -> list[dict[str, Any]]:
    """Each file as the current edition of its subject describes it; without those withdrawn since they were chosen."""
    fields = fields_of(kind, kind.model, request.GET.get("fields"), detail=detail)
    on_pages = PublicPage.objects.filter(pk__in={page for _, page, _ in rows if page})
    subjects = dict(on_pages.values_list("pk", "subject"))
    shown_by = {digest: subjects.get(page, subject) for digest, page, subject in rows}
    editions = current_editions(set(shown_by.values()))
    form = image if kind is Images else document
    items = []
    for digest, subject in shown_by.items():
        edition = editions.get(subject)
        described = dict(_described(kind, for_reader(request, edition.copy.payload))) if edition else {}
        if digest in described:
            items.append(narrowed(form(described[digest]), fields))
    return items


def _described(kind: Kind, copy: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """What a copy says about the pictures or documents it shows, by digest."""
    for part in walk(copy):
        if kind is Images and "image" in part and "width" in part:
            yield part["image"], part
        elif kind is not Images:
            if "document" in part and "extension" in part:
                yield part["document"], part
            for value in part.values():
                for text in value if isinstance(value, list) else [value]:
                    if isinstance(text, str):
                        yield from ((link["document"], link) for link in document_links(text))
