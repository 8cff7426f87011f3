"""The evidence pack: what readers saw of a subject at a moment, who answers for it, and how it came to be.

It is read from the ledger; the rounds of review and the log of the admin tell the rest of the way. Its JSON holds the
rows of the ledger as their seals vouch for them, so that it can be checked against an export (docs/verify.md).
"""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import orjson
from django.apps import apps
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, PageLogEntry

from ledger.models import Change, Clearance, Edition, Seal, SignOff
from ledger.rows import plain, stored
from ledger.seals import table_of
from review.models import Submission
from review.subjects import Reviewable, Subject, find

FORMAT = "keta-evidence 1"
PREFIX = "keta."


def moment_of(text: str) -> datetime:
    """A moment as people and programs write it (ISO 8601), on the clinic's clock where no zone is given.

    Raises ValueError for what is no moment.
    """
    moment = parse_datetime(text)
    if moment is None:
        raise ValueError(text)
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def edition_at(subject: str, moment: datetime) -> Edition | None:
    """The edition that was shown at a moment, or None. What a policy withdraws is shown until its clearance ends."""
    shown = Edition.objects.filter(Q(retired_at=None) | Q(retired_at__gt=moment), subject=subject)
    found = shown.filter(released_at__lte=moment).order_by("-pk")
    edition = found.select_related("copy", "clearance__sign_off").first()
    return edition if edition and not _was_withdrawn(edition, moment) else None


def _was_withdrawn(edition: Edition, moment: datetime) -> bool:
    """Whether readers had lost it by then, though nobody had retired it yet."""
    model = apps.get_model(orjson.loads(edition.copy.payload)["meta"]["type"])
    shown_until = model.review_policy.shown_until(edition.clearance.until)
    return shown_until is not None and shown_until <= moment


@dataclass(frozen=True)
class Evidence:
    """Everything on record about the edition that was shown at ``moment``; ``taken_at`` is when it was put together."""

    edition: Edition
    moment: datetime
    taken_at: datetime

    @property
    def subject(self) -> Subject:
        """Whose text it is."""
        return Subject.parse(self.edition.subject)

    @cached_property
    def copy(self) -> dict[str, Any]:
        """What was shown."""
        return orjson.loads(self.edition.copy.payload)

    @property
    def model(self) -> type[Reviewable]:
        """The type of the text, which says how it is drawn."""
        return apps.get_model(self.copy["meta"]["type"])

    @cached_property
    def row(self) -> Reviewable | None:
        """The page or snippet as it is today; None when it is gone."""
        return find(self.subject)

    @cached_property
    def decisions(self) -> list[SignOff]:
        """Every decision on the way to this edition, on these words and on earlier drafts, the first one first."""
        before = Edition.objects.filter(subject=self.edition.subject, pk__lt=self.edition.pk).order_by("-pk").first()
        since = Q(signed_at__gt=before.released_at) if before else Q()
        on_the_way = Q(signed_at__lte=self.edition.released_at) & since
        same_words = Q(copy=self.edition.copy_id)
        return list(SignOff.objects.filter(on_the_way | same_words, subject=self.edition.subject).order_by("pk"))

    @cached_property
    def signatures(self) -> list[SignOff]:
        """The sign-offs that its clearance stands on, in the order of the policy."""
        clearance = self.edition.clearance
        others = SignOff.objects.in_bulk([other["id"] for other in clearance.others])
        return [clearance.sign_off, *(others[other["id"]] for other in clearance.others if other["id"] in others)]

    @cached_property
    def rounds(self) -> list[Submission]:
        """The rounds of review that had begun before the edition was retired, the first one first."""
        until = self.edition.retired_at or self.taken_at
        rounds = Submission.objects.filter(subject=self.edition.subject, submitted_at__lte=until)
        return list(rounds.select_related("submitted_by").order_by("pk"))

    @cached_property
    def log(self) -> list[Any]:
        """What the admin's log says of it: withheld publications, releases, withdrawals and their reasons."""
        if self.row is None:
            return []
        entries: Iterable[PageLogEntry | ModelLogEntry] = registry.get_logs_for_instance(self.row)
        return list(entries.filter(action__startswith=PREFIX).select_related("user").order_by("timestamp", "pk"))

    def data(self) -> dict[str, Any]:
        """The pack as JSON can say it; moments in UTC."""
        edition, clearance = self.edition, self.edition.clearance
        written = [edition, clearance, *self.decisions]
        changes = Change.objects.filter(subject=edition.subject, at__gte=edition.released_at)
        if edition.retired_at:
            changes = changes.filter(at__lte=edition.retired_at)
        return {
            "format": FORMAT,
            "subject": edition.subject,
            "shown_at": self.moment,
            "taken_at": self.taken_at,
            "released_at": edition.released_at,
            "retired_at": edition.retired_at,
            "cleared_until": clearance.until,
            "withdrawn_at": clearance.withdrawn_at,
            "digest": edition.copy_id,
            "copy": self.copy,
            "payload": b64encode(edition.copy.payload).decode(),
            "signatures": [sign_off.pk for sign_off in self.signatures],
            "decisions": _rows(SignOff, [sign_off.pk for sign_off in self.decisions]),
            "clearance": _rows(Clearance, [clearance.pk])[0],
            "edition": _rows(Edition, [edition.pk])[0],
            "changes": _rows(Change, list(changes.values_list("pk", flat=True))),
            "rounds": [_round(submission) for submission in self.rounds],
            "log": [_entry(entry) for entry in self.log],
            "seals": _rows(Seal, _seals([edition.copy, *written])),
        }


def evidence(subject: str, moment: datetime) -> Evidence | None:
    """What is on record of a subject at a moment; None when nothing of it was shown then."""
    edition = edition_at(subject, moment)
    return Evidence(edition, moment, timezone.now()) if edition else None


def _rows(model: type[Model], keys: list[Any]) -> list[dict[str, Any]]:
    """Rows of the ledger as they are sealed and exported, in order."""
    return [plain(values or {}) for _key, values in stored(model, keys)]


def _seals(rows: list[Model]) -> list[int]:
    """The seals that vouch for some rows."""
    named = Q()
    for row in rows:
        named |= Q(table=table_of(type(row)), row=str(row.pk))
    return list(Seal.objects.filter(named).values_list("pk", flat=True))


def _round(submission: Submission) -> dict[str, Any]:
    return {
        "kind": submission.kind,
        "reason": submission.reason,
        "submitted_by": str(submission.submitted_by or ""),
        "submitted_at": submission.submitted_at,
        "due_on": submission.due_on,
        "words_changed": submission.words_changed,
        "findings": submission.findings,
        "closed_at": submission.closed_at,
        "outcome": submission.outcome,
    }


def _entry(entry: Any) -> dict[str, Any]:
    return {
        "at": entry.timestamp,
        "action": entry.action,
        "by": str(entry.user_display_name),
        "message": str(entry.message),
        "data": entry.data,
    }
