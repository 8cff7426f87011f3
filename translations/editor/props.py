"""What wagtail-localize's React editor is drawn from, in as many queries for 300 segments as for one.

Its own view (wagtail_localize/views/edit_translation.py) asks several times for each segment: for its words, its
translation, the translation's author and their picture. What the editor gets is the same, without the ways to publish,
to lock and to delete, which stand elsewhere or nowhere.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from django.contrib.admin.utils import quote
from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.urls import reverse
from wagtail.admin.templatetags.wagtailadmin_tags import avatar_url
from wagtail_localize.machine_translators import get_machine_translator
from wagtail_localize.models import (
    OverridableSegment,
    RelatedObjectSegment,
    SegmentOverride,
    StringSegment,
    StringTranslation,
    Translation,
    get_edit_url,
)
from wagtail_localize.views.edit_translation import (
    FieldHasNoEditPanelError,
    TabHelper,
    get_segment_location_info,
)

from translations.editor.notes import Segments

Data = dict[str, Any]
NOTHING_ELSE = dict.fromkeys(("canPublish", "canUnpublish", "canLock", "canUnlock", "canDelete"), False)


def props(translation: Translation, instance: Any, segments: Segments, is_locked: bool) -> Data:
    """The properties of the editor for one translation; ``instance`` is its target, specific, ``segments`` all of it.

    ``is_locked`` says that nobody may change a word just now.
    """
    drawing = _Drawing(translation)
    overrides = list(OverridableSegment.objects.filter(source=translation.source_id).select_related("context"))
    drawn = [*drawing.strings(segments), *drawing.overridables(overrides), *drawing.related()]
    # As the panels of the source's own editor are ordered, and within one as the text is read.
    drawn.sort(key=lambda segment: (segment["location"]["order"], segment["order"]))
    source_locale, locale = translation.source.locale, translation.target_locale
    return {
        "adminBaseUrl": reverse("wagtailadmin_home"),
        "object": {"title": str(instance), "isLocked": is_locked},
        "tabs": drawing.tabs.tabs_with_slugs,
        "sourceLocale": {"code": source_locale.language_code, "displayName": source_locale.get_display_name()},
        "locale": {"code": locale.language_code, "displayName": locale.get_display_name()},
        "perms": NOTHING_ELSE,
        "links": {
            "downloadPofile": reverse("wagtail_localize:download_pofile", args=[translation.pk]),
            "uploadPofile": reverse("wagtail_localize:upload_pofile", args=[translation.pk]),
            "stopTranslationUrl": reverse("wagtail_localize:stop_translation", args=[translation.pk]),
        },
        "previewModes": [],
        "machineTranslator": _machine_translator(translation),
        "segments": drawn,
        "initialStringTranslations": list(_translations(translation, segments)),
        "initialOverrides": list(_overrides(translation, overrides)),
    }


class _Drawing:
    """The segments of a translation as the editor draws them; those of fields that no panel shows are left out."""

    def __init__(self, translation: Translation):
        self.translation = translation
        self.source = translation.source.get_source_instance()
        self.tabs = TabHelper(self.source)

    def segment(self, kind: str, segment: Any, widget: bool = False, **more: Any) -> Iterator[Data]:
        path = segment.context.path
        try:
            location = get_segment_location_info(
                self.source, self.tabs, path, segment.context.get_field_path(self.source), widget=widget
            )
        except FieldHasNoEditPanelError:
            return
        common = {"type": kind, "id": segment.pk, "contentPath": path, "location": location, "order": segment.order}
        yield common | more

    def strings(self, segments: Segments) -> Iterator[Data]:
        for segment in segments:
            url = reverse("wagtail_localize:edit_string_translation", args=[self.translation.pk, segment.pk])
            yield from self.segment("string", segment, source=segment.string.data, editUrl=url)

    def overridables(self, segments: list[OverridableSegment]) -> Iterator[Data]:
        for segment in segments:
            url = reverse("wagtail_localize:edit_override", args=[self.translation.pk, segment.pk])
            yield from self.segment("synchronised_value", segment, widget=True, value=segment.data, editUrl=url)

    def related(self) -> Iterator[Data]:
        """The snippets that the text shows, each with what there is of it in the target's language."""
        segments = RelatedObjectSegment.objects.filter(source=self.translation.source_id)
        found = list(segments.select_related("context", "object__content_type"))
        rows = self._rows(found)
        progress = self._progress(found)
        for segment in found:
            key = segment.object_id
            source = rows.get((key, self.translation.source.locale_id))
            target = rows.get((key, self.translation.target_locale_id))
            shown: Data = {"source": _named(source), "dest": _named(target), "translationProgress": progress.get(key)}
            yield from self.segment("related_object", segment, **shown)

    def _rows(self, segments: list[RelatedObjectSegment]) -> dict[tuple[Any, int], Any]:
        """What some segments show in both languages, by key and locale; a query for each type."""
        keys: defaultdict[Any, set[Any]] = defaultdict(set)
        for segment in segments:
            keys[segment.object.content_type.model_class()].add(segment.object_id)
        locales = [self.translation.source.locale_id, self.translation.target_locale_id]
        return {
            (row.translation_key, row.locale_id): row
            for model, wanted in keys.items()
            for row in model._default_manager.filter(translation_key__in=wanted, locale_id__in=locales)
        }

    def _progress(self, segments: list[RelatedObjectSegment]) -> dict[Any, Data]:
        """How far the translations of what some segments show have come, by key. Two queries."""
        keys = {segment.object_id for segment in segments}
        locale = self.translation.target_locale_id
        theirs = Translation.objects.filter(source__object_id__in=keys, target_locale=locale, enabled=True)
        of_source = dict(theirs.values_list("source_id", "source__object_id"))
        strings = StringSegment.objects.filter(source__in=of_source).annotate_translation(locale)
        counted = (
            strings.order_by()
            .values("source_id")
            .annotate(total=Count("pk"), done=Count("pk", filter=Q(translation__isnull=False)))
        )
        return {
            of_source[row["source_id"]]: {"totalSegments": row["total"], "translatedSegments": row["done"]}
            for row in counted
        }


