"""What waits for whom, and what the screens of review and the editor tell about a text."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, WorkflowState
from wagtail.permissions import policy_registry

from ledger import record
from ledger.models import Edition, SignOff
from review.authors import authors_of_each
from review.models import Assignment, Submission
from review.permissions import latest_digest
from review.subjects import Reviewable, Subject

User = get_user_model()


@dataclass(frozen=True)
class Entry:
    """A line of the queue. ``wrote`` says that the reader is one of the authors, so may not sign it."""

    submission: Submission
    row: Reviewable
    wrote: bool

    @property
    def title(self) -> str:
        """The title under review, which may differ from the one in the row."""
        return self.submission.title

    @property
    def kind(self) -> str:
        """The type of content, for people."""
        return str(capfirst(self.row._meta.verbose_name))

    @property
    def locale(self) -> str:
        """The language, for people."""
        return self.row.locale.get_display_name()

    @property
    def submitted_by(self) -> str:
        """Who sent it to review."""
        return name_of(self.submission.submitted_by)

    @property
    def since(self) -> Any:
        """When it was sent to review."""
        return self.submission.submitted_at

    @property
    def url(self) -> str:
        """Where it is read and signed."""
        return review_url(self.submission)


def review_url(submission: Submission) -> str:
    """The review page of a submission."""
    return reverse("review:sign", args=[submission.pk])


def waiting_for(roles: Iterable[str]) -> QuerySet[Submission]:
    """The submissions that wait for a signature in one of some roles, the most urgent first."""
    mine = Assignment.objects.filter(submission=OuterRef("pk"), role__in=list(roles), sign_off=None)
    return Submission.objects.waiting().filter(Exists(mine))


def entries(submissions: QuerySet[Submission] | list[Submission], user: Any) -> list[Entry]:
    """The lines of the queue for some submissions, as ``user`` sees them. A fixed number of queries."""
    if isinstance(submissions, QuerySet):
        submissions = submissions.select_related("submitted_by")
    found = list(submissions)
    rows = rows_of(found)
    authors = authors_of_each(rows.values())
    return [
        Entry(submission, row, user.pk in authors[row]) for submission in found if (row := rows.get(submission.subject))
    ]


def may_read(user: Any, row: Reviewable, roles: frozenset[str]) -> bool:
    """Whether somebody has a reason to see what is under review: they sign such content or edit it."""
    if roles & set(row.review_policy.roles):
        return True
    if isinstance(row, Page):
        return row.permissions_for_user(user).can_edit()
    return policy_registry.get_by_type(type(row)).user_has_permission_for_instance(user, "change", row)


def name_of(user: Any) -> str:
    """What to call an account that may be gone."""
    return str(user) if user else _("a deleted account")


def names_of(ids: Iterable[int]) -> list[str]:
    """The names of accounts, in order; those that are gone are named so."""
    ids = set(ids)
    found = sorted(str(user) for user in User.objects.filter(pk__in=ids))
    return found + [name_of(None)] * (len(ids) - len(found))


@dataclass(frozen=True)
class PublicText:
    """What the public sees of a page or snippet, compared with its latest draft."""

    edition: Edition | None
    is_latest: bool

    @property
    def sign_off(self) -> SignOff | None:
        """The signature it stands on."""
        return self.edition.clearance.sign_off if self.edition else None

    @property
    def is_overdue(self) -> bool:
        """Whether the clearance it stands on has ended."""
        return self.edition is not None and self.edition.clearance.until <= timezone.now()


def public_text(obj: Reviewable) -> PublicText:
    """What the public sees of a page or snippet."""
    edition = record.current_edition(str(obj.subject))
    return PublicText(edition, edition is not None and edition.copy_id == latest_digest(obj))


def submission_of(obj: Reviewable) -> Submission | None:
    """The round in which a page or snippet waits for a signature."""
    return Submission.objects.waiting().of(obj).first()


def asked_for(obj: Reviewable) -> SignOff | None:
    """The decision that returned a page or snippet to its author, until it is submitted again."""
    state = obj.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return record.decisions(str(obj.subject)).filter(approves=False).first()


def rows_of(submissions: Iterable[Submission]) -> dict[str, Reviewable]:
    """The rows of some submissions by subject, a query per type; the text of revisions is not loaded."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for submission in submissions:
        wanted[submission.type].add(Subject.parse(submission.subject).translation_key)
    rows: dict[str, Reviewable] = {}
    for label, keys in wanted.items():
        found = apps.get_model(label)._default_manager.filter(translation_key__in=keys)
        for row in found.select_related("locale", "latest_revision").defer("latest_revision__content"):
            rows[str(row.subject)] = row
    return rows
