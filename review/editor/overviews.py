"""What the public reads of some pages, and how their review stands; for lists and for the editor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone
from wagtail.coreutils import get_content_languages
from wagtail.models import WorkflowState

from ledger import record
from ledger.models import Edition, SignOff
from review.desk import name_of
from review.lineage import Status, standings
from review.models import RevisionDigest, Submission
from review.policy import ROLE_NAMES
from review.subjects import Reviewable, Subject


class Stage(StrEnum):
    """How far the latest draft is on its way to a signature; ``AGAIN`` is a public text that is to be signed again."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    AGAIN = "again"
    SIGNED = "signed"


@dataclass(frozen=True)
class Language:
    """A language in which the public reads a text, or read it until a grave change of its source (``status``)."""

    code: str
    name: str
    is_own: bool
    status: Status

    @property
    def is_behind(self) -> bool:
        """Whether its source says something else by now."""
        return self.status is Status.BEHIND

    @property
    def is_withdrawn(self) -> bool:
        """Whether readers do not see it until it is brought up to date."""
        return self.status is Status.WITHDRAWN


@dataclass(frozen=True)
class Overview:
    """One page or snippet: what is public of it, and whether that is the latest draft; who is to sign what."""

    subject: Subject
    edition: Edition | None
    is_latest: bool
    stage: Stage
    waits_for: list[str]
    languages: list[Language]

    @property
    def sign_off(self) -> SignOff | None:
        """The signature that the public text stands on."""
        return self.edition.clearance.sign_off if self.edition else None

    @property
    def is_overdue(self) -> bool:
        """Whether what is public should have been signed again."""
        return self.edition is not None and self.edition.clearance.until <= timezone.now()


def overviews(rows: Iterable[Any]) -> dict[int, Overview]:
    """How some pages, or snippets of one kind, stand, by primary key; those that are not under review are left out.

    The same number of queries for many as for one, unless their workflow states have still to be read.
    """
    found = [row for row in rows if isinstance(row, Reviewable)]
    if not found:
        return {}
    facts = _Facts(found)
    return {row.pk: facts.of(row) for row in found}


class _Facts:
    """What has to be asked for, asked once for all rows."""

    def __init__(self, rows: Sequence[Any]):
        self.codes = get_content_languages()
        revisions = RevisionDigest.objects.filter(revision__in=[row.latest_revision_id for row in rows])
        self.digests = dict(revisions.values_list("revision_id", "digest"))
        own = [str(row.subject) for row in rows]
        everywhere = {str(row.subject._replace(locale=code)) for row in rows for code in self.codes}
        self.last = record.last_editions(everywhere)
        self.standings = standings(everywhere)
        self.cleared = record.standing_digests(own)
        waiting = Submission.objects.waiting().filter(subject__in=own).prefetch_related("assignments__person")
        self.rounds = {submission.subject: submission for submission in waiting}

    def of(self, row: Any) -> Overview:
        """How one of the rows stands."""
        subject = row.subject
        edition = self._public(str(subject))
        digest = self.digests.get(row.latest_revision_id)
        waiting = self.rounds.get(str(subject))
        return Overview(
            subject=subject,
            edition=edition,
            is_latest=edition is not None and edition.digest == digest,
            stage=self._stage(row, waiting, digest),
            waits_for=unsigned_by(waiting) if waiting else [],
            languages=list(self._languages(subject)),
        )

    def _public(self, name: str) -> Edition | None:
        last = self.last.get(name)
        return last if last and last.retired_at is None else None

    def _stage(self, row: Any, waiting: Submission | None, digest: str | None) -> Stage:
        if waiting:
            return Stage.IN_REVIEW if waiting.task_state_id else Stage.AGAIN
        state = row.current_workflow_state
        if state and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
            return Stage.RETURNED
        return Stage.SIGNED if digest in self.cleared.get(str(row.subject), ()) else Stage.DRAFT

    def _languages(self, subject: Subject) -> Iterable[Language]:
        for code, name in self.codes.items():
            other = str(subject._replace(locale=code))
            standing = self.standings.get(other)
            if standing or self._public(other):
                yield Language(code, name, code == subject.locale, standing.status if standing else Status.CURRENT)


def unsigned_by(submission: Submission) -> list[str]:
    """Who has not signed yet: people where they are named, else roles."""
    unsigned = [each for each in submission.assignments.all() if each.sign_off is None]
    return [name_of(each.person) if each.person else str(ROLE_NAMES.get(each.role, each.role)) for each in unsigned]
