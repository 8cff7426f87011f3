"""What the screens of review and the editor tell about a text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from ledger import record
from ledger.models import Edition, SignOff
from review.models import Submission
from review.permissions import latest_digest
from review.subjects import Reviewable

User = get_user_model()


def review_url(submission: Submission) -> str:
    """The review page of a submission."""
    return reverse("review:sign", args=[submission.pk])


def submitted_url(submission: Submission) -> str:
    """Where whoever submitted it says who is to sign it, and by when."""
    return reverse("review:submitted", args=[submission.pk])


def may_read(user: Any, row: Reviewable, roles: frozenset[str]) -> bool:
    """Whether somebody has a reason to see what is under review: they sign such content or edit it."""
    return bool(roles & set(row.review_policy.roles)) or may_edit(user, row)


def may_edit(user: Any, row: Model) -> bool:
    """Whether somebody may edit a page or snippet."""
    if isinstance(row, Page):
        return row.permissions_for_user(user).can_edit()
    return policy_registry.get_by_type(type(row)).user_has_permission_for_instance(user, "change", row)


def sender_of(submission: Submission) -> str:
    """Who sent something to review; nobody did when its time had come."""
    if submission.kind == Submission.Kind.PERIODIC and submission.submitted_by is None:
        return _("the calendar")
    return name_of(submission.submitted_by)


def name_of(user: Any) -> str:
    """What to call an account that may be gone."""
    return str(user) if user else _("a deleted account")


def names_of(ids: Iterable[int]) -> list[str]:
    """The names of accounts, in order; those that are gone are named so."""
    ids = set(ids)
    found = sorted(str(user) for user in User.objects.filter(pk__in=ids))
    return found + [name_of(None)] * (len(ids) - len(found))


@dataclass(frozen=True)
class PublicText:
    """What the public sees of a page or snippet, compared with its latest draft."""

    edition: Edition | None
    is_latest: bool

    @property
    def sign_off(self) -> SignOff | None:
        """The signature it stands on."""
        return self.edition.clearance.sign_off if self.edition else None

    @property
    def is_overdue(self) -> bool:
        """Whether the clearance it stands on has ended."""
        return self.edition is not None and self.edition.clearance.until <= timezone.now()


def public_text(obj: Reviewable) -> PublicText:
    """What the public sees of a page or snippet."""
    edition = record.current_edition(str(obj.subject))
    return PublicText(edition, edition is not None and edition.copy_id == latest_digest(obj))


def submission_of(obj: Reviewable) -> Submission | None:
    """The round in which a page or snippet waits for a signature."""
    return Submission.objects.waiting().of(obj).first()


def asked_for(obj: Reviewable) -> SignOff | None:
    """The decision that returned a page or snippet to its author, until it is submitted again."""
    state = obj.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return record.decisions(str(obj.subject)).filter(approves=False).first()
