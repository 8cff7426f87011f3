"""From resolved copies to the API's JSON: references as ``{id, meta, title}``, files with addresses, rich text as HTML.

The forms are Wagtail's (wagtail/api/v2/serializers.py); what Wagtail reads from rows comes from the signed copy.
"""

from collections.abc import Iterable
from typing import Any

from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from delivery.api.fields import Fields
from public.media import document_url
from public.pictures import renditions
from public.resolve import absolute

IMAGE_TYPE = get_image_model()._meta.label
DOCUMENT_TYPE = get_document_model()._meta.label
IDENTITY = ("id", "meta", "title")
NO_WORDS = ("id", "key", "type", "review")
"""What a snippet holds beside its own fields."""
FILE_ID_DIGITS = 13
FILE_LINK = 'href="/m/'


class Representation:
    """Makes the forms of one answer. What many of its parts refer to is resolved once, and made once."""

    def __init__(self) -> None:
        # By identity: each object is kept beside its form, so that no other can take its place in memory.
        self._made: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}

    def of(self, value: Any) -> Any:
        """The form of any part of a resolved copy; pages it refers to bring all they show elsewhere."""
        if isinstance(value, str):
            return value.replace(FILE_LINK, f'href="{absolute("/m/")}') if FILE_LINK in value else value
        if isinstance(value, list):
            return [self.of(item) for item in value]
        if isinstance(value, dict):
            return self._object(value)
        return value

    def content(self, value: Any) -> Any:
        """As ``of``, for what holds references among other things: pages are given in their shortest form."""
        if isinstance(value, list):
            return [self.content(item) for item in value]
        if isinstance(value, dict):
            if _is_page(value):
                return _page(value)
            if _is_image(value) or _is_document(value) or _is_snippet(value):
                return self._object(value)
            return {name: self.content(item) for name, item in value.items()}
        return self.of(value)

    def _object(self, value: dict[str, Any]) -> dict[str, Any]:
        if id(value) not in self._made:
            self._made[id(value)] = value, self._make(value)
        return self._made[id(value)][1]

    def _make(self, value: dict[str, Any]) -> dict[str, Any]:
        if _is_page(value):
            return _page(value) | {name: self.of(item) for name, item in value.items() if name not in IDENTITY}
        if _is_image(value):
            return image(value)
        if _is_document(value):
            return document(value)
        if _is_snippet(value):
            words = {name: self.content(item) for name, item in value.items() if name not in NO_WORDS}
            meta = {name: value[name] for name in ("type", "review") if name in value}
            return {"id": value.get("id"), "meta": meta, **words}
        return {name: self.of(item) for name, item in value.items()}


def file_id(digest: str) -> int:
    """The number the API knows a file by: the first 52 bits of its digest, which every JSON client holds exactly.

    It belongs to the bytes: nothing that happens in the library changes it.
    """
    return int(digest[:FILE_ID_DIGITS], 16)


def image(value: dict[str, Any]) -> dict[str, Any]:
    """A picture by value."""
    files = [
        {**file, "url": absolute(file["url"]), "alt": value["alt"]}
        for file in value.get("renditions") or renditions(value)
    ]
    described = {name: value[name] for name in ("title", "width", "height", "alt", "decorative")}
    described["focus"] = value.get("focus")
    return {**_file("images", IMAGE_TYPE, value["image"], files[-1]["url"]), **described, "renditions": files}


def document(value: dict[str, Any]) -> dict[str, Any]:
    """A document by value."""
    url = document_url(value["document"], value["title"], value["extension"])
    described = {"title": value["title"], "extension": value["extension"]}
    return {**_file("documents", DOCUMENT_TYPE, value["document"], absolute(url)), **described}


def _file(endpoint: str, label: str, digest: str, url: str) -> dict[str, Any]:
    pk = file_id(digest)
    detail_url = absolute(f"/api/v2/{endpoint}/{pk}/")
    # Tags are notes of the library that nobody signs; Wagtail's clients expect a list.
    return {"id": pk, "meta": {"type": label, "detail_url": detail_url, "tags": [], "download_url": url}}


def narrowed(value: Any, fields: Fields) -> Any:
    """A form with nothing but the fields asked for."""
    if isinstance(value, list):
        return [narrowed(item, fields) for item in value]
    if value is None:
        return None
    answer = {"id": value["id"]} if "id" in fields.body else {}
    meta = value.get("meta", {"type": fields.label})
    if kept := {name: meta[name] for name in fields.meta if name in meta}:
        answer["meta"] = kept
    for name in fields.body:
        if name != "id" and name in value:
            child = fields.children.get(name)
            answer[name] = narrowed(value[name], child) if child else value[name]
    return answer


def references(value: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What a copy cites, numbered, each with the places in the HTML that cite it."""
    return [
        {
            "number": item["number"],
            **{name: part for name, part in item.items() if name not in ("key", "type", "number")},
        }
        for item in value
    ]


def _page(value: dict[str, Any]) -> dict[str, Any]:
    meta = {name: value["meta"][name] for name in ("type", "detail_url", "html_url", "locale")}
    return {"id": value["id"], "meta": meta, "title": value["title"]}


def _is_page(value: dict[str, Any]) -> bool:
    return "meta" in value and "id" in value


def _is_image(value: dict[str, Any]) -> bool:
    return "renditions" in value


def _is_document(value: dict[str, Any]) -> bool:
    return "document" in value and "extension" in value


def _is_snippet(value: dict[str, Any]) -> bool:
    return "key" in value and "type" in value
