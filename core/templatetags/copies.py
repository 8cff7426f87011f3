"""Reading resolved copies in templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template

from public import resolve
from public.richtext import plain as plain_words

register = template.Library()


@register.filter
def as_date(value: str | None) -> date | None:
    """A day as copies write it (ISO 8601); None where there is none."""
    return date.fromisoformat(value) if value else None


@register.filter
def plain(html: str | None) -> str:
    """The words of rich text."""
    return plain_words(html or "")


@register.filter
def absolute(address: str) -> str:
    """An address on this site with its scheme and host."""
    return resolve.absolute(address)


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; the key itself where nothing does."""
    return mapping.get(key, key)


@register.filter
def webp(image: Mapping[str, Any]) -> str:
    """The ``srcset`` of a picture's WebP files, each width once."""
    files = {file["width"]: file["url"] for file in image["renditions"] if file["type"] == "image/webp"}
    return ", ".join(f"{url} {width}w" for width, url in files.items())


@register.filter
def jpeg(image: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The file of a picture that every browser and every other site can show."""
    return next((file for file in image["renditions"] if file["type"] == "image/jpeg"), None)
