"""How each kind of value stands in a copy: by value, or by the key of the reviewed content it points to."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.rich_text import features

from review.richtext import canonical_html
from review.subjects import ByValue, Reviewable, declared, key_of

LINK = re.compile(r"<a\b[^<>]*>")
LINK_TYPE = re.compile(r'\blinktype=\\?"(page|document|citation)\\?"')
LINK_ID = re.compile(r'\bid=\\?"(\d{1,18})\\?"')


class Collector:
    """What one copy gathers while it is written: the references it cites, in the order of their first use."""

    def __init__(self, obj: Reviewable):
        self.locale: Locale = obj.locale
        self.references: list[dict[str, Any]] = []
        self.parts: dict[models.Model, str] = {}
        """What stands in the copy by value, each with the key by which the copy names it."""
        self._numbers: dict[str, int] = {}
        self._linked: dict[tuple[type[models.Model], int], models.Model | None] = {}
        self._read_linked(obj)

    def rich_text(self, stored: str) -> str:
        """The canonical form of rich text as stored."""
        return canonical_html(
            stored,
            {
                "page": self._page_link,
                "document": self._document_link,
                "citation": self._citation,
                "external": self._external_link,
                "email": self._external_link,
            },
        )

    def value(self, obj: models.Model | None) -> dict[str, Any] | None:
        """A related object, as it stands in a copy."""
        if obj is None:
            return None
        if isinstance(obj, Page):
            return {"ref": f"page:{obj.translation_key}"}
        if isinstance(obj, Reviewable):
            return {"ref": obj.key}
        if isinstance(obj, AbstractImage):
            return self.image(obj)
        if isinstance(obj, AbstractDocument):
            return self.document(obj)
        if isinstance(obj, ByValue):
            return self._by_value(obj)
        raise TypeError(f"{type(obj).__name__} has no form in a copy: make it Reviewable or ByValue.")

    def values(self, objects: list[models.Model]) -> list[dict[str, Any]]:
        """Related objects that have no order of their own, sorted by their key."""
        found = [value for obj in objects if (value := self.value(obj))]
        return sorted(found, key=lambda value: value.get("ref") or value.get("key") or "")

    def image(self, image: AbstractImage, *alternative: Any) -> dict[str, Any]:
        """A picture, as ``image_value`` has it."""
        self.parts[image] = image.digest
        return image_value(image, *alternative)

    def document(self, document: AbstractDocument) -> dict[str, Any]:
        """A document, as ``document_value`` has it."""
        self.parts[document] = document.digest
        return document_value(document)

    def _by_value(self, obj: ByValue) -> dict[str, Any]:
        # A translation may still point at the source's snippet; readers get their own locale's words.
        if isinstance(obj, TranslatableMixin) and obj.locale_id != self.locale.pk:
            obj = obj.get_translation_or_none(self.locale) or obj
        fields = {name: getattr(obj, name) for name in obj.api_fields}
        key = self.parts[obj] = key_of(obj)
        return {
            "key": key,
            "type": f"{obj._meta.app_label}.{type(obj).__name__}",
            **fields,
        }

    def _page_link(self, attributes: dict[str, str]) -> dict[str, str]:
        page = self._find(Page, attributes)
        return {"data-ref": f"page:{page.translation_key}"} if page else {}

    def _document_link(self, attributes: dict[str, str]) -> dict[str, str]:
        document = self._find(get_document_model(), attributes)
        if document is None:
            return {}
        value = self.document(document)
        return {
            "data-document": value["document"],
            "data-title": value["title"],
            "data-extension": value["extension"],
        }

    def _citation(self, attributes: dict[str, str]) -> dict[str, str]:
        reference = self._find(_linked_model("citation"), attributes)
        if reference is None:
            return {}
        value = self._by_value(reference)
        if value["key"] not in self._numbers:
            self.references.append(value)
            self._numbers[value["key"]] = len(self.references)
        return {"data-cite": str(self._numbers[value["key"]])}

    def _external_link(self, attributes: dict[str, str]) -> dict[str, str]:
        return {"href": attributes.get("href", "")}

    def _find(self, model: type[models.Model], attributes: dict[str, str]) -> Any:
        """The row that a stored link names by primary key; None when it is gone or malformed."""
        try:
            named = model, int(attributes["id"])
        except (KeyError, ValueError):
            return None
        if named not in self._linked:
            self._linked[named] = model._default_manager.filter(pk=named[1]).first()
        return self._linked[named]

    def _read_linked(self, obj: models.Model) -> None:
        """Read what the rich text of an object links to: a query for each type of link, however many there are."""
        ids: defaultdict[str, set[int]] = defaultdict(set)
        for stored in _stored_texts(obj):
            for tag in LINK.findall(stored):
                if (known := LINK_TYPE.search(tag)) and (pk := LINK_ID.search(tag)):
                    ids[known[1]].add(int(pk[1]))
        for linktype, pks in ids.items():
            model = _linked_model(linktype)
            rows = model._default_manager.only("translation_key") if model is Page else model._default_manager
            found = rows.in_bulk(pks)
            self._linked |= {(model, pk): found.get(pk) for pk in pks}


def _linked_model(linktype: str) -> type[models.Model]:
    """What a type of link points to."""
    known = {"page": Page, "document": get_document_model()}
    return known.get(linktype) or features.get_link_types()[linktype].get_model()


def _stored_texts(obj: models.Model) -> Iterator[str]:
    """Whatever of an object may hold rich text as stored."""
    for name in obj.api_fields:
        name = getattr(name, "name", name)
        match obj._meta.get_field(name):
            case StreamField():
                yield json.dumps(getattr(obj, name).get_prep_value())
            case RichTextField():
                yield getattr(obj, name)


def image_value(image: AbstractImage, alt: str | None = None, decorative: bool = False) -> dict[str, Any]:
    """A picture by value: the digest of its file, its size in pixels, how it is shown and its alternative text."""
    return {
        "image": image.digest,
        "title": image.title,
        "width": image.width,
        "height": image.height,
        "alt": "" if decorative else (image.default_alt_text if alt is None else alt),
        "decorative": bool(decorative),
        # Only where there is something to say: what was signed before these were known is still the same text.
        **({"transparent": True} if image.transparent else {}),
        **({"focus": focus} if (focus := focus_of(image)) else {}),
    }


def focus_of(image: AbstractImage) -> dict[str, int] | None:
    """The middle of a picture's focal point, in percent of its width and height from its upper left corner."""
    point = image.get_focal_point()
    if point is None:
        return None
    x, y = point.centroid
    return {"x": _percent(x, image.width), "y": _percent(y, image.height)}


