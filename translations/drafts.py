"""What the translation tool may do with its target: keep a draft and send it to review. It publishes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail_localize.models import Translation

from review.errors import Blocked
from review.subjects import Reviewable


class Refused(Exception):
    """A draft that was not kept or not submitted, with the reason for the translator."""


def enabled_translation(obj: Any) -> Translation | None:
    """The translation that a page or snippet is the target of; None for a source, or a text edited on its own."""
    translations = Translation.objects.select_related("source__locale", "target_locale")
    return translations.filter(
        source__object_id=obj.translation_key, target_locale_id=obj.locale_id, enabled=True
    ).first()


def save_draft(translation: Translation, obj: Reviewable, user: Any) -> Reviewable:
    """Put the translated strings into a new draft of the target. Raises Refused, then nothing was kept."""
    lock = obj.get_lock()
    if lock and lock.for_user(user):
        raise Refused(lock.get_message(user))
    _save(translation, user, publish=False)
    return type(obj)._default_manager.get(pk=obj.pk)


def save_snippet(translation: Translation, user: Any) -> None:
    """Put the translated strings into a snippet that is signed as part of the pages that use it: it has no drafts.

    Raises Refused, then nothing was kept.
    """
    _save(translation, user, publish=True)


def _save(translation: Translation, user: Any, publish: bool) -> None:
    try:
        translation.save_target(user=user, publish=publish)
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise Refused(_("The translation was not saved: %(reasons)s") % {"reasons": reasons}) from error


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
