"""The passages of a copy: every stretch of words in it, and the place where it stands.

A place is a path in the copy: names of fields, ids of blocks, positions in lists, keys of what stands there by value,
such as ``body/<id of the block>/sections/0/text``. Comments, findings and differences name passages by it.
"""

from collections.abc import Iterator
from html import unescape
from typing import Any, NamedTuple

from django.apps import apps
from django.db import models
from django.utils.html import strip_tags
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from review.subjects import ByValue

META = ("slug", "seo_title", "search_description")


class Passage(NamedTuple):
    """Some words of a copy. ``rich`` says that they are canonical HTML, else they are plain."""

    place: str
    words: str
    rich: bool

    @property
    def text(self) -> str:
        """The words without their markup."""
        return unescape(strip_tags(self.words)) if self.rich else self.words


def passages(copy: dict[str, Any]) -> Iterator[Passage]:
    """Every passage of a copy that is not empty, in the order in which its model declares the fields.

    The title comes first; what only search engines and addresses show, at ``meta/…``, last. The references are not
    passages: they stand in the copy as a list of their own, by value.
    """
    model = apps.get_model(copy["meta"]["type"])
    names = dict.fromkeys(["title", *declared(model)])
    for name in names:
        yield from _written(_of_field(model._meta.get_field(name), copy[name], name))
    yield from _written((f"meta/{name}", copy["meta"].get(name) or "", False) for name in META)


def declared(model: type[models.Model]) -> list[str]:
    """The names of the fields that a model's ``api_fields`` declare, in order."""
    return [getattr(field, "name", field) for field in model.api_fields]


def of_block(place: str) -> str:
    """The place of the field, or of the block in a stream, that holds a passage."""
    return "/".join(place.split("/")[:2])


def _written(found: Iterator[tuple[str, str, bool]]) -> Iterator[Passage]:
    return (Passage(*passage) for passage in found if passage[1].strip())


def _of_field(field: Any, value: Any, place: str) -> Iterator[tuple[str, str, bool]]:
    if not value:
        return
    match field:
        case StreamField():
            yield from _of_block(field.stream_block, value, place)
        case RichTextField():
            yield place, value, True
        case models.ManyToManyField():
            for item in value:
                yield from _of_related(field.related_model, item, f"{place}/{_key(item)}")
        case models.ManyToOneRel():
            for position, item in enumerate(value):
                yield from _of_fields(field.related_model, item, f"{place}/{position}")
        case models.ForeignKey():
            yield from _of_related(field.related_model, value, place)
        case models.CharField() | models.TextField() if _holds_words(field):
            yield place, value, False


def _holds_words(field: models.Field) -> bool:
    return not (field.choices or isinstance(field, models.SlugField | models.URLField))


def _of_fields(model: type[models.Model], values: dict[str, Any], place: str) -> Iterator[tuple[str, str, bool]]:
    for name in declared(model):
        yield from _of_field(model._meta.get_field(name), values[name], f"{place}/{name}")


def _of_block(block: blocks.Block, value: Any, place: str) -> Iterator[tuple[str, str, bool]]:
    if not value:
        return
    match block:
        case ImageBlock():
            yield f"{place}/alt", value["alt"], False
        case blocks.StreamBlock() | blocks.ListBlock() | blocks.StructBlock():
            for child, part, name in _parts_of(block, value):
                yield from _of_block(child, part, f"{place}/{name}")
        case blocks.RichTextBlock():
            yield place, value, True
        case blocks.ChooserBlock():
            yield from _of_related(block.model_class, value, place)
        case TableBlock():
            yield from _of_table(value, place)
        case blocks.CharBlock() | blocks.TextBlock():
            yield place, value, False


def _parts_of(block: blocks.Block, value: Any) -> Iterator[tuple[blocks.Block, Any, Any]]:
    """What a block consists of: the child's block, its value and its name in a place."""
    match block:
        case blocks.StreamBlock():
            yield from ((block.child_blocks[child["type"]], child["value"], child["id"]) for child in value)
        case blocks.ListBlock():
            yield from ((block.child_block, item, position) for position, item in enumerate(value))
        case blocks.StructBlock():
            yield from ((child, value[name], name) for name, child in block.child_blocks.items())


def _of_table(value: dict[str, Any], place: str) -> Iterator[tuple[str, str, bool]]:
    yield f"{place}/table_caption", value.get("table_caption") or "", False
    for row, cells in enumerate(value["data"]):
        for column, cell in enumerate(cells):
            yield f"{place}/data/{row}/{column}", cell or "", False


def _of_related(model: type[models.Model], value: dict[str, Any], place: str) -> Iterator[tuple[str, str, bool]]:
    """The words of a related object that stands in the copy by value; what stands there by key has its own copy."""
    if issubclass(model, get_image_model()):
        yield f"{place}/alt", value["alt"], False
    elif issubclass(model, get_document_model()):
        yield f"{place}/title", value["title"], False
    elif issubclass(model, ByValue):
        yield from _of_fields(model, value, place)


def _key(item: dict[str, Any]) -> str:
    return item.get("key") or item.get("ref") or ""
