"""Who decides gives their password or passkey again, so that a screen left open signs nothing.

Wrong ones stand in the audit log and are counted there: the count needs no cache that might be down, every process
sees it, and whoever keeps the practice's accounts can read it.
"""

import logging
import math
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from review import errors, passkeys
from review.log import WRONG_PASSWORD

logger = logging.getLogger(__name__)
User = get_user_model()

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
"""After so many wrong passwords or passkeys within this time none is looked at until the first of them is older."""


def confirm(user: Any, password: str) -> None:
    """Make sure that this is the password of an account. Raises WrongPassword or TooManyWrong."""
    _attempt(user, lambda account: account.check_password(password), errors.WrongPassword)


def confirm_passkey(request: HttpRequest, answer: str, decision: str) -> None:
    """Make sure that a passkey of whoever asks answered the challenge for a decision (``passkeys.challenge``).

    ``answer`` is what the browser made of it, as JSON. Raises WrongPasskey or TooManyWrong.
    """
    _attempt(request.user, lambda account: passkeys.is_right(request, answer, decision), errors.WrongPasskey)


def _attempt(user: Any, check: Callable[[Any], bool], wrong: type[errors.Refused]) -> None:
    """Look at what an account gave, unless it gave something wrong too often.

    The attempts of one account take their turn, so that many at once are no more than many in a row.
    """
    with transaction.atomic():
        account = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        minutes = _minutes_to_wait(account)
        is_right = not minutes and check(account)
        if not minutes and not is_right:
            log(instance=account, action=WRONG_PASSWORD, user=account)
            logger.warning("Account %s gave a wrong password or passkey when deciding on a review.", account.pk)
    if minutes:
        raise errors.TooManyWrong(minutes)
    if not is_right:
        raise wrong


def _minutes_to_wait(account: Any) -> int:
    """For how many minutes nothing that an account gives is looked at, rounded up; 0 when it may try."""
    now = timezone.now()
    wrong = ModelLogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(account),
        object_id=str(account.pk),
        action=WRONG_PASSWORD,
        timestamp__gt=now - WITHIN,
    )
    latest = list(wrong.order_by("-timestamp").values_list("timestamp", flat=True)[:MOST_WRONG])
    if len(latest) < MOST_WRONG:
        return 0
    return math.ceil((latest[-1] + WITHIN - now) / timedelta(minutes=1))
