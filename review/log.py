"""What review writes into Wagtail's log, and how the log tells of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from ledger.models import SignOff
from review.policy import ROLE_NAMES
from review.subjects import Reviewable

SIGNED, RETURNED, WRONG_PASSWORD = "keta.signed", "keta.returned", "keta.wrong_password"


class DecisionFormatter(LogFormatter):
    """Who decided is the user of the entry; the comment is what they wrote."""

    def format_comment(self, log_entry: Any) -> str:
        role = ROLE_NAMES.get(log_entry.data.get("role", ""), "")
        comment = log_entry.data.get("comment", "")
        return ". ".join(str(part) for part in (role, comment) if part)


class SignedFormatter(DecisionFormatter):
    label = _("Sign")
    message = _("Signed")


class ReturnedFormatter(DecisionFormatter):
    label = _("Ask for changes")
    message = _("Changes asked for")


class WrongPasswordFormatter(LogFormatter):
    label = _("Wrong password")
    message = _("A wrong password was given when deciding on a review")


FORMATTERS = {SIGNED: SignedFormatter, RETURNED: ReturnedFormatter, WRONG_PASSWORD: WrongPasswordFormatter}


def note_decision(row: Reviewable, sign_off: SignOff, user: Any) -> None:
    """Write a decision into the log of its page or snippet; the ledger holds all of it."""
    data = {"sign_off": sign_off.pk, "digest": sign_off.digest, "role": sign_off.role, "comment": sign_off.comment}
    log(instance=row, action=SIGNED if sign_off.approves else RETURNED, user=user, data=data)
