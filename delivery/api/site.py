"""What Wagtail's API does not have: facts about the site, a plain search, and what has changed since."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from wagtail.models import Page

from core.models import ClinicSettings
from delivery.api import pages, parameters
from delivery.api.answers import endpoint, json
from delivery.api.fields import Pages, fields_of
from delivery.api.filters import ordered, select
from ledger.models import Change
from public import state
from public.models import PublicPage
from public.query import public_pages

COMMON = frozenset({"format", "_"})
FACTS = ("name", "phone", "hours", "booking_url", "street_address", "city", "region", "postal_code")


@endpoint
def site(request: HttpRequest) -> HttpResponse:
    """``site/``: the clinic, its locales with their home pages, and the generation of what is public."""
    parameters.check(request, COMMON)
    held = state.for_request(request)
    found = held.site_for(request)
    homes: dict[str, PublicPage] = {}
    if found:
        homes = {page.locale: page for page in public_pages(request).filter(path__in=found[1]).defer("text")}
        clinic = ClinicSettings.objects.filter(site=found[0]).first() or ClinicSettings()
    else:
        clinic = ClinicSettings()
    return json(
        {
            "name": clinic.name,
            "clinic": {name: getattr(clinic, name) for name in FACTS} | {"phone_uri": clinic.phone_uri},
            "default_locale": settings.LANGUAGE_CODE,
            "locales": [_locale(code, homes.get(code)) for code, _ in settings.WAGTAIL_CONTENT_LANGUAGES],
            "generation": held.generation,
        }
    )


@endpoint
def search(request: HttpRequest) -> HttpResponse:
    """``search/``: the pages that hold the words of ``q``, most relevant first, with the default fields of a list."""
    query = request.GET.copy()
    query["search"] = query.pop("q", [""])[-1]
    request.GET = query  # type: ignore[assignment]
    found, _ = select(request)
    fields = fields_of(Pages, Page, "search_description", detail=False)
    total, shown = parameters.cut(request, pages.loaded(ordered(request, found, Page), fields))
    return json(parameters.listed(total, pages.items(request, shown, fields)))


@endpoint
def changes(request: HttpRequest) -> HttpResponse:
    """``changes/``: what readers could have noticed since a generation, oldest first.

    A page is named while this reader may see it. One that was withdrawn is named by its subject alone; a change to
    what this reader may not see is passed over.
    """
    parameters.check(request, COMMON | {"since", "limit"})
    since = parameters.number("since", request.GET.get("since", "0"))
    held = state.for_request(request)
    part = parameters.limits(request)
    found = Change.objects.filter(pk__gt=since, pk__lte=held.generation).order_by("pk")
    rows = list(found[: part.stop + 1])
    more = len(rows) > part.stop
    rows = rows[: part.stop]
    visible = public_pages(request).filter(subject__in={row.subject for row in rows}).defer("text")
    by_subject = {page.subject: page for page in visible}
    return json(
        {
            "meta": {
                "generation": held.generation,
                "cursor": (rows[-1].pk if rows else since) if more else max(since, held.generation),
                "more": more,
            },
            "items": [_change(row, by_subject.get(row.subject)) for row in rows if _may_be_told(row, by_subject)],
        }
    )


def _locale(code: str, home: PublicPage | None) -> dict[str, Any]:
    name = translation.get_language_info(code)["name_local"]
    return {"code": code, "name": name, "home": pages.identity(home) if home else None}


def _may_be_told(row: Change, visible: dict[str, PublicPage]) -> bool:
    is_page = row.subject.startswith("page:")
    return not is_page or row.kind == Change.Kind.RETIRED or row.subject in visible


def _change(row: Change, page: PublicPage | None) -> dict[str, Any]:
    return {
        "id": row.pk,
        "kind": row.kind,
        "subject": row.subject or None,
        "at": row.at,
        "page": pages.identity(page) if page else None,
    }
