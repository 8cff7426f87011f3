"""What became of a text so far: rounds, signatures, returns, and what readers got, in one list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.log_actions import registry

from ledger import record
from ledger.models import SignOff
from review.models import Submission
from review.subjects import Reviewable
from review.withheld import RECALLED

WITHOUT_DECISION = (Submission.Outcome.TAKEN_BACK, Submission.Outcome.SUPERSEDED)
"""How a round ends that nobody decided; the others are told by their decision."""


@dataclass(frozen=True)
class Event:
    """Something that happened. ``what`` completes "who …"; ``words`` are the comment or the reason given.

    ``digest`` names the copy it happened to; ``decision`` is the sign-off that it was, if it was one.
    """

    at: datetime
    what: str
    who: str = ""
    words: str = ""
    digest: str = ""
    decision: SignOff | None = None


def history(obj: Reviewable, decisions: Iterable[SignOff]) -> list[Event]:
    """Everything that became of a page or snippet, latest first; ``decisions`` are those on it. Three queries."""
    events = [*map(_decided, decisions), *_rounds(obj), *_shown(obj), *_recalled(obj)]
    # What happened in one moment, such as a signature and the edition it released, stays in this order.
    return sorted(events, key=lambda event: event.at, reverse=True)


def _decided(decision: SignOff) -> Event:
    signed = _("signed: %(meaning)s") % {"meaning": _(decision.meaning)}
    who = ", ".join(filter(None, (decision.signer_name, decision.credentials)))
    what = signed if decision.approves else _("asked for changes")
    return Event(decision.signed_at, what, who, decision.comment, decision.digest, decision)


def _rounds(obj: Reviewable) -> Iterator[Event]:
    for submission in Submission.objects.of(obj).select_related("submitted_by"):
        sent = _("sent to review: %(kind)s") % {"kind": submission.get_kind_display()}
        who = str(submission.submitted_by or "")
        yield Event(submission.submitted_at, sent, who, submission.reason, submission.digest)
        if submission.closed_at and submission.outcome in WITHOUT_DECISION:
            yield Event(submission.closed_at, submission.get_outcome_display(), digest=submission.digest)


def _shown(obj: Reviewable) -> Iterator[Event]:
    editions = list(record.editions(str(obj.subject)))
    released = {edition.released_at for edition in editions}
    for edition in editions:
        yield Event(edition.released_at, _("became public"), digest=edition.digest)
        # One that another followed at once was replaced, which the other tells.
        if edition.retired_at and edition.retired_at not in released:
            yield Event(edition.retired_at, _("shown no more"), digest=edition.digest)


def _recalled(obj: Reviewable) -> Iterator[Event]:
    for entry in registry.get_logs_for_instance(obj).filter(action=RECALLED).select_related("user"):
        reason = entry.data.get("reason", "")
        yield Event(entry.timestamp, _("withdrew it in every language"), str(entry.user_display_name), reason)
