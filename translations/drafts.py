"""What the translation tool may do with its target: keep a draft and send it to review. It publishes nothing."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import WorkflowState
from wagtail_localize.models import Translation

from review.errors import Blocked
from review.subjects import Reviewable
from translations.sources import held_digest


class Refused(Exception):
    """A draft that was not kept or not submitted, with the reason for the translator."""


def enabled_translation(obj: Reviewable) -> Translation | None:
    """The translation that a page or snippet is the target of; None for a source, or a text edited on its own."""
    return Translation.objects.filter(
        source__object_id=obj.translation_key, target_locale_id=obj.locale_id, enabled=True
    ).first()


def save_draft(translation: Translation, obj: Reviewable, user: Any) -> Reviewable:
    """Put the translated strings into a new draft of the target. Raises Refused, then nothing was kept."""
    lock = obj.get_lock()
    if lock and lock.for_user(user):
        raise Refused(lock.get_message(user))
    if held_digest(translation) is None:
        raise Refused(_("This translation was begun from a text that nobody has signed. Bring it up to date first."))
    if invalid := _save_target(translation, user):
        reasons = " ".join(invalid.messages)
        raise Refused(_("The draft was not saved: %(reasons)s") % {"reasons": reasons}) from invalid
    return type(obj)._default_manager.get(pk=obj.pk)


@transaction.atomic
def _save_target(translation: Translation, user: Any) -> ValidationError | None:
    """Save a draft with all that belongs to it, or note at its strings what is wrong with them; the error then."""
    try:
        translation.save_target(user=user, publish=False)
    except ValidationError as error:
        return error
    return None


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
