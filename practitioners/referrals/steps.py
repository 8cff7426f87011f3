"""What happens to a callback: asked for, taken by a colleague, done; forgotten in the end."""

from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from practitioners.models.referrals import CallBack
from review.notices.letters import Letter, absolute
from review.notices.sending import deliver, recipients
from review.runs import Tally

policy = ModelPermissionPolicy(CallBack)
ASKED, TAKEN, DONE = (f"keta.call_back_{step}" for step in ("asked", "taken", "done"))


def ask(user: Any, said: dict[str, str]) -> CallBack:
    """Keep that a practitioner wants to be called back, and tell those who call."""
    with transaction.atomic():
        call_back = CallBack.objects.create(user=user, **said)
        log(instance=call_back, action=ASKED, user=user)
        transaction.on_commit(partial(_tell, call_back), robust=True)
    return call_back


def take(call_back: CallBack, user: Any) -> bool:
    """Say that one calls back oneself; False where somebody else was faster."""
    with transaction.atomic():
        taken = CallBack.objects.filter(pk=call_back.pk, taken_by=None, done_at=None).update(taken_by=user)
        if taken:
            log(instance=call_back, action=TAKEN, user=user)
    return bool(taken)


def finish(call_back: CallBack, user: Any) -> bool:
    """Say that the call was made; False where that was said already. Whoever took it is still named."""
    with transaction.atomic():
        found = CallBack.objects.filter(pk=call_back.pk, done_at=None)
        done = found.update(done_at=timezone.now(), taken_by_id=Coalesce(F("taken_by_id"), user.pk))
        if done:
            log(instance=call_back, action=DONE, user=user)
    return bool(done)


def forget() -> Tally:
    """Delete what was asked longer ago than ``CALL_BACKS_KEPT_DAYS``, done or not."""
    before = timezone.now() - timedelta(days=settings.CALL_BACKS_KEPT_DAYS)
    return Tally(CallBack.objects.filter(asked_at__lt=before).delete()[0], 0)


def _tell(call_back: CallBack) -> None:
    """Write to those who were given the right to answer. Of what was typed a mail holds the name alone."""
    people = policy.users_with_permission("change").exclude(is_superuser=True)
    letter = partial(_letter, call_back)
    deliver(dict.fromkeys(recipients(people.values_list("pk", flat=True)), letter))


def _letter(call_back: CallBack) -> Letter:
    return Letter(
        heading=_("Callback"),
        about=call_back.name,
        sentences=[_("%(name)s wants to be called back about a referral.") % {"name": call_back.name}],
        url=absolute(reverse("call_backs:detail", args=[call_back.pk])),
        action=_("Open the number and the best time"),
        why=_("You get this mail because you answer practitioners who want to be called back."),
    )
