"""From copies to what readers get: links, files and the short forms of other reviewed content are filled in.

Whatever a copy refers to is shown from its own current edition, in the reader's locale, to a reader who may see it;
without one it is left out. One query, however many copies and references there are; snippets are held.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

import orjson
from django.apps import apps
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest
from django.utils.encoding import iri_to_uri
from django.utils.text import slugify

from public import state
from public.media import document_url
from public.models import PublicPage
from public.pictures import renditions
from public.query import public_pages
from public.richtext import MARKED, Citations, to_html
from public.video import video_player
from review.subjects import declared

KEY = re.compile(rb'(?:"ref":"|data-ref=\\")([a-z]+:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})')
"""A key in a copy as JSON: in a reference, or in a link of rich text, whose quotes are escaped there."""

TEMPLATE_IDS = frozenset(
    [
        "acknowledgement",
        "acknowledgement-title",
        "discussed",
        "glance",
        "how-it-works",
        "main",
        "menu",
        "practitioners",
        "q",
        "questions",
        "references",
        "related-title",
        "safety",
        "safety-title",
        "what-to-expect",
        "who-should-not",
    ]
)
"""The ids of elements that stand on pages beside the anchors of headings."""
NUMBERED_ID = re.compile(r"ref-\d+|cite-\d+-\d+")
"""The ids of references and of the places that cite them."""


@dataclass(frozen=True)
class Source:
    """A copy to resolve, the locale it is read in, and the primary keys of the snippets that stand in it by value.

    ``words`` is the locale of the words themselves where that is another: then other reviewed texts in it are shown in
    that, while links lead to pages in the reader's. ``plain`` takes away what somebody put into its words to mark them,
    before anchors and addresses are made of them.
    """

    copy: dict[str, Any]
    locale: str
    ids: dict[str, int]
    plain: Callable[[str], str] = str
    words: str = ""

    def subject(self, ref: str) -> str:
        """The subject of a snippet that the copy refers to."""
        return f"{ref}:{self.words or self.locale}"


def parse(payload: bytes | memoryview) -> dict[str, Any]:
    """A copy's bytes as data."""
    return orjson.loads(payload)


def in_reading_order(copy: dict[str, Any]) -> dict[str, Any]:
    """A copy with its fields in the order in which the model declares and pages show them; JSON keeps them sorted."""
    label = copy.get("meta", {}).get("type")
    if label is None:
        return copy
    names = dict.fromkeys(["meta", "title", *declared(apps.get_model(label)), *copy])
    return {name: copy[name] for name in names if name in copy}


def absolute(address: str) -> str:
    """An address on this site with its scheme and host, as a URI."""
    return settings.SITE_URL + iri_to_uri(address)


def short_form(public: PublicPage) -> dict[str, Any]:
    """How a page stands in lists and in other pages, before its own references are resolved."""
    return {
        "id": public.page_id,
        "meta": {
            "type": public.type,
            "detail_url": absolute(f"/api/v2/pages/{public.page_id}/"),
            "html_url": absolute(public.address),
            "address": public.address,
            "locale": public.locale,
        },
        "title": public.title,
        **public.listing,
    }


@dataclass(frozen=True)
class Referred:
    """What copies refer to, as far as this reader may see it: pages by (key, locale), snippets' copies by subject.

    ``forms`` keeps what was resolved of it, so that what many copies refer to is resolved once.
    """

    pages: dict[tuple[str, str], PublicPage]
    snippets: dict[str, dict[str, Any]]
    forms: dict[tuple[str, str, str], dict[str, Any]] = field(default_factory=dict)


def refer(request: HttpRequest, sources: Iterable[Source], also: Q | None = None) -> Referred:
    """Load what the copies refer to, and ``also`` the public pages that meet a condition; one query."""
    held = state.for_request(request)
    snippets: dict[str, dict[str, Any]] = {}
    keys: set[tuple[str, str]] = set()
    for source in sources:
        for ref in refs(source.copy):
            if ref.startswith("page:"):
                keys.add((ref, source.locale))
            elif copy := held.snippets.get(subject := source.subject(ref)):
                snippets[subject] = copy
                keys |= {(inner, source.locale) for inner in refs(copy) if inner.startswith("page:")}
    return Referred(_pages(request, keys, also), snippets)


def resolve(request: HttpRequest, sources: Iterable[Source], found: Referred | None = None) -> list[dict[str, Any]]:
    """The resolved form of each copy, in order; ``found`` is what ``refer`` loaded for them, if it was called."""
    sources = list(sources)
    found = found or refer(request, sources)
    return [_Resolution(source, found).result() for source in sources]


def resolve_listings(request: HttpRequest, found: Iterable[PublicPage]) -> list[dict[str, Any]]:
    """The resolved short forms of public pages, in order."""
    return resolve(request, [Source(short_form(public), public.locale, public.ids) for public in found])


