"""What the translation tool may do with its target: keep a draft and send it to review. It publishes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CharField, TextField
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail_localize.fields import get_translatable_fields
from wagtail_localize.models import Translation

from review.errors import Blocked
from review.subjects import Reviewable
from translations.sources import held_digest


class Refused(Exception):
    """A draft that was not kept or not submitted, with the reason for the translator."""


def save_draft(translation: Translation, obj: Reviewable, user: Any) -> Reviewable:
    """Put the translated strings into a new draft of the target. Raises Refused, then nothing was kept."""
    lock = obj.get_lock()
    if lock and lock.for_user(user):
        raise Refused(lock.get_message(user))
    if held_digest(translation) is None:
        raise Refused(_("This translation was begun from a text that nobody has signed. Bring it up to date first."))
    _save(translation, user, publish=False)
    return type(obj)._default_manager.get(pk=obj.pk)


def save_snippet(translation: Translation, user: Any) -> None:
    """Put the translated strings into a snippet that is signed as part of the pages that use it: it has no drafts.

    Raises Refused, then nothing was kept.
    """
    _save(translation, user, publish=True)


def _save(translation: Translation, user: Any, publish: bool) -> None:
    if invalid := _save_target(translation, user, publish):
        reasons = " ".join(invalid.messages)
        raise Refused(_("The translation was not saved: %(reasons)s") % {"reasons": reasons}) from invalid


@transaction.atomic
def _save_target(translation: Translation, user: Any, publish: bool) -> ValidationError | None:
    """Save a target with all that belongs to it, or note at its strings what is wrong with them; the error then."""
    try:
        _empty_what_the_source_lacks(translation)
        translation.save_target(user=user, publish=publish)
    except ValidationError as error:
        return error
    return None


def _empty_what_the_source_lacks(translation: Translation) -> None:
    """Take out of the target what was taken out of its source; its row, which nobody reads, is where a draft begins.

    wagtail-localize writes only what the source has words for (wagtail_localize/segments/ingest.py).
    """
    source = translation.source.as_instance()
    fields = [translated.get_field(type(source)) for translated in get_translatable_fields(type(source))]
    texts = [field for field in fields if isinstance(field, CharField | TextField)]
    emptied = {field.name: "" for field in texts if not getattr(source, field.name)}
    if emptied:
        rows = type(source)._default_manager.filter(translation_key=source.translation_key)
        rows.filter(locale=translation.target_locale_id).update(**emptied)


def submit(obj: Reviewable, user: Any) -> None:
    """Send the latest draft to review, or back to it after changes were asked for.

    Raises Refused when a check blocks it; then nothing was started.
    """
    state = obj.current_workflow_state
    try:
        # Resuming writes before the task may refuse (wagtail/models/workflows.py).
        with transaction.atomic():
            if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
                state.resume(user)
            else:
                obj.get_workflow().start(obj, user)
    except Blocked as refusal:
        raise Refused(refusal.message()) from refusal


def may_take_back(obj: Reviewable, user: Any) -> bool:
    """Whether somebody may take a text back from review: whoever submitted it, as in Wagtail's own editor."""
    return obj.workflow_in_progress and obj.current_workflow_state.user_can_cancel(user)


def take_back(obj: Reviewable, user: Any) -> None:
    """Take a text back from review, to work on it further. Raises Refused."""
    if not may_take_back(obj, user):
        raise Refused(_("It was not taken back: it is no longer under review, or somebody else submitted it."))
    obj.current_workflow_state.cancel(user=user)
