"""Periodic re-review: what is public comes back to the desk before its clearance ends.

Running it twice, or by two processes at once, does nothing twice.
"""

from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from ledger import record
from ledger.models import Edition
from review.models import Reminder, Submission, due_date
from review.runs import Tally, one_by_one
from review.signals import due
from review.subjects import Subject, find, hold

REMINDERS = (60, 30, 7, 0)
"""How many days before the end of a clearance those who answer for the text are told; at the first its round opens.

A clearance that was given for less than that begins with the next: nobody is reminded of what was signed today.
"""


def open_rounds() -> Tally:
    """Put what is about to end on the desk, to be signed again as it is.

    Passed over is what waits on the desk already, and what its reviewers refused to sign again: it needs a new text.
    """
    waiting = Submission.objects.waiting().filter(subject=OuterRef("subject"))
    return one_by_one(_ahead().filter(~Exists(waiting)), _open_round)


def announce() -> Tally:
    """Send ``due`` for what has come closer to its end than was told before."""
    over = Reminder.objects.filter(clearance=OuterRef("clearance_id"), days=0)
    return one_by_one(_ahead().filter(~Exists(over)), _announce)


def _ahead() -> QuerySet[Edition]:
    return record.ending(before=timezone.now() + timedelta(days=REMINDERS[0]))


def _reached(edition: Edition) -> int | None:
    """The latest of the reminders whose time has come; None before the first."""
    given, until, now = edition.clearance.created_at, edition.clearance.until, timezone.now()
    return min((days for days in REMINDERS if given < until - timedelta(days=days) <= now), default=None)


def _open_round(edition: Edition) -> bool:
    row = find(Subject.parse(edition.subject))
    if row is None or _reached(edition) is None:
        return False
    hold([row])
    rounds = Submission.objects.of(row)
    refused = rounds.filter(
        task_state=None, outcome=Submission.Outcome.RETURNED, submitted_at__gte=edition.clearance.created_at
    )
    # Once the row is held, nobody else opens a round of it or releases another text.
    if rounds.waiting().exists() or refused.exists() or record.current_edition(edition.subject) != edition:
        return False
    Submission.objects.open(row, kind=Submission.Kind.PERIODIC, due_on=_due_on(edition.clearance.until))
    return True


def _due_on(until: datetime) -> date:
    """The day on which a clearance ends; once it has ended, the usual time from today."""
    return timezone.localdate(until) if until > timezone.now() else due_date(timezone.localdate())


def _announce(edition: Edition) -> bool:
    days = _reached(edition)
    submission = Submission.objects.filter(subject=edition.subject).order_by("-pk").first()
    if days is None or submission is None or not _remember(edition.clearance_id, days):
        return False
    due.send(sender=Submission, submission=submission, days=days, until=edition.clearance.until)
    return True


def _remember(clearance: int, days: int) -> bool:
    """Whether this was still to be told."""
    _, is_first = Reminder.objects.get_or_create(clearance=clearance, defaults={"days": days})
    return is_first or bool(Reminder.objects.filter(clearance=clearance, days__gt=days).update(days=days))
