"""What search engines are told: every page that everybody may read, with its translations."""

from collections import defaultdict

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from public.query import pages_for_everyone
from public.resolve import absolute


def sitemap(request: HttpRequest) -> HttpResponse:
    """``/sitemap.xml`` (sitemaps.org), with every translation of a page as an alternate of it."""
    pages = list(
        pages_for_everyone(request).order_by("path").only("address", "locale", "translation_key", "released_at")
    )
    alternates = defaultdict(list)
    for page in pages:
        found = alternates[page.translation_key]
        found.append({"lang_code": page.locale, "location": absolute(page.address)})
        if page.locale == settings.LANGUAGE_CODE:
            found.append({"lang_code": "x-default", "location": absolute(page.address)})
    urlset = [
        {
            "location": absolute(page.address),
            "lastmod": page.released_at,
            "alternates": alternates[page.translation_key],
        }
        for page in pages
    ]
    return render(request, "sitemap.xml", {"urlset": urlset}, content_type="application/xml")


def robots(request: HttpRequest) -> HttpResponse:
    """``/robots.txt``: everything but the workshop may be read."""
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
