"""What happens in review, and who hears of it: once the transaction is over, and never in the way of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import partial, wraps
from typing import Any

from django.db import transaction
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from ledger import record
from ledger.models import SignOff
from review import signals
from review.comments import open_comments
from review.models import Assignment, Submission
from review.notices import kinds, letters
from review.notices.people import asked, asked_for, owner_of, readers
from review.notices.sending import send
from review.signers import signers
from review.subjects import Reviewable, Subject, find
from review.withheld import REASONS

_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Nobody is told of what happens inside: for texts that are loaded, not written."""
    token = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(token)


def after_commit(tell: Callable[..., None]) -> Callable[..., None]:
    """A receiver that runs ``tell`` when the transaction is over. What fails in it is logged and stops nothing."""

    def receiver(sender: Any, signal: Any, **arguments: Any) -> None:
        @wraps(tell)  # Django names in the log what failed, so it has to have a name.
        def afterwards() -> None:
            tell(**arguments)

        if not _silent.get():
            transaction.on_commit(afterwards, robust=True)

    # Not by ``wraps``: Django asks whether a receiver takes any argument, and would be shown those of ``tell``.
    receiver.__name__, receiver.__doc__ = tell.__name__, tell.__doc__
    return receiver


@after_commit
def on_opened(submission: Submission) -> None:
    """Those who may sign a text are asked to; for a periodic re-review, when ``on_due`` says so."""
    waiting = _waiting(submission)
    if waiting and waiting.kind != Submission.Kind.PERIODIC:
        _ask(waiting, asked([waiting])[waiting] - {waiting.submitted_by_id})


@after_commit
def on_assigned(assignment: Assignment, by: Any) -> None:
    """Whoever was handed a signature is asked for it, and so is who stands in for them."""
    waiting = _waiting(assignment.submission)
    if waiting is None:
        return
    for named in waiting.assignments.filter(pk=assignment.pk, sign_off=None).exclude(person=None):
        _ask(waiting, asked_for(named, signers()) - {by.pk})


@after_commit
def on_decided(submission: Submission, sign_off: SignOff) -> None:
    """Those who wrote a text hear what has to change, and whoever submitted it that it is signed."""
    row = find(Subject.parse(submission.subject))
    if row is None:
        return
    submission = Submission.objects.select_related("submitted_by").get(pk=submission.pk)
    if sign_off.approves:
        _tell_signed(row, submission, sign_off)
    else:
        _tell_returned(row, submission, sign_off)


@after_commit
def on_held_back(subject: Subject, title: str, digest: str, reason: str, by: Any) -> None:
    """Whoever published what readers do not get hears so, and so does its owner."""
    row, edition = find(subject), record.current_edition(str(subject))
    if row is None or (edition and edition.copy_id == digest):
        return
    letter = partial(letters.withheld, title, edition, REASONS[reason], _edit_url(row))
    send(kinds.WITHHELD, readers(row, {by.pk if by else None, owner_of(row)}), letter)


@after_commit
def on_due(submission: Submission, days: int, until: datetime) -> None:
    """The owner of a public text, and those who are asked to sign it again, hear when its clearance ends."""
    row = find(Subject.parse(submission.subject))
    if row is None:
        return
    waiting = _waiting(submission)
    ids = readers(row, {owner_of(row)}) | (asked([waiting])[waiting] if waiting else frozenset())
    send(kinds.PERIODIC, ids, partial(letters.periodic, submission, row.review_policy, until, days))


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    signals.opened.connect(on_opened)
    signals.assigned.connect(on_assigned)
    signals.decided.connect(on_decided)
    signals.held_back.connect(on_held_back)
    signals.due.connect(on_due)


def _waiting(submission: Submission) -> Submission | None:
    """A submission as it stands now, if it still waits for a signature."""
    return Submission.objects.waiting().select_related("submitted_by").filter(pk=submission.pk).first()


def _ask(submission: Submission, ids: frozenset[int]) -> None:
    send(kinds.ASSIGNED, ids, partial(letters.assigned, submission))


def _tell_returned(row: Reviewable, submission: Submission, sign_off: SignOff) -> None:
    """With every comment: of those who signed before in the same round too, and the open ones on passages."""
    given = [each.sign_off for each in submission.assignments.all() if each.sign_off]
    earlier = list(record.decisions(submission.subject).filter(pk__in=given, approves=True).exclude(comment=""))
    letter = partial(letters.returned, submission, sign_off, earlier, open_comments(row), _edit_url(row))
    wrote = readers(row, {*sign_off.authors, submission.submitted_by_id})
    send(kinds.RETURNED, wrote - {sign_off.signer_id}, letter)


def _tell_signed(row: Reviewable, submission: Submission, sign_off: SignOff) -> None:
    missing = [each.role for each in submission.assignments.all() if each.sign_off is None]
    edition = record.current_edition(submission.subject)
    url = row.full_url if isinstance(row, Page) else ""
    is_public = edition is not None and edition.copy_id == sign_off.copy_id and url is not None
    letter = partial(letters.signed, submission, sign_off, missing, url if is_public else None)
    send(kinds.SIGNED, readers(row, {submission.submitted_by_id}) - {sign_off.signer_id}, letter)


def _edit_url(row: Reviewable) -> str:
    return AdminURLFinder().get_edit_url(row)
