"""Publications that were withheld: somebody, or a date, meant to make public what nobody has signed.

They stand in Wagtail's log, where ``public`` writes them; the desk shows those that still wait for something.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.components import Component
from wagtail.models import ModelLogEntry, PageLogEntry

WITHHELD = "keta.withheld"
RELEASED = "keta.released"
RECALLED = "keta.recalled"
UNSIGNED, SCHEDULE, FILE, ADDRESS, SOURCE = "unsigned", "schedule", "file", "address", "source"
REASONS: Mapping[str, Promise] = {
    UNSIGNED: _("Nobody has signed this text. Send it to review."),
    SCHEDULE: _("Its time has come, but nobody has signed this text. It goes live once it is signed."),
    FILE: _("A picture or document in it was replaced after it was signed. Send it to review again."),
    ADDRESS: _("Another page stands at its address. Change the last part of the address and send it to review."),
    SOURCE: _("What it was translated from has changed since, for the sake of safety. Bring it up to date first."),
}
"""Why something was withheld, and what to do about it."""
SETTLED = (
    WITHHELD,
    RELEASED,
    RECALLED,
    "wagtail.unpublish",
    "wagtail.unpublish.scheduled",
    "wagtail.schedule.cancel",
    "wagtail.delete",
)
"""What makes an earlier attempt a thing of the past: a newer one, or an end of it."""
MOST = 20


@dataclass(frozen=True)
class Withheld:
    """An attempt to publish that waits for a signature or a change. ``by`` is None for one that a date made."""

    title: str
    kind: str
    reason: str
    by: Any
    at: datetime
    edit_url: str


def withheld_publications(most: int = MOST) -> list[Withheld]:
    """The attempts that were withheld and still wait, newest first. Two queries."""
    pages = _waiting(PageLogEntry.objects.all(), "page")
    snippets = _waiting(ModelLogEntry.objects.all(), "content_type", "object_id")
    found = [*_told(pages[:most], "page_id"), *_told(snippets[:most], "object_id")]
    return sorted(found, key=lambda withheld: withheld.at, reverse=True)[:most]


def reason_of(data: Mapping[str, Any]) -> str:
    """Why something was withheld, for people, from the data of its log entry."""
    return str(REASONS.get(data.get("reason", ""), REASONS[UNSIGNED]))


class WithheldPanel(Component):
    """What was withheld, on the dashboard of those who can do something about it; nothing when nothing was."""

    name = "withheld"
    template_name = "review/includes/withheld.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"withheld": withheld_publications()}


def _waiting(entries: QuerySet, *same: str) -> QuerySet:
    """The attempts among log entries that nothing has settled; entries equal in ``same`` are about one object."""
    one = {name: OuterRef(name) for name in same}
    newer = entries.filter(action__in=SETTLED, timestamp__gt=OuterRef("timestamp"), **one)
    waiting = entries.filter(~Exists(newer), action=WITHHELD)
    return waiting.select_related("content_type", "user").order_by("-timestamp")


def _told(entries: QuerySet, key: str) -> Iterator[Withheld]:
    for entry in entries:
        model = entry.content_type.model_class() if entry.content_type else None
        if model is None:
            continue
        named = getattr(model, "snippet_viewset", None)
        edit = named.get_url_name("edit") if named else "wagtailadmin_pages:edit"
        yield Withheld(
            title=entry.label,
            kind=str(capfirst(model._meta.verbose_name)),
            reason=reason_of(entry.data),
            by=entry.user,
            at=entry.timestamp,
            edit_url=reverse(edit, args=[getattr(entry, key)]),
        )
