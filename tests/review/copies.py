"""Copies of articles written by hand, for tests that need no database, and what drawing puts into copies."""

import re
from typing import Any
from uuid import UUID

DIGEST = "0" * 64
ANCHOR = re.compile(r'<span class="rv-passage visually-hidden"[^>]*></span>| id="passage-[^"]*" data-passage="[^"]*"')


def without_anchors(html: str) -> str:
    """A drawn page without what names its passages."""
    return ANCHOR.sub("", html)


def article(*body: dict[str, Any], meta: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """The copy of an article with these blocks and fields."""
    return {
        "title": "Title",
        "introduction": "<p>Introduction.</p>",
        "display_date": "2026-01-01",
        "hero_image": None,
        "authors": [],
        "conditions": [],
        "treatments": [],
        "topics": [],
        "body": list(body),
        "call_to_action": None,
        "references": [],
        **fields,
        "meta": {
            "type": "articles.ArticlePage",
            "locale": "en",
            "slug": "title",
            "seo_title": "",
            "search_description": "",
            **(meta or {}),
        },
    }


def block(name: int, kind: str, value: Any) -> dict[str, Any]:
    """A block; the same ``name`` gives the same id."""
    return {"id": str(UUID(int=name)), "type": kind, "value": value}


def text(name: int, html: str) -> dict[str, Any]:
    """A block of running text."""
    return block(name, "rich_text", html)


def key_points(name: int, *points: str) -> dict[str, Any]:
    """A block of key points."""
    return block(name, "key_points", {"title": "", "points": list(points)})


def image(name: int, digest: str = DIGEST, alt: str = "Alternative", caption: str = "") -> dict[str, Any]:
    """A block with a picture."""
    return block(name, "image", {"image": picture(digest, alt), "caption": caption})


def picture(digest: str = DIGEST, alt: str = "Alternative") -> dict[str, Any]:
    """A picture by value."""
    return {"image": digest, "title": "File", "width": 640, "height": 400, "alt": alt, "decorative": False}


def table(name: int, *rows: list[str | None]) -> dict[str, Any]:
    """A block with a table."""
    return block(name, "table", {"data": list(rows), "table_caption": "", "first_row_is_table_header": True})


def reference(name: int, authors: str = "Zarate CA", **fields: Any) -> dict[str, Any]:
    """A reference by value; the same ``name`` gives the same key."""
    return {
        "key": str(UUID(int=name)),
        "type": "articles.Reference",
        "kind": "trial",
        "authors": authors,
        "title": f"Trial {name}",
        "source": "Journal",
        "year": 2006,
        "doi": "",
        "pmid": "",
        "url": "",
        **fields,
    }


def condition(name: int, words: str) -> dict[str, Any]:
    """A condition by value."""
    return {"key": str(UUID(int=name)), "type": "treatments.Condition", "name": words, "slug": "slug"}


def page(name: int) -> dict[str, str]:
    """A page by key."""
    return {"ref": f"page:{UUID(int=name)}"}
