"""The search page."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.context import Frame
from core.languages import in_language
from public import languages
from public.lists import PAGE_SIZE
from public.query import listed_pages
from public.readers import reader_of
from search.query import search


class Translation(NamedTuple):
    """The search page in a language of the site."""

    locale: str
    address: str


@in_language
def search_page(request: HttpRequest, language: str) -> HttpResponse:
    """The public pages in a language that hold every word of ``?q=``, most relevant first."""
    query = request.GET.get("q", "").strip()
    pages = listed_pages(request).filter(locale=language)
    found = search(query, pages, whole=reader_of(request).is_verified).only("title", "description", "address")
    homes = languages.in_order(Frame(request).homes)
    context = {
        "query": query,
        "results": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "translations": [
            Translation(home.locale, reverse("search", kwargs={"language": home.locale})) for home in homes
        ],
    }
    return render(request, "pages/search.html", context)
