"""The copy: the canonical bytes of a page or snippet. What is signed, compared, released and shown is this.

The same words give the same bytes wherever they are read from: an unsaved object, its row, a revision, a revision that
was overwritten, a moved page. Nothing in it depends on primary keys, the tree, dates of publication or URLs.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import orjson
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Page, TranslatableMixin

from review.representation import Collector, fields_of
from review.subjects import Reviewable


def canonical(data: Any) -> bytes:
    """Canonical JSON: UTF-8, keys sorted, no white space (after RFC 8785). TypeError for what JSON cannot hold."""
    return orjson.dumps(data, option=orjson.OPT_SORT_KEYS)


def copy_data(obj: Reviewable) -> dict[str, Any]:
    """The copy of a specific page or snippet as data; see ``copy_of``."""
    return copy_and_parts(obj)[0]


def copy_and_parts(obj: Reviewable) -> tuple[dict[str, Any], dict[Model, str]]:
    """The copy as data, and what stands in it by value: see ``copy_data`` and ``parts_of``."""
    model = type(obj)
    collector = Collector(obj)
    fields = fields_of(obj, collector)
    meta = {"type": f"{model._meta.app_label}.{model.__name__}", "locale": obj.locale.language_code}
    if isinstance(obj, Page):
        meta |= {
            "slug": obj.slug,
            "seo_title": obj.seo_title,
            "search_description": obj.search_description,
        }
    return {**fields, "title": obj.title, "references": collector.references, "meta": meta}, collector.parts


def parts_of(obj: Reviewable) -> dict[Model, str]:
    """The snippets, pictures and documents that stand in the copy by value, each with the key that names it there."""
    return copy_and_parts(obj)[1]


def snippets_in(copy: dict[str, Any]) -> dict[Model, str]:
    """The rows, as they are now, of the snippets that stand in a copy by value, each with its key there.

    A query for each type of snippet; those that are gone are left out.
    """
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for label, key in _by_value(copy):
        keys[label].add(key)
    found: dict[Model, str] = {}
    for label, wanted in keys.items():
        model = apps.get_model(label)
        name, locale = "key", {}
        if issubclass(model, TranslatableMixin):
            name, locale = "translation_key", {"locale__language_code": copy["meta"]["locale"]}
        rows = model._default_manager.filter(**{f"{name}__in": wanted}, **locale)
        found |= {row: str(getattr(row, name)) for row in rows}
    return found


def _by_value(value: Any) -> Iterator[tuple[str, str]]:
    """The type and key of every snippet that stands in a part of a copy."""
    if isinstance(value, dict):
        if "key" in value and "type" in value:
            yield value["type"], value["key"]
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from _by_value(part)


def copy_of(obj: Reviewable) -> bytes:
    """The canonical bytes of a specific page or snippet: every word, number and file that would be shown.

    Raises ValueError when the text holds characters that no encoding can carry (lone surrogates).
    """
    try:
        return canonical(copy_data(obj))
    except TypeError as error:
        raise ValueError("The text holds characters that cannot be stored.") from error


def digest_of(payload: bytes) -> str:
    """The digest that names a copy: SHA-256 as 64 hexadecimal digits."""
    return hashlib.sha256(payload).hexdigest()


def validate_text(obj: Reviewable) -> None:
    """Refuse, with a ValidationError for the editor, text that cannot be stored or signed."""
    try:
        payload = copy_of(obj)
    except ValueError:
        payload = None
    if payload is None or b"\\u0000" in payload:
        raise ValidationError(_("The text holds a character that cannot be stored. Paste it again as plain text."))
