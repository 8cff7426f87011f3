"""The search page."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from core.context import Frame
from core.languages import in_language
from public.lists import PAGE_SIZE
from public.query import public_pages
from public.resolve import resolve_listings
from search.query import search


@in_language
def search_page(request: HttpRequest, language: str) -> HttpResponse:
    """The public pages in a language that hold every word of ``?q=``, most relevant first."""
    query = request.GET.get("q", "").strip()
    results = Paginator(search(query, public_pages(request).filter(locale=language)), PAGE_SIZE).get_page(
        request.GET.get("page")
    )
    results.object_list = resolve_listings(request, results.object_list)
    others = [
        {"locale": home.locale, "address": reverse("search", kwargs={"language": home.locale})}
        for home in Frame(request).homes
    ]
    return render(request, "pages/search.html", {"query": query, "results": results, "translations": others})
