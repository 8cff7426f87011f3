"""What time does to access: run by ``manage.py keep_time``. Running it twice does nothing twice."""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from practitioners.accounts import errors
from practitioners.accounts.steps import WARNING, Expire, Step, Warn
from practitioners.models.applications import Application
from review.runs import Tally, one_by_one

CONFIRMED_WITHIN = timedelta(days=30)
"""How long an application waits for the e-mail address in it to be confirmed."""


def expire() -> Tally:
    """End the access whose last day is over."""
    over = Application.objects.filter(user__verification__until__lt=timezone.localdate())
    return one_by_one(over.order_by("pk"), lambda application: _taken(Expire(application)))


def warn() -> Tally:
    """Tell those whose access ends within ``WARNING``, once; not those whose renewal waits already."""
    today = timezone.localdate()
    told = Q(warned_until=F("user__verification__until"))
    soon = Application.objects.filter(
        ~told | Q(warned_until=None),
        state=Application.State.APPROVED,
        user__verification__until__range=(today, today + WARNING),
    )
    return one_by_one(soon.order_by("pk"), lambda application: _taken(Warn(application)))


def forget() -> Tally:
    """Delete the accounts that somebody signed up for and nobody ever confirmed, with what was said of them."""
    before = timezone.now() - CONFIRMED_WITHIN
    never = Application.objects.filter(state=Application.State.UNCONFIRMED, submitted_at__lt=before)
    never = never.filter(user__last_login=None, user__emailaddress__verified=False).select_related("user")
    return one_by_one(never.order_by("pk"), _deleted)


def _deleted(application: Application) -> bool:
    application.user.delete()
    return True


def _taken(step: Step) -> bool:
    """Whether a step was still to be taken: another run may have been faster."""
    try:
        step.execute()
    except errors.Meanwhile:
        return False
    return True
