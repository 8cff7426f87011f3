"""Where the words of a translation come from: kept when they are saved, and told by segment and by place."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_save
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from review.subjects import Reviewable
from translations.models import Provenance
from translations.models.provenance import Kind
from translations.segments import items_of, place_of
from translations.sources import enabled_translation


def connect() -> None:
    """Listen to what the translation tool saves."""
    post_save.connect(keep, sender=StringTranslation, dispatch_uid="translations.provenance")


def keep(instance: StringTranslation, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
    """Note who has just saved some words."""
    if update_fields is None or "data" in update_fields:
        keep_all([instance])


def keep_all(saved: Collection[StringTranslation]) -> None:
    """Note who has just saved the words of some rows, which may have been stored in bulk. Two queries."""
    known = {each.translation_id: each for each in Provenance.objects.filter(translation__in=saved)}
    after = [_since(known.get(row.pk), row) for row in saved]
    for each in after:
        # The row that is there is found by its translation.
        each.pk = None
    Provenance.objects.bulk_create(
        after, update_conflicts=True, unique_fields=["translation"], update_fields=Provenance.TOLD
    )


def of(translation: StringTranslation) -> Provenance:
    """Where the words of one string translation come from; ask for ``provenance`` along with it.

    It is true of rows that were written in bulk too, of which nobody is told.
    """
    return _since(getattr(translation, "provenance", None), translation)


def _since(known: Provenance | None, translation: StringTranslation) -> Provenance:
    """What is true of a string translation as it is now, of whose earlier words something may be known.

    A person who saves the words of a machine or the memory has confirmed them, or edited them if they are others. The
    same words in a file that was sent out and came back say nothing.
    """
    fresh = Provenance.first(translation)
    if known is None or known.kind == Kind.HUMAN:
        return fresh
    same = known.words == translation.data
    if fresh.kind != Kind.HUMAN:
        fresh.origin = known.origin if same and known.kind == fresh.kind else ""
        return fresh
    if translation.tool_name and not same:
        return fresh
    if translation.tool_name:
        known.edited = False
        return known
    known.edited, known.confirmed = not same, same
    return known


def by_segment(translation: Translation, segments: Iterable[StringSegment]) -> dict[int, Provenance]:
    """Where the words of each segment that has some come from, by the segment's id. One query."""
    found = {(row.translation_of_id, row.context_id): of(row) for row in _translated(translation)}
    keys = {segment.pk: (segment.string_id, segment.context_id) for segment in segments}
    return {pk: found[key] for pk, key in keys.items() if key in found}


def for_copy(obj: Reviewable) -> dict[str, Provenance]:
    """Where the words of a page or snippet come from, by their place in its copy; nothing for one that is no target.

    Of several at one place, such as the paragraphs of a text, the one that asks most to be read. Three queries.
    """
    translation = enabled_translation(obj)
    if translation is None:
        return {}
    segments = StringSegment.objects.filter(source=translation.source_id).select_related("context")
    items = items_of(translation.source)
    paths = {segment.pk: segment.context.path for segment in segments}
    places: dict[str, list[Provenance]] = {}
    for pk, provenance in by_segment(translation, segments).items():
        places.setdefault(place_of(paths[pk], items), []).append(provenance)
    return {place: max(found, key=_urgency) for place, found in places.items()}


def described(obj: Reviewable) -> dict[str, str]:
    """Where the words of a translation come from, for its reviewer, by their place in the copy."""
    return {place: provenance.label for place, provenance in for_copy(obj).items()}


def unread(translation: Translation, segments: Iterable[StringSegment]) -> Mapping[int, str]:
    """The words of the segments that a machine wrote and no person has edited or confirmed, by the segment's id."""
    found = by_segment(translation, segments)
    return {pk: provenance.translation.data for pk, provenance in found.items() if provenance.is_unread}


def _urgency(provenance: Provenance) -> tuple[bool, bool, bool]:
    touched = provenance.edited or provenance.confirmed
    return provenance.is_unread, provenance.kind != Kind.HUMAN, not touched


def _translated(translation: Translation) -> QuerySet[StringTranslation]:
    rows = StringTranslation.objects.filter(
        context__object__sources=translation.source_id, locale_id=translation.target_locale_id
    )
    return rows.select_related("provenance")
