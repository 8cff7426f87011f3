"""How the audit log tells of applications."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from practitioners.models.applications import Application

ACTIONS = {
    "made": (_("Application"), _("Applied for access")),
    "confirmed": (_("E-mail confirmed"), _("Confirmed the e-mail address; the application waits for a decision")),
    "answered": (_("Hand in again"), _("Handed the application in again")),
    "approved": (_("Approve"), _("Approved")),
    "more_asked": (_("Ask for more"), _("More was asked for")),
    "refused": (_("Refuse"), _("Refused")),
    "revoked": (_("Revoke"), _("Access revoked, sessions and tokens ended")),
    "warned": (_("Warning"), _("Told that access ends soon")),
    "expired": (_("Expiry"), _("Access has ended with its last day")),
}
"""By the names of the steps (``practitioners.accounts.steps``): what filters call them, and what happened."""


class StepFormatter(LogFormatter):
    """What happened, with the reason, the day and what was said otherwise before."""

    def format_comment(self, log_entry: Any) -> str:
        data = log_entry.data
        parts = [data.get("reason"), data.get("answer"), _until(data.get("until")), *_before(data.get("before", {}))]
        return " ".join(str(part) for part in parts if part)


def formatter(name: str) -> type[StepFormatter]:
    """How the log tells of a step."""
    label, message = ACTIONS[name]
    return type("Formatter", (StepFormatter,), {"label": label, "message": message})


def _until(day: str | None) -> str:
    return str(_("Until %(day)s.") % {"day": date_format(date.fromisoformat(day))}) if day else ""


def _before(values: dict[str, str]) -> list[str]:
    """What was said before, by field."""
    fields = {name: capfirst(Application._meta.get_field(name).verbose_name) for name in values}
    return [_("%(field)s was “%(value)s”.") % {"field": fields[name], "value": old} for name, old in values.items()]
