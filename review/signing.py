"""The decision: who may take it, what it binds, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Revision, TaskState, WorkflowState

from ledger import record
from ledger.models import SignOff
from review import errors
from review.authors import authors_of, authors_of_parts
from review.copy import copy_of, digest_of
from review.models import ClinicalReviewTask, ReviewerCredential, RevisionDigest
from review.policy import SIGNING_GROUPS, ReviewPolicy
from review.signals import cleared
from review.subjects import Reviewable, Subject

User = get_user_model()


@dataclass(frozen=True)
class Item:
    """Something under review: always the latest revision, never the one the task began with."""

    task_state: TaskState
    row: Reviewable
    revision: Revision

    @cached_property
    def text(self) -> Reviewable:
        """The page or snippet as the revision holds it."""
        return self.revision.as_object()

    @cached_property
    def payload(self) -> bytes:
        """The bytes to be signed."""
        return copy_of(self.text)

    @cached_property
    def digest(self) -> str:
        """The digest of the bytes to be signed."""
        return digest_of(self.payload)

    @property
    def subject(self) -> Subject:
        """Whose text it is."""
        return self.row.subject

    @property
    def policy(self) -> ReviewPolicy:
        """What the signature has to say, and from whom."""
        return self.row.review_policy

    @cached_property
    def authors(self) -> frozenset[int]:
        """The ids of all who wrote it, or a snippet, picture or document that stands in it by value."""
        return authors_of(self.row) | authors_of_parts(self.text)

    @property
    def submitted_by(self) -> Any:
        """Who sent it to review; None when the account is gone."""
        return self.task_state.workflow_state.requested_by


def waiting() -> Any:
    """The task states that wait for a sign-off, oldest first."""
    return TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        task__in=ClinicalReviewTask.objects.all(),
    ).order_by("started_at")


def item_for(task_state: TaskState) -> Item:
    """What is under review in a task state. Raises NotUnderReview when nothing is."""
    row = task_state.workflow_state.content_object
    row = row.specific if isinstance(row, Page) else row
    if not isinstance(row, Reviewable) or not row.latest_revision:
        raise errors.NotUnderReview
    return Item(task_state, row, row.latest_revision)


def may_sign_as(user: Any, role: str) -> bool:
    """Whether an account's groups let it sign in a role."""
    return user.is_active and user.groups.filter(name__in=SIGNING_GROUPS[role]).exists()


def credential_of(user: Any) -> ReviewerCredential:
    """The credential an account signs with. Raises NoCredential or CredentialExpired."""
    credential = ReviewerCredential.objects.filter(user_id=user.pk).first()
    if credential is None:
        raise errors.NoCredential
    if credential.expired:
        raise errors.CredentialExpired
    return credential


def check_may_decide(item: Item, user: Any) -> ReviewerCredential:
    """The credential with which somebody may decide on an item. Raises a Refused that says why not."""
    if not may_sign_as(user, item.policy.role):
        raise errors.NotInRole
    if not item.authors:
        raise errors.NobodyWroteIt
    if user.pk in item.authors:
        raise errors.WroteIt
    return credential_of(user)


@transaction.atomic
def approve(
    task_state_id: int, user: Any, digest: str, answers: Mapping[str, bool], comment: str, method: str
) -> SignOff:
    """Sign the text that was on the screen; the policy is met, so it is cleared, published and released.

    ``digest`` names what the signer saw, ``answers`` confirms the points of the checklist, ``method`` says how the
    signer proved who they are. Raises a Refused; then nothing was recorded.
    """
    item, credential = _open(task_state_id, user, digest)
    if set(item.policy.checklist) - {key for key, confirmed in answers.items() if confirmed}:
        raise errors.ChecklistIncomplete
    try:
        # As publishing would, which follows from the signature and may not fail after it.
        item.text.full_clean()
    except ValidationError as error:
        raise errors.CannotBePublished(error) from error
    sign_off = _sign(item, user, credential, answers, comment, method, approves=True)
    record.clear(sign_off, item.policy.until(sign_off.signed_at))
    cleared.send(sender=Item, subject=item.subject)
    item.task_state.approve(user=user, comment=comment)
    return sign_off


@transaction.atomic
def ask_for_changes(task_state_id: int, user: Any, digest: str, comment: str, method: str) -> SignOff:
    """Return the text to its author with a comment. Raises a Refused; then nothing was recorded."""
    item, credential = _open(task_state_id, user, digest)
    if not comment.strip():
        raise errors.CommentMissing
    sign_off = _sign(item, user, credential, {}, comment, method, approves=False)
    item.task_state.reject(user=user, comment=comment)
    return sign_off


def _open(task_state_id: int, user: Any, digest: str) -> tuple[Item, ReviewerCredential]:
    """The item, locked against a second decision, once it is sure that this one may be taken."""
    task_state = waiting().filter(pk=task_state_id).first()
    if task_state is None:
        raise errors.NotUnderReview
    _lock_row(task_state.workflow_state.content_object)
    task_state = waiting().select_for_update(of=("self",)).filter(pk=task_state_id).first()
    if task_state is None:
        raise errors.NotUnderReview
    item = item_for(task_state.specific)
    # A picture or snippet that stands in the text may have changed since the revision was saved.
    RevisionDigest.objects.update_or_create(revision=item.revision, defaults={"digest": item.digest})
    credential = check_may_decide(item, user)
    if item.digest != digest:
        raise errors.CopyChanged
    if task_state.revision_id != item.revision.pk:
        # The text came back to these words through a later revision; that one is published.
        item.task_state.revision = item.revision
        item.task_state.save(update_fields=["revision"])
    return item, credential


def _lock_row(row: Any) -> None:
    """Hold the row before the ledger is locked: moving and unpublishing take the two in this order too."""
    if row is not None:
        model = Page if isinstance(row, Page) else type(row)
        model._default_manager.select_for_update().filter(pk=row.pk).first()


def _sign(
    item: Item,
    user: Any,
    credential: ReviewerCredential,
    answers: Mapping[str, bool],
    comment: str,
    method: str,
    approves: bool,
) -> SignOff:
    record.store(item.payload)
    return record.sign(
        subject=str(item.subject),
        digest=item.digest,
        signer_id=user.pk,
        signer_name=credential.name,
        credentials=credential.credentials,
        role=item.policy.role,
        meaning=item.policy.meaning,
        statement=str(item.policy.statement),
        answers=answers,
        comment=comment,
        method=method,
        authors=item.authors,
        approves=approves,
    )
