"""What became of a text so far: rounds, signatures, returns, and what readers got, in one list."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from ledger.models import Edition, SignOff
from review.models import Submission
from review.subjects import Reviewable


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
    """Everything that became of a page or snippet, latest first; ``decisions`` are those on it. Two queries."""
    events = [*map(_decided, decisions), *_rounds(obj), *_shown(obj)]
    # What happened in one moment, such as a signature and the edition it released, stays in this order.
    return sorted(events, key=lambda event: event.at, reverse=True)


def _decided(decision: SignOff) -> Event:
    if decision.approves:
        what = _("signed: %(meaning)s") % {"meaning": decision.meaning}
    else:
        what = _("asked for changes")
    who = ", ".join(filter(None, (decision.signer_name, decision.credentials)))
    return Event(decision.signed_at, what, who, decision.comment, decision.digest, decision)


def _rounds(obj: Reviewable) -> Iterator[Event]:
    for submission in Submission.objects.of(obj).select_related("submitted_by"):
        kind = submission.get_kind_display()
        who = str(submission.submitted_by or "")
        yield Event(
            submission.submitted_at, _("sent to review: %(kind)s") % {"kind": kind}, who, submission.reason, submission.digest
        )
        if submission.outcome in (Submission.Outcome.TAKEN_BACK, Submission.Outcome.SUPERSEDED):
            yield Event(submission.closed_at, submission.get_outcome_display().lower(), digest=submission.digest)


def _shown(obj: Reviewable) -> Iterator[Event]:
    for edition in Edition.objects.filter(subject=str(obj.subject)):
        yield Event(edition.released_at, _("became public"), digest=edition.digest)
        if edition.retired_at:
            yield Event(edition.retired_at, _("shown no more"), digest=edition.digest)
