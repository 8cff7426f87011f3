"""Everything the public can fetch, and what it answered: the yardstick of every attempt to get past a signature."""

import logging
import re
from collections.abc import Iterator
from urllib.parse import urlencode

from django.apps import apps
from django.test import Client
from wagtail.models import Page

from core.models import Document, Image
from public.media import DOCUMENT
from public.models import PublicPage, PublicUse

MARKER = "UNSIGNED-7f3a"
"""Stands in every field of every unsigned text."""
UNSIGNED_WORD = "quetzalcoatlus"
"""Beside the marker; searched for, because a search page may well repeat what was asked for."""
SIGNED_WORD = "archaeopteryx"
"""Stands in every signed text."""

LOCALES = ("en", "es")
HEADERS = ("Content-Type", "Location", "Cache-Control", "Content-Disposition", "Link", "Set-Cookie")
VARYING = re.compile(rb'(nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|"generation":\d+|<lastBuildDate>[^<]*)')
NOTHING_HERE = (400, 404)
"""What an address answers that is about nothing public: unknown, or a list below a page that is not there."""

Answer = tuple[int, bytes, tuple[tuple[str, str], ...]]
Snapshot = dict[str, Answer]


def snapshot(client: Client) -> Snapshot:
    """What an anonymous reader gets: status, body and headers by address, without the addresses that hold nothing.

    Asked for are the address of every public page and the address every row would have by its own slugs, so that a page
    that came to light turns up as one address more.
    """
    client.raise_request_exception = False
    client.logout()
    logging.disable(logging.WARNING)
    try:
        return _answers(client)
    finally:
        logging.disable(logging.NOTSET)


def _answers(client: Client) -> Snapshot:
    answers = {}
    for address in dict.fromkeys(addresses()):
        response = client.get(address)
        if response.status_code not in NOTHING_HERE:
            body = b"".join(response) if response.streaming else response.content
            headers = tuple((name, response[name]) for name in HEADERS if name in response)
            answers[address] = (response.status_code, VARYING.sub(b"", body), headers)
    return answers


def addresses() -> Iterator[str]:
    """Every address to ask for."""
    html = [*PublicPage.objects.values_list("address", flat=True), *row_addresses()]
    yield from html
    yield from files()
    yield from api_addresses(html)
    yield from site_addresses()


def row_addresses() -> Iterator[str]:
    """The addresses pages would have if their rows were public."""
    slugs: dict[str, str] = {}
    pages = Page.objects.filter(depth__gt=1).select_related("locale").order_by("path")
    for page in pages:
        parent = slugs.get(page.path[: -Page.steplen], f"/{page.locale.language_code}/")
        slugs[page.path] = parent if page.depth == 2 else f"{parent}{page.slug}/"
        yield slugs[page.path]


def files() -> Iterator[str]:
    """The addresses of every file, signed or not, under its digest and under the names Wagtail gives it."""
    digests = set(PublicUse.objects.filter(field__in=PublicUse.MEDIA).values_list("key", flat=True))
    digests |= set(Image.objects.values_list("digest", flat=True))
    digests |= set(Document.objects.values_list("digest", flat=True))
    for digest in sorted(digests):
        yield from (f"/m/{digest}/{name}" for name in ("w400.avif", "w400.webp", "w1200.jpg", f"{DOCUMENT}.pdf"))
    for file in (*Image.objects.order_by("pk"), *Document.objects.order_by("pk")):
        yield file.file.url
    for document in Document.objects.order_by("pk"):
        yield f"/documents/{document.pk}/{document.filename}"


def api_addresses(html: list[str]) -> Iterator[str]:
    """The public API: lists of every type with all their fields, details, addresses, files, redirects, search."""
    pages = "/api/v2/pages/"
    types = [model._meta.label for model in apps.get_models() if issubclass(model, Page) and model is not Page]
    yield "/api/v2/"
    for locale in LOCALES:
        yield f"{pages}?{urlencode({'fields': '*', 'limit': 100, 'locale': locale})}"
    for label in types:
        yield f"{pages}?{urlencode({'type': label, 'fields': '*', 'limit': 100})}"
    for pk in Page.objects.order_by("pk").values_list("pk", flat=True):
        yield f"{pages}{pk}/?fields=*"
    for pk in Page.objects.filter(depth__lte=3).order_by("pk").values_list("pk", flat=True):
        yield f"{pages}?{urlencode({'child_of': pk, 'limit': 100})}"
        yield f"{pages}?{urlencode({'translation_of': pk})}"
    for address in html:
        yield f"{pages}find/?{urlencode({'html_path': address})}"
    for word in (SIGNED_WORD, UNSIGNED_WORD):
        yield f"{pages}?{urlencode({'search': word, 'limit': 100})}"
        yield f"/api/v2/search/?{urlencode({'q': word, 'limit': 100})}"
    for kind in ("images", "documents", "redirects"):
        yield f"/api/v2/{kind}/?{urlencode({'fields': '*', 'limit': 100})}"
    for model, kind in ((Image, "images"), (Document, "documents")):
        yield from (
            f"/api/v2/{kind}/{pk}/?fields=*" for pk in model.objects.order_by("pk").values_list("pk", flat=True)
        )
    yield "/api/v2/site/"
    for kind in ("pages", "snippets"):
        yield f"/api/v3/{kind}/"


def site_addresses() -> Iterator[str]:
    """What the site offers beside its pages."""
    yield from ("/", "/sitemap.xml", "/robots.txt")
    for locale in LOCALES:
        yield f"/{locale}/feed/"
        for word in (SIGNED_WORD, UNSIGNED_WORD):
            yield f"/{locale}/search/?{urlencode({'q': word})}"


def difference(before: Snapshot, after: Snapshot) -> str:
    """What differs, for people: one line for each address."""
    lines = []
    for address in sorted({*before, *after}):
        old, new = before.get(address), after.get(address)
        if old != new:
            lines.append(f"{address}: {_brief(old)} became {_brief(new)}")
    return "\n".join(lines)


def marked(answers: Snapshot) -> list[str]:
    """The addresses where unsigned text shows."""
    marker = MARKER.lower().encode()
    return [
        address
        for address, (_, body, headers) in answers.items()
        if marker in body.lower() or any(MARKER.lower() in value.lower() for _, value in headers)
    ]


def _brief(answer: Answer | None) -> str:
    return "404" if answer is None else f"{answer[0]} {answer[2]} {answer[1][:300]!r}"