def _named(row: Any) -> Data | None:
    if row is None:
        return None
    options = row._meta
    start = reverse(
        "wagtail_localize:submit_snippet_translation", args=[options.app_label, options.model_name, quote(row.pk)]
    )
    return {
        "title": str(row),
        "isLive": getattr(row, "live", True),
        "editUrl": get_edit_url(row),
        "createTranslationRequestUrl": start,
    }


def _translations(translation: Translation, segments: Segments) -> Iterator[Data]:
    """What was typed so far, and by whom. Two queries."""
    strings = {segment.string_id for segment in segments}
    rows = StringTranslation.objects.filter(
        locale=translation.target_locale_id, context__object_id=translation.source.object_id, translation_of__in=strings
    ).select_related("translation_of", "context")
    by_words = {(row.translation_of_id, row.context_id): row for row in rows}
    people = _people({row.last_translated_by_id for row in by_words.values()})
    for segment in segments:
        row = by_words.get((segment.string_id, segment.context_id))
        if row:
            yield {
                "string_id": row.translation_of_id,
                "segment_id": segment.pk,
                "data": row.data,
                "error": row.get_error(),
                "comment": row.get_comment(),
                "last_translated_by": people.get(row.last_translated_by_id),
            }


def _people(ids: set[int | None]) -> dict[int | None, Data]:
    accounts = get_user_model()._default_manager.filter(pk__in=ids).select_related("wagtail_userprofile")
    return {
        account.pk: {"full_name": account.get_full_name(), "avatar_url": avatar_url(account, size=25)}
        for account in accounts
    }


def _overrides(translation: Translation, segments: list[OverridableSegment]) -> Iterator[Data]:
    """The pictures and links that were replaced. One query."""
    rows = SegmentOverride.objects.filter(
        locale=translation.target_locale_id, context__in={segment.context_id for segment in segments}
    ).select_related("context")
    by_context = {row.context_id: row for row in rows}
    for segment in segments:
        row = by_context.get(segment.context_id)
        if row:
            yield {"segment_id": segment.pk, "data": row.data, "error": row.get_error()}


def _machine_translator(translation: Translation) -> Data | None:
    translator = get_machine_translator()
    if translator is None or not translator.can_translate(translation.source.locale, translation.target_locale):
        return None
    url = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    return {"name": translator.display_name, "url": url}
