"""Notices whatever a standing follows from, and has it told anew when the transaction is over in which that changed."""

import threading
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, TaskState, WorkflowState
from wagtail.signals import task_cancelled
from wagtail_localize.models import (
    StringSegment,
    StringTranslation,
    Translation,
    TranslationContext,
    TranslationSource,
)

from ledger.models import Edition
from public.models import PublicPage
from review.models import Submission
from review.signals import decided, opened
from review.subjects import Subject, reviewable_models
from translations.board.standing import rebuild, refresh
from translations.storing import stored


class _Touched(threading.local):
    """What has changed in this thread and was not told yet: translation keys, and what leads to some.

    A change that was rolled back may stay here until the next one: telling it anew changes nothing.
    """

    def __init__(self) -> None:
        self.keys: set[UUID] = set()
        self.contexts: set[int] = set()
        self.sources: set[int] = set()

    def take(self) -> set[UUID]:
        """The translation keys, once; two queries at most, however many strings there are."""
        keys, contexts, sources = self.keys, self.contexts, self.sources
        self.keys, self.contexts, self.sources = set(), set(), set()
        if contexts:
            keys.update(TranslationContext.objects.filter(pk__in=contexts).values_list("object_id", flat=True))
        if sources:
            keys.update(TranslationSource.objects.filter(pk__in=sources).values_list("object_id", flat=True))
        return keys


_touched = _Touched()


def tell() -> None:
    """Tell of everything that was touched; of several calls after one transaction the first does all of it."""
    if keys := _touched.take():
        refresh(keys)


def _tell_later() -> None:
    # What an editor did stands, whatever becomes of the board, which can be made anew.
    transaction.on_commit(tell, robust=True)


def on_text(sender: type, instance: Any, **kwargs: Any) -> None:
    """A page or snippet, or what readers get at the address of a page, was saved or is gone."""
    _touched.keys.add(instance.translation_key)
    _tell_later()


def on_source(sender: type, instance: TranslationSource, **kwargs: Any) -> None:
    """A source was handed to wagtail-localize, or brought up to date there."""
    _touched.keys.add(instance.object_id)
    _tell_later()


def on_part_of_source(sender: type, instance: Any, **kwargs: Any) -> None:
    """A source was cut into other segments, or its translation into a language was begun or ended."""
    _touched.sources.add(instance.source_id)
    _tell_later()


def on_string(sender: type, instance: StringTranslation, **kwargs: Any) -> None:
    """A string was translated, or is no more."""
    if instance.context_id:
        _touched.contexts.add(instance.context_id)
        _tell_later()


def on_stored(sender: type, translation: Translation, **kwargs: Any) -> None:
    """Strings of a translation were stored in bulk."""
    _touched.keys.add(translation.source.object_id)
    _tell_later()


def on_edition(sender: type, instance: Edition, **kwargs: Any) -> None:
    """Something was released or retired."""
    _touch_subject(instance.subject)


def on_round(sender: Any, submission: Submission, **kwargs: Any) -> None:
    """A round of review was opened or decided."""
    _touch_subject(submission.subject)


def on_workflow(sender: type, instance: WorkflowState, **kwargs: Any) -> None:
    """A review began or ended in a way of Wagtail's own."""
    key = getattr(instance.content_object, "translation_key", None)
    if key:
        _touched.keys.add(key)
        _tell_later()


def on_cancelled(sender: type, instance: TaskState, **kwargs: Any) -> None:
    """A review was taken back."""
    on_workflow(sender, instance.workflow_state)


def on_locale(sender: type, **kwargs: Any) -> None:
    """There is another language, or one less."""
    transaction.on_commit(rebuild, robust=True)


def _touch_subject(name: str) -> None:
    # The ledger takes any name for a subject; what is no page or snippet has no line on the board.
    with suppress(ValueError):
        _touched.keys.add(UUID(Subject.parse(name).translation_key))
        _tell_later()


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    for signal in (post_save, post_delete):
        for model in (Page, PublicPage, *reviewable_models()):
            signal.connect(on_text, sender=model)
        signal.connect(on_source, sender=TranslationSource)
        for part in (StringSegment, Translation):
            signal.connect(on_part_of_source, sender=part)
        signal.connect(on_string, sender=StringTranslation)
        signal.connect(on_locale, sender=Locale)
    stored.connect(on_stored)
    post_save.connect(on_edition, sender=Edition)
    post_save.connect(on_workflow, sender=WorkflowState)
    task_cancelled.connect(on_cancelled)
    opened.connect(on_round)
    decided.connect(on_round)
