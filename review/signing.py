"""The decision: who may take it, what it binds, and what follows from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from ledger import record
from ledger.models import Edition, SignOff
from review import checks, comments, errors, lineage
from review.authors import authors_of, authors_of_parts
from review.checks import Finding, Level
from review.copy import copy_of, digest_of
from review.lineage import Grade
from review.log import note_decision
from review.models import Assignment, ReviewerCredential, RevisionDigest, Submission
from review.policy import ReviewPolicy, roles_in
from review.signals import cleared, decided
from review.subjects import Reviewable, Subject, find, hold


@dataclass(frozen=True)
class Item:
    """Something under review, with the row it is of.

    A submission under a task is about the latest revision, never the one the task began with; one without a task is
    about the copy of the current edition, to be signed again as it is.
    """

    submission: Submission
    row: Reviewable

    @cached_property
    def revision(self) -> Revision | None:
        """The revision to be signed and published; None when the current edition is to be signed again."""
        return self.row.latest_revision if self.submission.task_state_id else None

    @cached_property
    def edition(self) -> Edition | None:
        """What the public sees of it; without a task also what it saw until the clearance ended, to be signed again."""
        name = str(self.subject)
        current = record.current_edition(name)
        return current if current or self.submission.task_state_id else record.ended_edition(name)

    @cached_property
    def text(self) -> Reviewable | None:
        """The page or snippet as the revision holds it."""
        return self.revision.as_object() if self.revision else None

    @cached_property
    def payload(self) -> bytes:
        """The bytes to be signed."""
        return copy_of(self.text) if self.text is not None else bytes(self.edition.copy.payload)

    @cached_property
    def digest(self) -> str:
        """The digest of the bytes to be signed."""
        return digest_of(self.payload)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks find in exactly the words to be signed, whether or not anything else holds them by now."""
        return checks.run(self.row, orjson.loads(self.payload))

    @property
    def subject(self) -> Subject:
        """Whose text it is."""
        return self.row.subject

    @property
    def policy(self) -> ReviewPolicy:
        """Which signatures it takes."""
        return self.row.review_policy

    @cached_property
    def needs_grade(self) -> bool:
        """Whether whoever signs it has to say how grave the change is for what is translated from it."""
        last = record.last_editions([str(self.subject)]).get(str(self.subject))
        if last is None or last.digest == self.digest:
            return False
        under_review = Submission.objects.waiting().filter(source=str(self.subject))
        return under_review.exists() or bool(lineage.translations_of(self.subject))

    @cached_property
    def authors(self) -> frozenset[int]:
        """The ids of all who wrote it, or a snippet, picture or document that stands in it by value.

        The authors of a copy that is signed again are those it had when it was signed first.
        """
        if self.text is None:
            return frozenset(self.edition.clearance.sign_off.authors)
        return authors_of(self.row) | authors_of_parts(self.text)


def item_for(submission: Submission, row: Reviewable | None = None) -> Item:
    """What is under review in a submission; ``row`` is its page or snippet, if it was read already.

    Raises NotUnderReview when nothing is.
    """
    row = row or find(Subject.parse(submission.subject))
    if row is None:
        raise errors.NotUnderReview
    item = Item(submission, row)
    if item.revision is None and item.edition is None:
        raise errors.NotUnderReview
    return item


def groups_of(user: Any) -> frozenset[str]:
    """The names of the groups an account is in; one that is closed is in none."""
    return frozenset(user.groups.values_list("name", flat=True)) if user.is_active else frozenset()


def roles_of(user: Any) -> frozenset[str]:
    """The roles in which an account may sign something."""
    return roles_in(groups_of(user))


def credential_of(user: Any) -> ReviewerCredential:
    """The credential an account signs with. Raises NoCredential or CredentialExpired."""
    credential = ReviewerCredential.objects.filter(user_id=user.pk).first()
    if credential is None:
        raise errors.NoCredential
    if credential.expired:
        raise errors.CredentialExpired
    return credential


@dataclass(frozen=True)
class Signatory:
    """Somebody who may decide on an item: the signature that is theirs to give, and the credential they sign with."""

    assignment: Assignment
    credential: ReviewerCredential


