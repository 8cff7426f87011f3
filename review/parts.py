"""A copy read as a tree of parts: words, facts and what holds them, each at its place and with a label for people.

A place is a path in the copy: names of fields, ids of blocks, positions in lists, keys of what stands there by value,
such as ``body/<id of the block>/sections/0/text``. The tree holds every value of a copy, so whoever compares two trees
misses nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from review.subjects import ByValue, declared

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Words:
    """Some words. ``rich`` says that they are canonical HTML, else they are plain.

    ``references`` are the keys and names of what its citations give the numbers of, the first at position 0;
    ``is_passage`` tells what a page's author wrote from what came along with a picture or a reference.
    """

    place: str
    label: str
    words: str | None
    rich: bool = False
    references: Sequence[tuple[str, str]] = ()
    is_passage: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read."""
        return not (self.words and self.words.strip())


@dataclass(frozen=True, slots=True)
class Fact:
    """A value without words of its own; ``shown`` is what people call it, empty where it has no name."""

    place: str
    label: str
    value: Any
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Parts with names: a block, an item of a list, something that stands in the copy by value.

    ``data`` is the JSON it was read from; ``name`` what people call something by value.
    """

    place: str
    label: str
    children: "dict[str, Part]"
    data: Data
    name: str = ""


class Order(Enum):
    """What the order of items means: each block has its id; a list counts; a set has keys and is always sorted."""

    BLOCKS = "blocks"
    LIST = "list"
    SET = "set"


@dataclass(frozen=True, slots=True)
class Items:
    """Parts in an order; blocks and the items of sets have ``keys``."""

    place: str
    label: str
    children: "Sequence[Any]"
    order: Order = Order.LIST
    keys: Sequence[str] = ()


Part = Words | Fact | Group | Items


def read(copy: Data) -> Group:
    """A whole copy: the title, the fields in the order of their declaration, the references, and ``meta`` last.

    A field that an older copy lacks is empty in it; one that its model has no more is a fact.
    """
    return _Reading(copy).whole()


def leaves(part: Part) -> Iterator[Words | Fact]:
    """The words and facts of a part, in order."""
    match part:
        case Group(children=named):
            for child in named.values():
                yield from leaves(child)
        case Items(children=children):
            for child in children:
                yield from leaves(child)
        case _:
            yield part


class _Reading:
    """The reading of one copy."""

    def __init__(self, copy: Data, is_passage: bool = True):
        self.copy = copy
        self.is_passage = is_passage
        self.references: list[tuple[str, str]] = []

    def whole(self) -> Group:
        model = apps.get_model(self.copy["meta"]["type"])
        references = self.cited()
        self.references = [(key, part.name) for key, part in zip(references.keys, references.children, strict=True)]
        children = self.fields(model, ["title", *declared(model)], self.copy, "", "")
        known = {*children, "references", "meta"}
        left = {name: value for name, value in self.copy.items() if name not in known}
        children |= {name: Fact(name, name, value, _shown(value)) for name, value in left.items()}
        children["references"] = references
        children["meta"] = self.meta()
        return Group("", "", children, self.copy)

    def meta(self) -> Group:
        labels = {
            "slug": _("Part of the address"),
            "seo_title": _("Title for search engines"),
            "search_description": _("Description for search engines"),
        }
        data = self.copy["meta"]
        children: dict[str, Part] = {
            name: Words(f"meta/{name}", label, data[name]) for name, label in labels.items() if name in data
        }
        children |= {name: Fact(f"meta/{name}", name, data[name], data[name]) for name in ("type", "locale")}
        return Group("meta", "", children, data)

    def cited(self) -> Items:
        reading = _Reading(self.copy, is_passage=False)
        values = self.copy.get("references") or []
        children = [
            reading.by_value(apps.get_model(value["type"]), value, f"references/{value['key']}", _("Reference"))
            for value in values
        ]
        return Items("references", _("Reference"), children, Order.SET, [value["key"] for value in values])

    def fields(
        self, model: type[models.Model], names: list[str], data: Data, place: str, label: str
    ) -> dict[str, Part]:
        found: dict[str, Part] = {}
        for name in dict.fromkeys(names):
            field = model._meta.get_field(name)
            inner = f"{place}/{name}" if place else name
            found[name] = self.field(field, data.get(name), inner, _within(label, _label(field)))
        return found

    def field(self, field: Any, value: Any, place: str, label: str) -> Part:
        match field:
            case StreamField():
                return self.stream(field.stream_block, value or [], place, label)
            case RichTextField():
                return Words(place, label, value, True, self.references, self.is_passage)
            case models.ManyToManyField():
                keys = [key_of(item) for item in value or []]
                found = [
                    self.related(field.related_model, item, f"{place}/{key}", label)
                    for key, item in zip(keys, value or [], strict=True)
                ]
                return Items(place, label, found, Order.SET, keys)
            case models.ManyToOneRel():
                model = field.related_model
                children = [
                    Group(inner, label, self.fields(model, declared(model), item, inner, ""), item)
                    for position, item in enumerate(value or [])
                    if (inner := f"{place}/{position}")
                ]
                return Items(place, label, children)
            case models.ForeignKey():
                return self.related(field.related_model, value, place, label)
            case models.CharField() | models.TextField() if _holds_words(field):
                return Words(place, label, value, is_passage=self.is_passage)
        return Fact(place, label, value, _shown(value, dict(field.flatchoices or ())))

    def related(self, model: type[models.Model], value: Data | None, place: str, label: str) -> Part:
        """A related object: what stands in the copy by key has its own copy, so here it is a fact."""
        if not value:
            return Fact(place, label, value)
        if issubclass(model, get_image_model()):
            return self.picture(value, place, label)
        if issubclass(model, get_document_model()):
            file = Fact(f"{place}/document", label, [value["document"], value["extension"]])
            title = Words(f"{place}/title", _within(label, _("Title of the document")), value["title"])
            return Group(place, label, {"document": file, "title": title}, value, value["title"])
        if issubclass(model, ByValue):
            return self.by_value(model, value, place, label)
        return Fact(place, label, value, key_of(value))

    def picture(self, value: Data | None, place: str, label: str) -> Part:
        if not value:
            return Fact(place, label, value)
        file = [value["image"], value["width"], value["height"]]
        title, alt = _within(label, _("Title of the picture")), _within(label, _("Alternative text"))
        decorative, focus = _within(label, _("Decorative")), _within(label, _("Focal point"))
        children: dict[str, Part] = {
            "image": Fact(f"{place}/image", label, file),
            "title": Words(f"{place}/title", title, value["title"], is_passage=False),
            "alt": Words(f"{place}/alt", alt, value["alt"]),
            "decorative": Fact(f"{place}/decorative", decorative, value["decorative"], _shown(value["decorative"])),
            "focus": Fact(f"{place}/focus", focus, value.get("focus"), _point(value.get("focus"))),
        }
        return Group(place, label, children, value, value["title"])

    def by_value(self, model: type[models.Model], value: Data, place: str, label: str) -> Group:
        children = self.fields(model, declared(model), value, place, label)
        children["key"] = Fact(f"{place}/key", label, [value["key"], value["type"]])
        names = {field.attname for field in model._meta.concrete_fields} & value.keys() - {"key"}
        return Group(place, label, children, value, str(model(**{name: value[name] for name in names})))

    def stream(self, block: blocks.StreamBlock, value: list[Data], place: str, label: str) -> Items:
        children = []
        for child in value:
            inner, known = f"{place}/{child['id']}", block.child_blocks.get(child["type"])
            name = str(known.label) if known else child["type"]
            held = self.block(known, child["value"], inner, name) if known else Fact(inner, name, child["value"])
            children.append(Group(inner, name, {"value": held}, child))
        return Items(place, label, children, Order.BLOCKS, [child["id"] for child in value])

    def block(self, block: blocks.Block, value: Any, place: str, label: str) -> Part:
        match block:
            case ImageBlock():
                return self.picture(value, place, label)
            case blocks.StreamBlock():
                return self.stream(block, value or [], place, label)
            case blocks.ListBlock():
                children = [
                    self.block(block.child_block, item, f"{place}/{position}", f"{label} {position + 1}")
                    for position, item in enumerate(value or [])
                ]
                return Items(place, label, children)
            case blocks.StructBlock():
                named = {
                    name: self.block(child, (value or {}).get(name), f"{place}/{name}", _inner_label(label, child))
                    for name, child in block.child_blocks.items()
                }
                return Group(place, label, named, value or {})
            case blocks.RichTextBlock():
                return Words(place, label, value, True, self.references)
            case blocks.ChooserBlock():
                return self.related(block.model_class, value, place, label)
            case TableBlock():
                return self.table(value, place, label)
            case blocks.CharBlock() | blocks.TextBlock():
                return Words(place, label, value)
        choices = dict(block.field.choices) if isinstance(block, blocks.ChoiceBlock) else {}
        return Fact(place, label, value, _shown(value, choices))

    def table(self, value: Data | None, place: str, label: str) -> Part:
        if not value:
            return Fact(place, label, value)
        caption = Words(f"{place}/table_caption", _within(label, _("Caption")), value.get("table_caption"))
        rows = [
            Items(f"{place}/data/{row}", label, [self.cell(place, label, row, *cell) for cell in enumerate(cells)])
            for row, cells in enumerate(value["data"])
        ]
        layout = {name: item for name, item in value.items() if name not in ("data", "table_caption")}
        children: dict[str, Part] = {
            "table_caption": caption,
            "data": Items(f"{place}/data", label, rows),
            "layout": Fact(f"{place}/layout", _within(label, _("Layout")), layout),
        }
        return Group(place, label, children, value)

    def cell(self, place: str, label: str, row: int, column: int, cell: Any) -> Part:
        place = f"{place}/data/{row}/{column}"
        where = _("row %(row)s, column %(column)s") % {"row": row + 1, "column": column + 1}
        if cell is None or isinstance(cell, str):
            return Words(place, _within(label, where), cell)
        return Fact(place, _within(label, where), cell, str(cell))


def key_of(item: Data) -> str:
    """What names an item that stands in a copy by value or by key."""
    return item.get("key") or item.get("ref") or item.get("image") or item.get("document") or ""


def _holds_words(field: models.Field) -> bool:
    """Whether people write what they like there: neither a choice nor what has a pattern, as addresses and ids do."""
    return not (field.choices or any(isinstance(validator, RegexValidator) for validator in field.validators))


def _label(field: Any) -> str:
    """What people call a field; rows that belong to a page are called by the first thing that they declare."""
    if isinstance(field, models.ManyToOneRel):
        model = field.related_model
        field = model._meta.get_field(declared(model)[0])
    return str(capfirst(field.verbose_name))


def _inner_label(label: str, block: blocks.Block) -> str:
    """Lists and groups are called by what holds them; what they hold says the rest."""
    holds = isinstance(block, blocks.StructBlock | blocks.ListBlock | blocks.StreamBlock)
    return label if holds else _within(label, str(block.label))


def _within(label: str, inner: str) -> str:
    return f"{label}, {inner}" if label else inner


def _point(focus: Data | None) -> str:
    """Where the middle of a picture's focal point lies, for people."""
    if focus is None:
        return ""
    return _("%(x)d %% from the left, %(y)d %% from the top") % {"x": focus["x"], "y": focus["y"]}


def _shown(value: Any, choices: dict[Any, Any] | None = None) -> str:
    """A value for people; nothing for one that has no short form."""
    match value:
        case bool():
            return _("yes") if value else _("no")
        case str() | int() | float():
            return str((choices or {}).get(value, value))
    return ""
