"""Dates that Wagtail was given: what is to go live by itself, and what is to end.

A date says "not before", and so does a review: what comes due without a clearance changes nothing at all, not even its
row. It stays scheduled, and goes live at the first run after it is signed.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.log_actions import registry
from wagtail.models import DraftStateMixin, Page, Revision

from ledger.record import standing_clearance
from public.release import withhold
from review.copy import copy_of, digest_of
from review.runs import Tally, one_by_one
from review.subjects import Reviewable, hold
from review.withheld import SCHEDULE, WITHHELD


def keep_dates() -> Tally:
    """End what has expired, and publish what has come due."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).order_by("approved_go_live_at")
    return one_by_one(_expired(), _end) + one_by_one(due, _begin)


def _expired() -> Iterable[Any]:
    """Everything live that was to end by now: pages, and snippets of every kind, as Wagtail's command finds them."""
    drafts = (model for model in apps.get_models() if issubclass(model, DraftStateMixin))
    for model in (Page, *(model for model in drafts if not issubclass(model, Page))):
        yield from model._default_manager.filter(live=True, expire_at__lt=timezone.now()).order_by("expire_at")


def _end(row: Any) -> bool:
    hold([row])
    row = type(row)._default_manager.filter(pk=row.pk, live=True, expire_at__lt=timezone.now()).first()
    if row is not None:
        row.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return row is not None


def _begin(revision: Revision) -> bool:
    row = revision.content_object
    hold([row])
    # Another run may have published it, or somebody may have called it off.
    due = Revision.objects.filter(pk=revision.pk, approved_go_live_at__lt=timezone.now()).first()
    if due is None:
        return False
    text = due.as_object()
    if isinstance(text, Reviewable):
        digest = digest_of(copy_of(text))
        if standing_clearance(str(text.subject), digest) is None:
            _withhold_once(text, digest, due)
            return False
    due.publish(log_action="wagtail.publish.scheduled")
    return True


def _withhold_once(text: Reviewable, digest: str, revision: Revision) -> None:
    """Say so the first time this text has come due, not every few minutes."""
    said = registry.get_logs_for_instance(text).filter(action=WITHHELD, revision=revision, data__digest=digest)
    if not said.exists():
        withhold(text, digest, SCHEDULE, revision=revision)
