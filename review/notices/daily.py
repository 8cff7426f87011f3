"""The daily digest: what presses, in one mail for each person."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from review.models import NoticeChoice, Submission
from review.notices import letters
from review.notices.kinds import DUE_TOMORROW, OVERDUE, Kind
from review.notices.people import asked
from review.notices.sending import deliver, muted_by, recipients
from review.runs import Tally

MORNING = 7
"""The hour of the clinic's day before which nobody is sent a digest."""

Pressing = dict[Kind, list[Submission]]


def send_daily(now: datetime) -> Tally:
    """Tell everybody what waits for them and is overdue or due tomorrow.

    However often it is called, everybody gets one digest a day, on the clinic's calendar and not before ``MORNING``.
    When the mail server does not answer, the next call tries again. A fixed number of queries.
    """
    here = timezone.localtime(now)
    if here.hour < MORNING:
        return Tally()
    today, tomorrow = here.date(), here.date() + timedelta(days=1)
    waiting = list(Submission.objects.waiting().filter(Q(due_on__lt=today) | Q(due_on=tomorrow)))
    if not waiting:
        return Tally()
    pressing = _pressing(waiting, today)
    chosen = {user: _chosen(pressing[user.pk], muted_by(user)) for user in recipients(pressing)}
    wanted = {user: lists for user, lists in chosen.items() if any(lists.values())}
    claimed = _claim({user.pk for user in wanted}, today)
    due = {
        user: partial(letters.digest, lists[OVERDUE], lists[DUE_TOMORROW])
        for user, lists in wanted.items()
        if user.pk in claimed
    }
    unsent = deliver(due)
    NoticeChoice.objects.filter(user__in=[user.pk for user in unsent]).update(digest_sent_on=None)
    return Tally(done=len(due) - len(unsent), failed=len(unsent))


def _pressing(waiting: list[Submission], today: date) -> Mapping[int, Pressing]:
    """What presses, by the id of the account that is asked to sign it, the most urgent first."""
    pressing: defaultdict[int, Pressing] = defaultdict(lambda: {OVERDUE: [], DUE_TOMORROW: []})
    for submission, ids in asked(waiting).items():
        for pk in ids:
            pressing[pk][OVERDUE if submission.due_on < today else DUE_TOMORROW].append(submission)
    return pressing


def _chosen(lists: Pressing, muted: list[str]) -> Pressing:
    return {kind: [] if kind.key in muted else listed for kind, listed in lists.items()}


@transaction.atomic
def _claim(ids: set[int], today: date) -> set[int]:
    """Those of some accounts that had no digest today. From now on they count as having had it."""
    NoticeChoice.objects.bulk_create([NoticeChoice(user_id=pk) for pk in ids], ignore_conflicts=True)
    open_today = NoticeChoice.objects.filter(user__in=ids).exclude(digest_sent_on=today)
    claimed = set(open_today.select_for_update().values_list("user_id", flat=True))
    NoticeChoice.objects.filter(user__in=claimed).update(digest_sent_on=today)
    return claimed
