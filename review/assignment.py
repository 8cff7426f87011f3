"""Who is to give a signature, and by when. Being named gives no right and takes none: that is what roles are for."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from review import errors, signing
from review.desk import may_edit, name_of
from review.models import Assignment, ReviewerCredential, Submission
from review.policy import PRACTICE_MANAGERS, ROLE_NAMES
from review.queue.rounds import Reader, open_to
from review.signals import assigned
from review.signers import accounts
from review.signing import Item

CLAIM, RELEASE, HAND_OVER, RESCHEDULE = "keta.claim", "keta.give_back", "keta.hand_over", "keta.reschedule"
LOG_ACTIONS = {
    CLAIM: (_("Take a review"), _("Took on the signature as %(role)s")),
    RELEASE: (_("Give a review back"), _("Whoever may sign as %(role)s can take it on")),
    HAND_OVER: (_("Assign a review"), _("%(name)s is to sign as %(role)s")),
    RESCHEDULE: (_("Change when a review is due"), _("The review is due on %(day)s")),
}


@transaction.atomic
def claim(assignment_id: int, user: Any) -> Assignment:
    """Take on a signature that is nobody's, or that of somebody for whom one stands in. Raises a Refused."""
    item, assignment = _hold(assignment_id)
    if assignment.role not in signing.roles_of(user):
        raise errors.NotInRole
    signing.signatory(item, user)
    if not Assignment.objects.filter(open_to(Reader(user)), pk=assignment.pk).exists():
        raise errors.TakenByAnother(name_of(assignment.person))
    _name(assignment, user)
    _log(item, CLAIM, user, role=assignment.role)
    return assignment


@transaction.atomic
def release(assignment_id: int, user: Any) -> Assignment:
    """Leave a signature to whoever has the role, for whom it is named or who may arrange it. Raises a Refused."""
    item, assignment = _hold(assignment_id)
    if assignment.person_id is None or (assignment.person_id != user.pk and not may_arrange(item, user)):
        raise errors.NotTheirs
    _name(assignment, None)
    _log(item, RELEASE, user, role=assignment.role)
    return assignment


@transaction.atomic
def hand_over(assignment_id: int, user: Any, to: Any) -> Assignment:
    """Name somebody who could sign: for whom it was named before, and those who may arrange it. Raises a Refused."""
    item, assignment = _hold(assignment_id)
    if assignment.person_id != user.pk and not may_arrange(item, user):
        raise errors.MayNotArrange
    try:
        if assignment.role not in signing.roles_of(to):
            raise errors.NotInRole
        signing.signatory(item, to)
    except errors.Refused as why:
        raise errors.CannotBeNamed(name_of(to), why) from why
    _name(assignment, to)
    _log(item, HAND_OVER, user, role=assignment.role, name=name_of(to))
    if to != user:
        assigned.send(sender=Assignment, assignment=assignment, by=user)
    return assignment


@transaction.atomic
def reschedule(submission_id: int, user: Any, due_on: date) -> Submission:
    """Say by when everything is to be signed. Raises a Refused."""
    item = _open(submission_id)
    if not may_arrange(item, user):
        raise errors.MayNotArrange
    if due_on < timezone.localdate():
        raise errors.DueInThePast(due_on)
    item.submission.due_on = due_on
    item.submission.save(update_fields=["due_on"])
    _log(item, RESCHEDULE, user, day=due_on.isoformat())
    return item.submission


@transaction.atomic
def arrange(submission_id: int, user: Any, people: Mapping[str, Any], due_on: date, reason: str) -> Submission:
    """What the submitter says to a whole round: who is to sign in which role (None: anybody), when, and a note.

    Raises a Refused; then nothing was changed.
    """
    item = _open(submission_id)
    if not may_arrange(item, user):
        raise errors.MayNotArrange
    for assignment in item.submission.assignments.all():
        person = people.get(assignment.role)
        if person is None and assignment.person_id is not None:
            release(assignment.pk, user)
        elif person is not None and assignment.person_id != person.pk:
            hand_over(assignment.pk, user, person)
    if due_on != item.submission.due_on:
        reschedule(submission_id, user, due_on)
    Submission.objects.filter(pk=submission_id).update(reason=reason)
    return Submission.objects.get(pk=submission_id)


def candidates(item: Item, role: str) -> QuerySet:
    """The accounts that could sign an item in a role, by name. A courtesy; what is chosen is asked anew."""
    credential = Q(reviewer_credential__expires_on=None) | Q(reviewer_credential__expires_on__gte=timezone.localdate())
    signed = [sign_off.signer_id for sign_off in signing.given_signatures(item).values()]
    with_credential = accounts(role).filter(credential, reviewer_credential__isnull=False)
    if item.subject.locale != settings.LANGUAGE_CODE:
        readers = ReviewerCredential.objects.filter(languages__language_code=item.subject.locale)
        with_credential = with_credential.filter(reviewer_credential__in=readers)
    return with_credential.exclude(pk__in=[*item.authors, *signed])


def may_arrange(item: Item, user: Any) -> bool:
    """Whether somebody says who signs an item and by when: who submitted it, who may edit it, practice managers."""
    if item.submission.submitted_by_id == user.pk or PRACTICE_MANAGERS in signing.groups_of(user):
        return True
    return may_edit(user, item.row)


class RoundFormatter(LogFormatter):
    """Tells what was arranged, in the language of whoever reads it."""

    words: Any = ""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        day = date.fromisoformat(data["day"]) if "day" in data else None
        role = ROLE_NAMES.get(data.get("role"), data.get("role", ""))
        return str(self.words) % {**data, "role": role, "day": date_format(day) if day else ""}


def formatter(action: str) -> type[RoundFormatter]:
    """How the log tells of an action."""
    label, words = LOG_ACTIONS[action]
    return type("Formatter", (RoundFormatter,), {"label": label, "words": words})


def _open(submission_id: int) -> Item:
    """What waits for a signature, held against a decision meanwhile. Raises NotUnderReview."""
    found = Submission.objects.waiting().select_for_update(of=("self",))
    submission = found.filter(pk=submission_id).first()
    if submission is None:
        raise errors.NotUnderReview
    return signing.item_for(submission)


def _hold(assignment_id: int) -> tuple[Item, Assignment]:
    """A signature that has not been given yet, and what it is for."""
    submission_id = Assignment.objects.filter(pk=assignment_id).values_list("submission", flat=True).first()
    if submission_id is None:
        raise errors.NotUnderReview
    item = _open(submission_id)
    if assignment_id in signing.given_signatures(item):
        raise errors.SignatureGiven
    return item, item.submission.assignments.select_related("person").get(pk=assignment_id)


def _name(assignment: Assignment, person: Any) -> None:
    assignment.person = person
    assignment.save(update_fields=["person"])


def _log(item: Item, action: str, user: Any, **data: Any) -> None:
    log(item.row, action, user=user, data=data)
