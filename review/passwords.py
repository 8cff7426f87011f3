"""Who decides gives their password again, so that a screen left open signs nothing.

Wrong ones stand in the audit log and are counted there: the count needs no cache that might be down, every process
sees it, and whoever keeps the practice's accounts can read it.
"""

import logging
import math
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from review import errors
from review.log import WRONG_PASSWORD

logger = logging.getLogger(__name__)
User = get_user_model()

MOST_WRONG = 5
WITHIN = timedelta(minutes=15)
"""After so many wrong passwords within this time none is looked at until the first of them is older."""


def confirm(user: Any, password: str) -> None:
    """Make sure that this is the password of an account. Raises WrongPassword or TooManyWrong.

    The attempts of one account take their turn, so that many at once are no more than many in a row.
    """
    with transaction.atomic():
        account = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        minutes = _minutes_to_wait(account)
        is_right = not minutes and account.check_password(password)
        if not minutes and not is_right:
            log(instance=account, action=WRONG_PASSWORD, user=account)
            logger.warning("Account %s gave a wrong password when deciding on a review.", account.pk)
    if minutes:
        raise errors.TooManyWrong(minutes)
    if not is_right:
        raise errors.WrongPassword


def _minutes_to_wait(account: Any) -> int:
    """For how many minutes no password of an account is looked at, rounded up; 0 when it may try."""
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
