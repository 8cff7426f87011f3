"""Redirects, as ``wagtail.contrib.redirects`` gives them, to what this reader may see."""

from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import uri_to_iri
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import BaseAPIViewSet
from wagtail.contrib.redirects.models import Redirect

from delivery.api import parameters
from delivery.api.answers import endpoint, json
from delivery.api.fields import fields_of
from delivery.api.represent import narrowed
from public import state
from public.query import public_pages
from public.redirects import without_refused
from public.resolve import absolute


class Redirects(BaseAPIViewSet):
    """The fields of a redirect."""

    model = Redirect
    body_fields = [*BaseAPIViewSet.body_fields, "old_path", "location"]
    listing_default_fields = [*BaseAPIViewSet.listing_default_fields, "old_path", "location"]


COLUMNS = ("id", "old_path")


@endpoint
def listing(request: HttpRequest) -> HttpResponse:
    """``redirects/``: the redirects of the site."""
    total, redirects = parameters.cut(request, _select(request).order_by(*_order(request), "pk"))
    return json(parameters.listed(total, [_item(request, redirect, detail=False) for redirect in redirects]))


@endpoint
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """``redirects/<id>/``: one redirect."""
    redirect = _select(request).filter(pk=pk).first() if pk <= parameters.MOST else None
    if redirect is None:
        raise Http404("No Redirect matches the given query.")
    return json(_item(request, redirect, detail=True))


@endpoint
def find(request: HttpRequest) -> HttpResponse:
    """``redirects/find/``: from an old address (``html_path``) or ``id`` to the detail."""
    asked = request.GET.copy()
    paths = asked.pop("html_path", [])
    request.GET = asked  # type: ignore[assignment]
    found = _select(request)
    if paths:
        old = Redirect.normalise_path(uri_to_iri(paths[-1]))
        # One of the site's own goes before one of all sites.
        redirect = found.filter(old_path=old).order_by(F("site").asc(nulls_last=True)).first()
    else:
        redirect = found.first() if "id" in asked else None
    if redirect is None:
        raise Http404("not found")
    asked.pop("id", None)
    query = f"?{asked.urlencode()}" if asked else ""
    return HttpResponseRedirect(absolute(f"/api/v2/redirects/{redirect.pk}/{query}"))


def _select(request: HttpRequest) -> QuerySet[Redirect]:
    """The redirects of the site whose target is an address elsewhere or a page this reader may see."""
    parameters.check(request, Redirects.known_query_parameters | set(COLUMNS))
    if "search" in request.GET:
        raise BadRequestError("search is not supported here")
    site = state.for_request(request).site_for(request)
    target = public_pages(request).filter(page_id=OuterRef("redirect_page_id"))
    found = Redirect.objects.filter(
        Q(site=None) | Q(site=site[0] if site else None),
        Exists(target) | Q(redirect_page=None) & ~Q(redirect_link=""),
    )
    if "id" in request.GET:
        found = found.filter(pk=parameters.number("id", request.GET["id"]))
    if "old_path" in request.GET:
        found = found.filter(old_path=request.GET["old_path"])
    return without_refused(request, found).annotate(address=Subquery(target.values("address")[:1]))


def _order(request: HttpRequest) -> list[str]:
    names = [name for name in request.GET.get("order", "").split(",") if name]
    for name in names:
        if name.removeprefix("-") not in COLUMNS:
            raise BadRequestError(f"cannot order by '{name}' (unknown field)")
    return names


def _item(request: HttpRequest, redirect: Any, *, detail: bool) -> dict[str, Any]:
    address = redirect.address
    if address and redirect.redirect_page_route_path:
        address = address.rstrip("/") + redirect.redirect_page_route_path
    item = {
        "id": redirect.pk,
        "meta": {
            "type": Redirect._meta.label,
            "detail_url": absolute(f"/api/v2/redirects/{redirect.pk}/"),
        },
        "old_path": redirect.old_path,
        "location": address or redirect.redirect_link,
    }
    return narrowed(item, fields_of(Redirects, Redirect, request.GET.get("fields"), detail=detail))
