"""What wagtail-localize knows of the parts of a text, called segments there."""

from collections.abc import Iterator
from typing import NamedTuple

from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

META = frozenset({"search_description", "seo_title"})
"""Fields that stand in a copy among what only search engines show."""
ADDRESS = "slug"


class Segment(NamedTuple):
    """Some words of the source, and the place where they stand in a copy (review.passages)."""

    place: str
    words: str


def missing(translation: Translation) -> Iterator[Segment]:
    """What is not translated, or not without an error, in reading order.

    The address is none of it: without a translation it stays that of the source, and says nothing.
    """
    segments = StringSegment.objects.filter(source=translation.source_id)
    untranslated = segments.annotate_translation(translation.target_locale_id).filter(translation=None)
    for segment in untranslated.exclude(context__path=ADDRESS).select_related("context", "string").order_by("order"):
        words = StringValue(segment.string.data).render_text()
        yield Segment(place_of(segment.context.path), words)


def place_of(path: str) -> str:
    """The place of a segment: wagtail-localize says ``body.<block>.text`` for ``body/<block>/text``."""
    field, *rest = path.split(".")
    return "/".join(["meta", field] if field in META else [field, *rest])