def refs(copy: dict[str, Any]) -> set[str]:
    """The keys of everything a copy refers to: found in its bytes, which is many times faster than walking it."""
    return {key.decode() for key in KEY.findall(orjson.dumps(copy))}


def _pages(request: HttpRequest, keys: set[tuple[str, str]], also: Q | None) -> dict[tuple[str, str], PublicPage]:
    """The public pages with these (key, locale), and those that meet the condition, by (key, locale)."""
    where = also or Q()
    if keys:
        where |= Q(
            translation_key__in={key.removeprefix("page:") for key, _ in keys},
            locale__in={locale for _, locale in keys},
        )
    if not where:
        return {}
    found = public_pages(request).filter(where).defer("text", "fields")
    return {(f"page:{public.translation_key}", public.locale): public for public in found}


class _Resolution:
    """The resolving of one copy."""

    def __init__(self, source: Source, found: Referred):
        self.source = source
        self.found = found
        self.citations = Citations(source.copy.get("references", []))
        self.anchors = set(TEMPLATE_IDS)

    def result(self) -> dict[str, Any]:
        copy = in_reading_order(self.source.copy)
        references = copy.get("references")
        # References come last: by then every place that cites them has its name.
        resolved = {name: self.value(value) for name, value in copy.items() if name != "references"}
        if references is not None:
            resolved["references"] = [
                {**reference, "number": number, "places": self.citations.places[number]}
                for number, reference in enumerate(references, start=1)
            ]
        return resolved

    def value(self, value: Any) -> Any:
        if isinstance(value, str):
            return to_html(value, self.address, self.citations) if MARKED in value else value
        if isinstance(value, list):
            # What is not public is left out; an empty cell of a table stays.
            return [resolved for item in value if (resolved := self.value(item)) is not None or item is None]
        if isinstance(value, dict):
            return self.object(value)
        return value

    def object(self, value: dict[str, Any]) -> dict[str, Any] | None:
        if "ref" in value:
            return self.referred(value["ref"])
        if "image" in value and "width" in value:
            return {**value, "renditions": renditions(value)}
        if "document" in value and "extension" in value:
            url = document_url(value["document"], self.source.plain(value["title"]), value["extension"])
            return {**value, "url": url}
        resolved = {name: self.value(item) for name, item in value.items()}
        if set(value) == {"id", "type", "value"}:
            # A block whose content is not public is left out whole.
            return self.block(resolved)
        if "key" in value and value["key"] in self.source.ids:
            resolved["id"] = self.source.ids[value["key"]]
        only_reference = len(value) == 1 and isinstance(next(iter(value.values())), dict)
        return None if only_reference and next(iter(resolved.values())) is None else resolved

    def block(self, block: dict[str, Any]) -> dict[str, Any] | None:
        if block["value"] is None:
            return None
        if block["type"] == "heading":
            block["value"]["anchor"] = self.anchor(self.source.plain(block["value"]["text"]))
        elif block["type"] == "embed":
            provider, embed_url = video_player(block["value"]["url"]) or ("", "")
            block["value"] |= {"provider": provider, "embed_url": embed_url}
        return block

    def anchor(self, text: str) -> str:
        base = slugify(text, allow_unicode=True) or "section"
        anchor, count = base, 1
        while anchor in self.anchors or NUMBERED_ID.fullmatch(anchor):
            count += 1
            anchor = f"{base}-{count}"
        self.anchors.add(anchor)
        return anchor

    def address(self, key: str) -> str | None:
        public = self.found.pages.get((key, self.source.locale))
        return public.address if public else None

    def referred(self, key: str) -> dict[str, Any] | None:
        read_in = (key, self.source.locale, self.source.words)
        if read_in not in self.found.forms:
            form = self.form_of(key, self.source.locale)
            if form is None:
                return None
            self.found.forms[read_in] = form
        return self.found.forms[read_in]

    def form_of(self, key: str, locale: str) -> dict[str, Any] | None:
        if key.startswith("page:"):
            public = self.found.pages.get((key, locale))
            return self.within(short_form(public), public.ids) if public else None
        copy = self.found.snippets.get(self.source.subject(key))
        if copy is None:
            return None
        words = {name: value for name, value in copy.items() if name not in ("id", "meta", "references", "review")}
        facts = {"id": copy["id"], "key": key, "type": copy["meta"]["type"], "review": copy["review"]}
        return {**facts, **self.within(words, {})}

    def within(self, value: dict[str, Any], ids: dict[str, int]) -> dict[str, Any]:
        """A part shown inside this copy, whose own references to what is not loaded are left out."""
        source = replace(self.source, copy={**value, "references": []}, ids=ids, plain=str)
        inner = _Resolution(source, Referred(self.found.pages, {})).result()
        del inner["references"]
        return inner
