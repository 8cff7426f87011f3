"""What the ledger refuses, in words for the person who asked for it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class LedgerError(Exception):
    """The ledger refused to record something; nothing was written."""

    message: Promise

    def __str__(self) -> str:
        return str(self.message)


class OwnWork(LedgerError):
    """The signer is among the authors of the copy."""

    message = _("You wrote part of this text, so it needs the signature of somebody else.")


class NotApproved(LedgerError):
    """A clearance was asked for on a sign-off that asks for changes."""

    message = _("The reviewer asked for changes, so this text cannot be cleared.")


class NotCleared(LedgerError):
    """A release was asked for without a clearance that stands for this subject."""

    message = _("No valid clearance stands for this text: it was withdrawn, expired or is for another one.")
