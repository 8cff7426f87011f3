"""The search page."""

from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from core.context import Frame
from core.languages import in_language
from public import languages
from public.lists import PAGE_SIZE
from public.models import PublicPage
from public.query import listed_pages
from public.readers import reader_of
from search import hints
from search.excerpts import Words
from search.query import search, words_of

MOST_DIGITS = 18
"""Digits of an id that every database can look up."""


class Result(NamedTuple):
    """A page that was found, its words as HTML in which those of the query are marked.

    ``excerpt`` is what stands around them in its text; empty where title and description have them all.
    """

    address: str
    title: SafeString
    description: SafeString
    excerpt: SafeString


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
    results = _results(query, among, whole=reader_of(request).is_verified, number=request.GET.get("page"))
    homes = languages.in_order(Frame(request).homes)
    context = {
        "query": query,
        "within": within,
        "results": results,
        "translations": [
            Translation(home.locale, reverse("search", kwargs={"language": home.locale})) for home in homes
        ],
    }
    if not results.paginator.count:
        site = listed_pages(request).filter(locale=language)
        context |= _hints(query, site, whole=reader_of(request).is_verified)
    return render(request, "pages/search.html", context)


def _results(query: str, among: QuerySet[PublicPage], *, whole: bool, number: str | None) -> Page:
    """One page of what a query finds; ``whole`` as ``search.query.search`` has it."""
    found = search(query, among, whole=whole).only("title", "description", "address", "text")
    if whole:
        found = found.select_related("whole_text").only("title", "description", "address", "text", "whole_text__text")
    page = Paginator(found, PAGE_SIZE).get_page(number)
    words = Words(words_of(query))
    # A reader is shown the text that was searched for them.
    texts = [getattr(public, "whole_text", public).text if whole else public.text for public in page.object_list]
    page.object_list = [_result(public, text, words) for public, text in zip(page.object_list, texts, strict=True)]
    return page


def _result(public: PublicPage, text: str, words: Words) -> Result:
    known = words.are_in(f"{public.title} {public.description}")
    excerpt = SafeString() if known else words.excerpt(text)
    return Result(public.address, words.mark(public.title), words.mark(public.description), excerpt)


def _hints(query: str, site: QuerySet[PublicPage], *, whole: bool) -> dict[str, Any]:
    """What a template shows beside nothing: another spelling that finds something, or what can be asked for."""
    spelling = hints.other_spelling(query, site)
    if spelling and search(spelling, site, whole=whole).exists():
        return {"spelling": spelling}
    return {"conditions": hints.conditions(site)}


def _page(among: QuerySet[PublicPage], asked: str) -> PublicPage | None:
    """One of some pages by its id as somebody wrote it."""
    is_id = asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS
    return among.filter(page_id=int(asked)).only("title", "address", "path", "depth").first() if is_id else None