def _percent(part: float, whole: int) -> int:
    return min(100, max(0, round(100 * part / whole)))


def document_value(document: AbstractDocument) -> dict[str, Any]:
    """A document by value: the digest of its file and what readers see of it."""
    return {
        "document": document.digest,
        "title": document.title,
        "extension": document.file_extension.lower(),
    }


def block_value(block: blocks.Block, value: Any, collector: Collector) -> Any:
    """A block's value as it stands in a copy, by the type of the block."""
    match block:
        case blocks.StreamBlock():
            return stream_value(value, collector)
        case blocks.ListBlock():
            return [block_value(block.child_block, item, collector) for item in value]
        case ImageBlock():
            return collector.image(value, value.contextual_alt_text or "", value.decorative) if value else None
        case blocks.StructBlock():
            return {name: block_value(child, value.get(name), collector) for name, child in block.child_blocks.items()}
        case blocks.RichTextBlock():
            return collector.rich_text(value.source) if value else ""
        case blocks.ChooserBlock():
            return collector.value(value)
        case TableBlock():
            # Wagtail completes a table when it reads it from the database; one that was never saved is completed here.
            return block.to_python(dict(value)) if value else value
        case _:
            return block.get_api_representation(value)


def stream_value(value: blocks.StreamValue, collector: Collector) -> list[dict[str, Any]]:
    """The blocks of a stream, with their ids: differences between two copies need them."""
    return [
        {
            "id": child.id,
            "type": child.block_type,
            "value": block_value(child.block, child.value, collector),
        }
        for child in value
    ]


def fields_of(obj: models.Model, collector: Collector) -> dict[str, Any]:
    """What an object's ``api_fields`` declare, by name, as it stands in a copy.

    TypeError for a field that has no form in a copy.
    """
    return {name: field_value(obj, name, collector) for name in declared(type(obj))}


def field_value(obj: models.Model, name: str, collector: Collector) -> Any:
    """One field of an object as it stands in a copy, by the type of the field."""
    field = obj._meta.get_field(name)
    match field:
        case StreamField():
            value = getattr(obj, name)
            # Blocks that were never saved get their ids here, as saving would give them.
            value.get_prep_value()
            return stream_value(value, collector)
        case RichTextField():
            return collector.rich_text(getattr(obj, name))
        case models.ManyToManyField():
            return collector.values(list(getattr(obj, name).all()))
        case models.ManyToOneRel():
            # Unsaved children stand in the order they were given; their sort_order is set on save.
            children = sorted(getattr(obj, name).all(), key=lambda child: child.sort_order or 0)
            return [fields_of(child, collector) for child in children]
        case models.ForeignKey():
            return collector.value(getattr(obj, name))
        case models.DateField():
            return _date(field.to_python(getattr(obj, name)))
        case models.CharField() | models.TextField() | models.IntegerField() | models.BooleanField():
            return getattr(obj, name)
    raise TypeError(f"{type(obj).__name__}.{name} has no form in a copy.")


def _date(value: date | None) -> str | None:
    """ISO 8601; moments in UTC, so that no reader's time zone shows."""
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return value.isoformat() if value else None
