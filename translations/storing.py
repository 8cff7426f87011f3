"""What tools fill into a translation: only where nobody has translated yet, and always with its provenance."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.strings import StringValue, validate_translation_links

from translations.models import Provenance
from translations.segments import ADDRESS

TITLE = "title"
stored = Signal()
"""Words were stored in bulk, of which Django tells nobody (``translation``)."""


class Filled(NamedTuple):
    """Words for a segment, with the id of whose they are and what they were taken from."""

    segment: StringSegment
    words: str
    user_id: int | None
    origin: str = ""


def pending(translation: Translation) -> QuerySet[StringSegment]:
    """The segments without a translation, not even a faulty one, in reading order; the address is none of them."""
    segments = StringSegment.objects.filter(source=translation.source_id)
    empty = segments.annotate_translation(translation.target_locale_id, include_errors=True).filter(translation=None)
    return empty.exclude(context__path=ADDRESS).select_related("context", "string").order_by("order")


@transaction.atomic
def store(translation: Translation, filled: Iterable[Filled], translation_type: str, tool: str) -> int:
    """Keep the words of a tool, with their provenance; how many strings got some.

    What somebody has translated in the meantime stays. ``translation_type`` and ``tool`` are those of wagtail-localize.
    The number of queries does not grow with that of the segments.
    """
    # A string that stands twice in one place is translated once.
    by_string = {(entry.segment.string_id, entry.segment.context_id): entry for entry in filled}
    rows = [
        StringTranslation(
            translation_of_id=string_id,
            context_id=context_id,
            locale_id=translation.target_locale_id,
            data=entry.words,
            translation_type=translation_type,
            tool_name=tool,
            last_translated_by_id=entry.user_id,
            has_error=_is_broken(entry),
        )
        for (string_id, context_id), entry in by_string.items()
    ]
    if not rows:
        return 0
    StringTranslation.objects.bulk_create(rows, ignore_conflicts=True)
    kept = [row for row in _without_provenance(translation, tool) if by_string.get(_string(row))]
    provenances = [Provenance.first(row) for row in kept]
    for provenance in provenances:
        provenance.origin = by_string[_string(provenance.translation)].origin
    Provenance.objects.bulk_create(provenances)
    for row in kept:
        if row.context.path == TITLE:
            show_title(translation, row.data)
    stored.send(sender=StringTranslation, translation=translation)
    return len(kept)


def show_title(translation: Translation, title: str) -> None:
    """Pages are listed under their translated title (wagtail_localize/models.py, ``post_save_string_translation``)."""
    pages = Page.objects.filter(translation_key=translation.source.object_id, locale_id=translation.target_locale_id)
    pages.update(draft_title=title)


def _without_provenance(translation: Translation, tool: str) -> QuerySet[StringTranslation]:
    rows = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale_id=translation.target_locale_id, tool_name=tool
    )
    return rows.filter(provenance=None).select_related("context")


def _string(row: StringTranslation) -> tuple[int, int]:
    return row.translation_of_id, row.context_id


def _is_broken(entry: Filled) -> bool:
    """Whether the markup cannot be used (wagtail_localize/models.py, ``StringTranslation.save``)."""
    try:
        StringValue.from_translated_html(entry.words)
        validate_translation_links(entry.segment.string.data, entry.words)
    except ValueError:
        return True
    return False