def signatory(item: Item, user: Any) -> Signatory:
    """In which role, and under which name, somebody may decide on an item. Raises a Refused that says why not."""
    roles = roles_of(user) & set(item.policy.roles)
    if not roles:
        raise errors.NotInRole
    if not item.authors:
        raise errors.NobodyWroteIt
    if user.pk in item.authors:
        raise errors.WroteIt
    given = given_signatures(item)
    if any(sign_off.signer_id == user.pk for sign_off in given.values()):
        raise errors.AlreadySigned
    missing = [assignment for assignment in item.submission.assignments.all() if assignment.pk not in given]
    mine = [assignment for assignment in missing if assignment.role in roles]
    if not mine:
        raise errors.RoleSigned
    # What was named for them comes first.
    chosen = min(mine, key=lambda assignment: assignment.person_id != user.pk)
    credential = credential_of(user)
    if not credential.reads(item.subject.locale):
        raise errors.DoesNotRead(item.subject.locale)
    return Signatory(chosen, credential)


def given_signatures(item: Item) -> dict[int, SignOff]:
    """The signatures given to an item so far, by assignment; one given to other words, before they changed, is none."""
    signed = {
        assignment.sign_off: assignment.pk
        for assignment in item.submission.assignments.all()
        if assignment.sign_off is not None
    }
    if not signed:
        return {}
    sign_offs = record.decisions(str(item.subject)).filter(pk__in=signed, approves=True, copy=item.digest)
    return {signed[sign_off.pk]: sign_off for sign_off in sign_offs}


@transaction.atomic
def approve(
    submission_id: int,
    user: Any,
    digest: str,
    answers: Mapping[str, bool],
    comment: str,
    method: str,
    until: datetime | None = None,
    reasons: Mapping[str, str] | None = None,
    grade: Grade | None = None,
) -> SignOff:
    """Sign the text that was on the screen. With the last signature it takes, it is cleared, published and released.

    ``digest`` names what the signer saw, ``answers`` confirms the points of the checklist, ``method`` says how the
    signer proved who they are, ``until`` is for how long they vouch if that is shorter than the policy says.
    ``reasons`` say, by the keys of the findings that ask for it, why the text can be signed nevertheless; of several
    signers each answers for themselves. ``grade`` says how grave a change of a translated text is. Raises a Refused;
    then nothing was recorded.
    """
    item, signing = _open(submission_id, user, digest)
    checklist = item.policy.attestation(signing.assignment.role).checklist
    if set(checklist) - {key for key, confirmed in answers.items() if confirmed}:
        raise errors.ChecklistIncomplete
    findings = _answered(item.findings, reasons or {})
    if until is not None and timezone.localdate(until) <= timezone.localdate():
        raise errors.EndsTooSoon
    lineage_answers = _lineage(item, grade)
    if item.text is not None:
        try:
            # As publishing would, which follows from the signature and may not fail after it.
            item.text.full_clean()
        except ValidationError as error:
            raise errors.CannotBePublished(error) from error
    latest = item.policy.until(timezone.now())
    until = min(until or latest, latest)
    said = {**answers, **lineage_answers}
    sign_off = _sign(item, user, signing, said, comment, method, findings=findings, until=until)
    _note(signing.assignment, sign_off, user)
    _clear_if_complete(item_for(Submission.objects.get(pk=submission_id)), user, comment)
    decided.send(sender=Item, submission=item.submission, sign_off=sign_off)
    return sign_off


@transaction.atomic
def ask_for_changes(submission_id: int, user: Any, digest: str, comment: str, method: str) -> SignOff:
    """Return the text to its author with a comment, whoever has signed it so far.

    Who has commented on passages need say no more: without a ``comment`` those that are open are recorded. Raises a
    Refused; then nothing was recorded. A public text that was to be signed again stays public.
    """
    item, signing = _open(submission_id, user, digest)
    comment = comment.strip() or comments.in_words(comments.open_comments(item.row))
    if not comment:
        raise errors.CommentMissing
    sign_off = _sign(item, user, signing, {}, comment, method, approves=False)
    _note(signing.assignment, sign_off, user)
    item.submission.close(Submission.Outcome.RETURNED)
    if item.submission.task_state:
        item.submission.task_state.specific.reject(user=user, comment=comment)
    decided.send(sender=Item, submission=item.submission, sign_off=sign_off)
    return sign_off


