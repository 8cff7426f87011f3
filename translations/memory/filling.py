"""Identical segments fill themselves."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.db.models.signals import post_save
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from ledger import record
from review.subjects import Reviewable, Subject
from translations.memory.known import known_to
from translations.models.provenance import MEMORY
from translations.storing import Filled, pending, store

LATEST = 20
"""Of the translations of one string, so many of the latest are looked at."""


def connect() -> None:
    """Fill when a translation is started and when its source is refreshed."""
    post_save.connect(_started, sender=Translation, dispatch_uid="translations.memory")
    post_save.connect(_refreshed, sender=TranslationSource, dispatch_uid="translations.memory")


def fill(translation: Translation) -> int:
    """Take over what the same words are elsewhere, for every segment without a translation; how many strings got some.

    Of several translations that of a text readers have in front of them counts first, then the latest. Whoever wrote
    them is an author of this text too, so whoever signs it is somebody else. The number of queries is always the same.
    """
    segments = list(pending(translation))
    wanted = {segment.string_id for segment in segments}
    if not wanted:
        return 0
    chosen = _choose(translation, wanted)
    filled = (
        Filled(segment, known.data, known.last_translated_by_id, known.origin or "")
        for segment in segments
        if (known := chosen.get(segment.string_id))
    )
    return store(translation, filled, StringTranslation.TRANSLATION_TYPE_MANUAL, MEMORY)


def _choose(translation: Translation, string_ids: Iterable[int]) -> dict[int, StringTranslation]:
    """The translation to take over for each string that has one."""
    latest = Window(RowNumber(), partition_by="translation_of_id", order_by=F("updated_at").desc())
    rows = known_to(translation).filter(translation_of_id__in=string_ids).annotate(rank=latest)
    found = list(rows.filter(rank__lte=LATEST).select_related("context__object"))
    language = translation.target_locale.language_code
    subjects = {row.pk: _subject(row, language) for row in found}
    current = record.current().filter(subject__in=set(subjects.values()))
    public = set(current.values_list("subject", flat=True))
    found.sort(key=lambda row: (subjects[row.pk] in public, row.updated_at))
    return {row.translation_of_id: row for row in found}


def _subject(row: StringTranslation, language: str) -> str:
    """The name in the ledger of the page or snippet that some words were translated for."""
    model = ContentType.objects.get_for_id(row.context.object.content_type_id).model_class()
    kind = getattr(model, "subject_kind", Reviewable.subject_kind)
    return str(Subject(kind, str(row.context.object_id), language))


def _started(instance: Translation, raw: bool = False, **kwargs: Any) -> None:
    if instance.enabled and not raw:
        fill(instance)


def _refreshed(instance: TranslationSource, created: bool, raw: bool = False, **kwargs: Any) -> None:
    # It is saved before its segments are read (wagtail_localize/models.py, ``update_from_db``).
    if not created and not raw:
        transaction.on_commit(partial(_fill_all, instance.pk), robust=True)


def _fill_all(source_id: int) -> None:
    translations = Translation.objects.filter(source=source_id, enabled=True)
    for translation in translations.select_related("source", "target_locale"):
        fill(translation)
