"""What wagtail-localize knows of the parts of a text, called segments there."""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from wagtail.fields import StreamField
from wagtail_localize.models import StringSegment, Translation, TranslationSource
from wagtail_localize.strings import StringValue

META = frozenset({"search_description", "seo_title", "slug"})
"""Fields that stand in a copy among what only search engines and addresses show."""
ADDRESS = "slug"
RENAMED = MappingProxyType({"alt_text": "alt"})
"""What a copy calls otherwise than the block of a picture does."""


class Segment(NamedTuple):
    """Some words of the source, and the place where they stand in a copy (review.passages)."""

    place: str
    words: str


def segments_of(translation: Translation) -> list[StringSegment]:
    """The segments of a translation in reading order, with ``string`` and ``context``. One query.

    Their ``translation`` is what was typed so far, with errors too; None where nothing was.
    """
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("context", "string")
    return list(segments.annotate_translation(translation.target_locale_id, include_errors=True).order_by("order"))


def missing(translation: Translation) -> Iterator[Segment]:
    """What is not translated, or not without an error, in reading order.

    The address is none of it: without a translation it stays that of the source, and says nothing.
    """
    items = items_of(translation.source)
    segments = StringSegment.objects.filter(source=translation.source_id)
    untranslated = segments.annotate_translation(translation.target_locale_id).filter(translation=None)
    for segment in untranslated.exclude(context__path=ADDRESS).select_related("context", "string").order_by("order"):
        words = StringValue(segment.string.data).render_text()
        yield Segment(place_of(segment.context.path, items), words)


def place_of(path: str, items: Mapping[str, str] = MappingProxyType({})) -> str:
    """The place of a segment: wagtail-localize says ``body.<block>.text`` for ``body/<block>/text``.

    ``items`` are those of the source (``items_of``): without them the items of lists go by their ids, under which no
    copy knows them.
    """
    field, *rest = path.split(".")
    if field in META:
        return f"meta/{field}"
    return "/".join([field, *(items.get(part) or RENAMED.get(part, part) for part in rest)])


def items_of(source: TranslationSource) -> dict[str, str]:
    """The position of each item of a list in a source, by its id: wagtail-localize names items, copies count them."""
    # The cache of content types knows it; the row would be asked for.
    model = ContentType.objects.get_for_id(source.specific_content_type_id).model_class()
    content = json.loads(source.content_json)
    streams = [content[field.name] for field in model._meta.fields if isinstance(field, StreamField)]
    return dict(found for stream in streams for found in _items(json.loads(stream or "[]")))


def _items(value: Any) -> Iterator[tuple[str, str]]:
    """The items of lists anywhere in the stored value of a stream (wagtail/blocks/list_block.py, get_prep_value)."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for position, part in enumerate(value):
            if isinstance(part, dict) and part.get("type") == "item" and "id" in part:
                yield part["id"], str(position)
            yield from _items(part)
