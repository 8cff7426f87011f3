"""What search engines are told: every page that everybody may read, with its translations."""

from collections import defaultdict

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from public import languages
from public.models import PublicPage
from public.query import pages_for_everyone
from public.resolve import absolute


def sitemap(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml`` (sitemaps.org), with the alternates that the page itself names."""
    pages = list(
        pages_for_everyone(request).order_by("path").only("address", "locale", "translation_key", "released_at")
    )
    translations = defaultdict(list)
    for page in pages:
        translations[page.translation_key].append(page)
    alternates = {key: _alternates(found) for key, found in translations.items()}
    urlset = [
        {
            "location": absolute(page.address),
            "lastmod": page.released_at,
            "alternates": alternates[page.translation_key],
        }
        for page in pages
    ]
    return render(request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml")


def _alternates(translations: list[PublicPage]) -> list[dict[str, str]]:
    """The alternates of a page as Django's template takes them (django/contrib/sitemaps/templates/sitemap.xml)."""
    found = languages.alternates(languages.in_order(translations))
    return [{"lang_code": code, "location": address} for code, address in found]


def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: everything but the workshop may be read."""
    lines = ["User-agent: *", "Disallow: /account/", "Disallow: /admin/", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
