"""Where a passage stands in its model: what people call the place, and how much fits there."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField


@dataclass(frozen=True, slots=True)
class Place:
    """``label`` is for people; ``field`` the field of the model or form that checks the words, None where none does."""

    label: str
    field: Any = None

    @property
    def max_length(self) -> int | None:
        """How many characters fit, or None where nothing limits them."""
        return getattr(self.field, "max_length", None)

    def complaint(self, words: str) -> str:
        """Why some words, without markup, cannot stand here; empty when they can."""
        if self.max_length and len(words) > self.max_length:
            return ngettext(
                "It has %(length)s characters; only %(most)s fits here. Shorten it.",
                "It has %(length)s characters; only %(most)s fit here. Shorten it.",
                self.max_length,
            ) % {"length": len(words), "most": self.max_length}
        try:
            if self.field is not None:
                self.field.run_validators(words)
        except ValidationError as error:
            return " ".join(error.messages)
        return ""


def place_of(model: type[models.Model], field_path: str) -> Place:
    """The place that a field path of wagtail-localize leads to, such as ``body.heading.text``. Asks no database.

    A path that the model no longer has is called by itself.
    """
    try:
        return _in_model(model, field_path.split("."))
    except (FieldDoesNotExist, KeyError):
        return Place(field_path or _("A passage"))


def _in_model(model: type[models.Model], path: list[str]) -> Place:
    field = model._meta.get_field(path[0])
    if isinstance(field, models.ManyToOneRel):
        return _in_model(field.related_model, path[1:])
    label = str(capfirst(field.verbose_name))
    if isinstance(field, StreamField):
        return _in_block(field.stream_block, path[1:], [])
    # The length of rich text is that of all its passages together.
    return Place(label, None if isinstance(field, RichTextField) else field)


def _in_block(block: blocks.Block, path: list[str], labels: list[str]) -> Place:
    if not path:
        limited = isinstance(block, blocks.FieldBlock) and not isinstance(block, blocks.RichTextBlock)
        return Place(", ".join(labels), block.field if limited else None)
    if isinstance(block, blocks.ListBlock):
        return _in_block(block.child_block, path[1:], labels)
    inner = block.child_blocks[path[0]]
    return _in_block(inner, path[1:], [*labels, str(inner.label)])
