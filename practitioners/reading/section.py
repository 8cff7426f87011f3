"""The entrance of the section: its resources, what is new among them, and what waits for an acknowledgement."""

from typing import Any

from django.core.paginator import Page as PaginatorPage
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _

from practitioners.models.kinds import ResourceKind
from practitioners.reading.acknowledging import RESOURCE, with_waiting
from practitioners.reading.visits import last_visit, with_news
from public.lists import children, chosen_from, options_for, paged, using
from public.models import PublicPage
from public.readers import reader_of
from public.resolve import resolve_listings

WAITING, NEWS = "waiting", "new"
REFERRAL = "practitioners.ReferralPage"
"""Stands above the list of resources: how to refer a patient."""


def section_context(request: HttpRequest, public: PublicPage | None) -> dict[str, Any]:
    """What the section shows this reader; ``?kind=``, ``?treatments=``, ``?show=`` and ``?page=`` say which part.

    What waits for an acknowledgement comes first, then all is in the editors' order. Only practitioners visit and
    acknowledge: administrators see the same resources, without marks.
    """
    if public is None:
        return {"children": []}
    is_practitioner = reader_of(request).is_practitioner
    since = last_visit(request.user) if is_practitioner else None
    pages = children(request, public)
    found = with_news(with_waiting(request, pages.filter(type=RESOURCE)), since)
    options = {
        "kind": _kinds(found),
        **options_for(request, public, ("treatments",)),
        "show": _standings() if is_practitioner else [],
    }
    filters = {field: chosen_from(request, field, choices) for field, choices in options.items()}
    return {
        "children": _listed(request, _matching(found, filters)),
        "referral": pages.filter(type=REFERRAL).order_by("path").only("title", "address").first(),
        "options": options,
        "filters": filters,
        "is_filtered": any(filters.values()),
        "since": since,
        **found.aggregate(waiting=Count("pk", filter=Q(waits=True)), newer=Count("pk", filter=~Q(news=""))),
    }


def resources(request: HttpRequest, found: list[PublicPage]) -> list[dict[str, Any]]:
    """The short forms of resources, each with when it was first released, and its marks where they were asked for."""
    forms = resolve_listings(request, found)
    return [
        {
            **form,
            "released_at": public.first_released_at,
            "waits": getattr(public, "waits", False),
            "news": getattr(public, "news", ""),
        }
        for form, public in zip(forms, found, strict=True)
    ]


def _kinds(found: QuerySet[PublicPage]) -> list[tuple[str, str]]:
    """The kinds there are, as they follow one another."""
    present = set(found.order_by().values_list("fields__kind", flat=True).distinct())
    return [(kind.value, str(kind.label)) for kind in ResourceKind if kind in present]


def _standings() -> list[tuple[str, str]]:
    """What a practitioner can narrow the list to by how they stand to its resources."""
    return [(WAITING, _("Waiting for my acknowledgement")), (NEWS, _("New since my last visit"))]


def _matching(found: QuerySet[PublicPage], filters: dict[str, str]) -> QuerySet[PublicPage]:
    found = using(found, {"treatments": filters["treatments"]})
    if filters["kind"]:
        found = found.filter(fields__kind=filters["kind"])
    if filters["show"] == WAITING:
        return found.filter(waits=True)
    if filters["show"] == NEWS:
        return found.exclude(news="")
    return found


def _listed(request: HttpRequest, found: QuerySet[PublicPage]) -> PaginatorPage[Any]:
    page = paged(request, found.order_by("-waits", "path"))
    page.object_list = resources(request, list(page.object_list))
    return page
