"""What time does to access: run by ``manage.py keep_time``. Running it twice does nothing twice."""

from django.db.models import F, Q
from django.utils import timezone

from practitioners.accounts import errors
from practitioners.accounts.steps import WARNING, Expire, Step, Warn
from practitioners.models.applications import Application
from review.runs import Tally, one_by_one


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


def _taken(step: Step) -> bool:
    """Whether a step was still to be taken: another run may have been faster."""
    try:
        step.execute()
    except errors.Meanwhile:
        return False
    return True
