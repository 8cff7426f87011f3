"""The search page."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.context import Frame
from core.languages import in_language
from public import languages
from public.lists import PAGE_SIZE
from public.models import PublicPage
from public.query import listed_pages
from public.readers import reader_of
from search.query import search

MOST_DIGITS = 18
"""Digits of an id that every database can look up."""


class Translation(NamedTuple):
    """The search page in a language of the site."""

    locale: str
    address: str


@in_language
def search_page(request: HttpRequest, language: str) -> HttpResponse:
    """The public pages in a language that hold every word of ``?q=``, most relevant first.

    ``?in=`` is the id of a page: then those below it alone. A page that this reader may not see narrows nothing.
    """
    query = request.GET.get("q", "").strip()
    among = listed_pages(request).filter(locale=language)
    within = _page(among, request.GET.get("in", ""))
    if within:
        among = among.filter(path__startswith=within.path, depth__gt=within.depth)
    found = search(query, among, whole=reader_of(request).is_verified).only("title", "description", "address")
    homes = languages.in_order(Frame(request).homes)
    context = {
        "query": query,
        "within": within,
        "results": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "translations": [
            Translation(home.locale, reverse("search", kwargs={"language": home.locale})) for home in homes
        ],
    }
    return render(request, "pages/search.html", context)


def _page(among: QuerySet[PublicPage], asked: str) -> PublicPage | None:
    """One of some pages by its id as somebody wrote it."""
    is_id = asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS
    return among.filter(page_id=int(asked)).only("title", "address", "path", "depth").first() if is_id else None
