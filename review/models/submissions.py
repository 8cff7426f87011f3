"""What was sent to review: one row for each round, and one for each signature it takes."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale, Revision, TaskState, WorkflowState

from ledger.models import DIGEST_LENGTH, SUBJECT_LENGTH, Edition
from ledger.record import current_edition
from review.checks import Finding
from review.comparison import compare
from review.copy import copy_data
from review.lineage import Origin, answered_origin, origin_of
from review.models.revisions import RevisionDigest
from review.signals import opened
from review.subjects import Reviewable, hold

WORKING_DAYS = 5
"""How long a review takes unless somebody says otherwise."""
SATURDAY = 5


def due_date(start: date, working_days: int = WORKING_DAYS) -> date:
    """The day that many working days, Monday to Friday, after ``start``."""
    day = start
    while working_days:
        day += timedelta(days=1)
        working_days -= day.weekday() < SATURDAY
    return day


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Submissions, by what became of them."""

    def waiting(self) -> "SubmissionQuerySet":
        """Those that wait for a signature, the most urgent first.

        A round that Wagtail ended by a way of its own waits no more, whatever its row says.
        """
        in_progress = Q(
            task_state__status=TaskState.STATUS_IN_PROGRESS,
            task_state__workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        )
        return self.filter(Q(task_state=None) | in_progress, closed_at=None).order_by("due_on", "pk")

    def of(self, obj: Reviewable) -> "SubmissionQuerySet":
        """Those of one page or snippet."""
        return self.filter(subject=str(obj.subject))

    def rereviews(self) -> "SubmissionQuerySet":
        """The open rounds in which a public text is to be signed again as it is."""
        return self.filter(task_state=None, closed_at=None)

    @transaction.atomic
    def open(
        self,
        obj: Reviewable,
        *,
        task_state: TaskState | None = None,
        by: Any = None,
        kind: str = "",
        reason: str = "",
        due_on: date | None = None,
        findings: Iterable[Finding] = (),
    ) -> "Submission":
        """Put a page or snippet on the desk, in place of an earlier round that is still open.

        With a ``task_state``, its latest revision is to be signed; without one, the copy of its current edition, again.
        ``kind`` is told from the text when it is not given; ``due_on`` is in five working days by default;
        ``findings`` are what the checks found, of which their number at each level is kept.
        """
        hold([obj])
        self.of(obj).filter(closed_at=None).update(closed_at=timezone.now(), outcome=Submission.Outcome.SUPERSEDED)
        edition = current_edition(str(obj.subject))
        revision = obj.latest_revision if task_state else None
        origin = origin_of(obj) if revision else answered_origin(edition.clearance.sign_off)
        submission = self.create(
            subject=str(obj.subject),
            task_state=task_state,
            type=obj._meta.label,
            locale=obj.locale.language_code,
            title=revision.object_str if revision else str(obj),
            kind=kind or _kind(obj, is_public=edition is not None),
            reason=reason,
            submitted_by=by,
            due_on=due_on or due_date(timezone.localdate()),
            digest=_digest(revision) if revision else edition.copy_id,
            source=origin.subject if origin else "",
            source_digest=origin.digest if origin else "",
            findings=Counter(finding.level for finding in findings),
            words_changed=_words_changed(revision.as_object(), edition) if revision else 0,
        )
        Assignment.objects.bulk_create(Assignment(submission=submission, role=role) for role in obj.review_policy.roles)
        opened.send(sender=Submission, submission=submission)
        return submission


class Submission(models.Model):
    """One round of review of one subject.

    A new text waits under a Wagtail task; a public one that is due for another look waits without one, so nobody is
    kept from editing it. A translation is signed beside the copy of its ``source`` that it was made from. What is
    recorded here of the text is how it was when it was sent; what is signed is in the ledger.
    """

    class Kind(models.TextChoices):
        NEW = "new", _("New")
        CHANGED = "changed", _("Changed")
        TRANSLATION = "translation", _("Translation")
        PERIODIC = "periodic", _("Periodic re-review")
        RECHECK = "recheck", _("Re-review for a reason")

    class Outcome(models.TextChoices):
        SIGNED = "signed", _("Signed")
        RETURNED = "returned", _("Changes asked for")
        TAKEN_BACK = "taken_back", _("Taken back")
        SUPERSEDED = "superseded", _("Superseded")

    subject = models.CharField(max_length=SUBJECT_LENGTH)
    task_state = models.OneToOneField(
        TaskState, null=True, on_delete=models.CASCADE, related_name="submission", verbose_name=_("task")
    )
    type = models.CharField(_("type"), max_length=120)
    locale = models.CharField(_("language"), max_length=20)
    title = models.CharField(_("title"), max_length=255)
    kind = models.CharField(_("kind of change"), max_length=20, choices=Kind)
    reason = models.TextField(_("reason"), blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("submitted by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    submitted_at = models.DateTimeField(_("submitted"), default=timezone.now)
    due_on = models.DateField(_("due"))
    digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    authors = models.JSONField(default=list)
    source = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    source_digest = models.CharField(max_length=DIGEST_LENGTH, blank=True)
    words_changed = models.PositiveIntegerField(_("words changed"), default=0)
    findings = models.JSONField(_("findings"), default=dict)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        indexes = [
            models.Index(fields=["due_on"], condition=Q(closed_at=None), name="review_submission_due"),
            models.Index(fields=["closed_at"], name="review_submission_closed"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["subject"], condition=Q(closed_at=None), name="review_submission_one_open")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether nothing has ended this round yet."""
        return self.closed_at is None

    @property
    def origin(self) -> Origin | None:
        """What it is a translation of."""
        return Origin(self.source, self.source_digest) if self.source else None

    def add_reason(self, reason: str) -> None:
        """Say why it is reviewed, beside what was said before."""
        if reason not in self.reason:
            self.reason = "\n".join(filter(None, [self.reason, reason]))
            self.save(update_fields=["reason"])

    def close(self, outcome: str) -> None:
        """End this round; a round ends once."""
        ended = type(self).objects.filter(pk=self.pk, closed_at=None)
        ended.update(closed_at=timezone.now(), outcome=outcome)
        self.refresh_from_db(fields=["closed_at", "outcome"])


class Assignment(models.Model):
    """One signature that a submission takes: the role, who is to give it, and the sign-off once it is given.

    Without a ``person`` it is for whoever has the role.
    """

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="assignments")
    role = models.CharField(_("role"), max_length=50)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("who"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="assignments",
    )
    sign_off = models.BigIntegerField(null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["submission", "role"], name="review_assignment_one_a_role")]

    def __str__(self) -> str:
        return f"{self.submission} {self.role}"


def _words_changed(text: Reviewable, edition: Edition | None) -> int:
    """How many words differ from those that are public."""
    before = orjson.loads(edition.copy.payload) if edition else None
    return compare(before, copy_data(text)).words_changed


def _digest(revision: Revision) -> str:
    """The digest of a revision; empty for a draft that cannot be signed as it stands."""
    return RevisionDigest.objects.filter(revision=revision).values_list("digest", flat=True).first() or ""


def _kind(obj: Reviewable, is_public: bool) -> str:
    if obj.locale != Locale.get_default():
        return Submission.Kind.TRANSLATION
    return Submission.Kind.CHANGED if is_public else Submission.Kind.NEW