def _lineage(item: Item, grade: Grade | None) -> dict[str, Any]:
    """What is recorded of where a text comes from and of what comes from it. Raises a Refused."""
    answers: dict[str, Any] = {}
    if origin := item.submission.origin:
        if lineage.outdated(origin).status is lineage.Status.WITHDRAWN:
            raise errors.SourceChanged
        answers[lineage.MADE_FROM] = origin._asdict()
    if item.needs_grade:
        if grade is None:
            raise errors.GradeMissing
        answers[lineage.GRADE] = str(grade)
    return answers


def _note(assignment: Assignment, sign_off: SignOff, user: Any) -> None:
    """Write down who decided, so that the desk can tell without asking the ledger."""
    assignment.person = user
    assignment.sign_off, assignment.signed_at = sign_off.pk, sign_off.signed_at
    assignment.save()


def _answered(findings: Sequence[Finding], reasons: Mapping[str, str]) -> list[dict[str, str]]:
    """The findings as they are recorded, with the signer's reasons. Raises a Refused while one stands in the way."""
    blocking = [finding for finding in findings if finding.level == Level.BLOCKS]
    if blocking:
        raise errors.BlockedSince(blocking)
    unanswered = [
        finding for finding in findings if finding.level == Level.ANSWER and not reasons.get(finding.key, "").strip()
    ]
    if unanswered:
        raise errors.Unanswered(unanswered)
    return [
        {
            "key": finding.key,
            "check": finding.check,
            "level": str(finding.level),
            "place": finding.place,
            "excerpt": finding.excerpt,
            "message": finding.message,
            "reason": reasons.get(finding.key, "").strip(),
        }
        for finding in findings
    ]


def _clear_if_complete(item: Item, user: Any, comment: str) -> None:
    """Clear, publish and release a text once every signature of the policy stands under exactly these words."""
    given = given_signatures(item)
    by_role = {
        assignment.role: given[assignment.pk]
        for assignment in item.submission.assignments.all()
        if assignment.pk in given
    }
    if set(item.policy.roles) - set(by_role):
        # What was signed under other words, before they changed, is asked for again.
        void = item.submission.assignments.exclude(sign_off=None).exclude(pk__in=given)
        void.update(sign_off=None, signed_at=None)
        return
    first, *others = (by_role[role] for role in item.policy.roles)
    until = min(sign_off.until for sign_off in (first, *others) if sign_off.until)
    record.clear(first, until, others)
    item.submission.close(Submission.Outcome.SIGNED)
    cleared.send(sender=Item, subject=item.subject)
    if item.submission.task_state:
        item.submission.task_state.specific.approve(user=user, comment=comment)


def _open(submission_id: int, user: Any, digest: str) -> tuple[Item, Signatory]:
    """The item, locked against a second decision, once it is sure that this one may be taken."""
    submission = Submission.objects.waiting().filter(pk=submission_id).first()
    if submission is None:
        raise errors.NotUnderReview
    row = find(Subject.parse(submission.subject))
    hold([row] if row else [])
    submission = Submission.objects.waiting().select_for_update(of=("self",)).filter(pk=submission_id).first()
    if submission is None:
        raise errors.NotUnderReview
    item = item_for(submission)
    if item.revision:
        # A picture or snippet that stands in the text may have changed since the revision was saved.
        RevisionDigest.objects.update_or_create(revision=item.revision, defaults={"digest": item.digest})
    signing = signatory(item, user)
    if item.digest != digest:
        raise errors.CopyChanged
    task_state = submission.task_state
    if task_state and task_state.revision_id != item.revision.pk:
        # The text came back to these words through a later revision; that one is published.
        task_state.revision = item.revision
        task_state.save(update_fields=["revision"])
    return item, signing


def _sign(
    item: Item,
    user: Any,
    signing: Signatory,
    answers: Mapping[str, Any],
    comment: str,
    method: str,
    *,
    approves: bool = True,
    findings: Sequence[Mapping[str, str]] = (),
    until: datetime | None = None,
) -> SignOff:
    attestation = item.policy.attestation(signing.assignment.role)
    record.store(item.payload)
    sign_off = record.sign(
        subject=str(item.subject),
        digest=item.digest,
        signer_id=user.pk,
        signer_name=signing.credential.name,
        credentials=signing.credential.credentials,
        role=attestation.role,
        meaning=attestation.meaning,
        statement=str(attestation.statement),
        answers=answers,
        comment=comment,
        method=method,
        authors=item.authors,
        approves=approves,
        findings=findings,
        until=until,
    )
    note_decision(item.row, sign_off, user)
    return sign_off
