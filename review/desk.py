"""What waits for whom, and what the screens of review and the editor tell about a text."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from ledger import record
from ledger.models import Edition, SignOff
from review.authors import authors_of_each
from review.permissions import latest_digest
from review.policy import SIGNING_GROUPS
from review.signing import waiting
from review.subjects import Reviewable, reviewable_models

User = get_user_model()


@dataclass(frozen=True)
class Entry:
    """A line of the queue. ``wrote`` says that the reader is one of the authors, so may not sign it."""

    task_state: TaskState
    row: Reviewable
    wrote: bool

    @property
    def title(self) -> str:
        """The title under review, which may differ from the one in the row."""
        return self.row.latest_revision.object_str

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
        return name_of(self.task_state.workflow_state.requested_by)

    @property
    def since(self) -> Any:
        """When it was sent to review."""
        return self.task_state.started_at

    @property
    def url(self) -> str:
        """Where it is read and signed."""
        return review_url(self.task_state)


def review_url(task_state: TaskState) -> str:
    """The review page of a task state."""
    return reverse("review:sign", args=[task_state.pk])


def roles_of(user: Any) -> frozenset[str]:
    """The roles in which an account may sign something."""
    groups = set(user.groups.values_list("name", flat=True)) if user.is_active else set()
    return frozenset(role for role, signing in SIGNING_GROUPS.items() if signing & groups)


def waiting_for(roles: Iterable[str]) -> QuerySet[TaskState]:
    """The task states that wait for a sign-off in one of some roles, oldest first."""
    models = [model for model in reviewable_models() if model.review_policy.role in set(roles)]
    types = ContentType.objects.get_for_models(*models).values()
    return waiting().filter(workflow_state__content_type__in=types)


def entries(task_states: QuerySet[TaskState] | list[TaskState], user: Any) -> list[Entry]:
    """The lines of the queue for some task states, as ``user`` sees them. A fixed number of queries."""
    if isinstance(task_states, QuerySet):
        task_states = task_states.select_related("workflow_state__requested_by", "workflow_state__content_type")
    states = list(task_states)
    rows = _rows(states)
    authors = authors_of_each(rows.values())
    return [
        Entry(state, row, user.pk in authors[row]) for state in states if (row := rows.get(_key(state.workflow_state)))
    ]


def may_read(user: Any, row: Reviewable, roles: frozenset[str]) -> bool:
    """Whether somebody has a reason to see what is under review: they sign such content or edit it."""
    if row.review_policy.role in roles:
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


def public_text(obj: Reviewable) -> PublicText:
    """What the public sees of a page or snippet."""
    edition = record.current_edition(str(obj.subject))
    return PublicText(edition, edition is not None and edition.copy_id == latest_digest(obj))


def task_state_of(obj: Reviewable) -> TaskState | None:
    """The task state under which a page or snippet waits for a sign-off."""
    state = obj.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    return waiting().filter(workflow_state=state).first()


def asked_for(obj: Reviewable) -> SignOff | None:
    """The decision that returned a page or snippet to its author, until it is submitted again."""
    state = obj.current_workflow_state
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    return record.decisions(str(obj.subject)).filter(approves=False).first()


def _key(state: WorkflowState) -> tuple[int, str]:
    return state.content_type_id, state.object_id


def _rows(states: list[TaskState]) -> dict[tuple[int, str], Reviewable]:
    """What is under review in some task states, a query per type; the text of revisions is not loaded."""
    wanted: defaultdict[ContentType, set[str]] = defaultdict(set)
    for state in states:
        wanted[state.workflow_state.content_type].add(state.workflow_state.object_id)
    rows: dict[tuple[int, str], Any] = {}
    for content_type, ids in wanted.items():
        found = content_type.model_class()._default_manager.filter(pk__in=ids, latest_revision__isnull=False)
        for row in found.select_related("locale", "latest_revision").defer("latest_revision__content"):
            rows[content_type.pk, str(row.pk)] = row
    return rows
