"""Whom a text concerns: who is asked to sign it, who answers for it, and who may read it at all.

Everything here asks a fixed number of questions, however many people and texts there are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q, prefetch_related_objects
from wagtail.permissions import policy_registry

from ledger.record import current_editions
from review.authors import authors_of_each
from review.models import Absence, Assignment, Submission
from review.policy import SIGNING_GROUPS
from review.subjects import Reviewable, Subject

User = get_user_model()


class Signers:
    """Who signs in which role, and who stands in for whom on a day of the clinic's calendar."""

    def __init__(self, day: date):
        groups = frozenset().union(*SIGNING_GROUPS.values())
        members = User.objects.filter(is_active=True, groups__name__in=groups).values_list("pk", "groups__name")
        self._groups: defaultdict[str, set[int]] = defaultdict(set)
        for pk, group in members:
            self._groups[group].add(pk)
        self._delegates: defaultdict[int | None, set[int]] = defaultdict(set)
        away = Absence.objects.filter(first_day__lte=day, last_day__gte=day)
        for pk, delegate in away.values_list("user_id", "delegate_id"):
            self._delegates[pk].add(delegate)

    def of(self, assignment: Assignment, authors: Collection[int]) -> frozenset[int]:
        """The ids of those who are asked for a signature: whom it is named for, or everybody in the role.

        Nobody is asked who wrote the text or gave another of its signatures. Where that leaves none of those it is
        named for, or they have left, it is for everybody in the role again.
        """
        given = [other.person_id for other in assignment.submission.assignments.all() if other.sign_off is not None]
        in_role = set().union(*(self._groups[group] for group in SIGNING_GROUPS[assignment.role]))
        eligible = in_role.difference(authors, given)
        named = {assignment.person_id}
        while more := set().union(*(self._delegates[pk] for pk in named)) - named:
            named |= more
        return frozenset(named & eligible or eligible)


def asked(authors: Mapping[Submission, Collection[int]], day: date) -> dict[Submission, frozenset[int]]:
    """The ids of those who are asked to sign each of some waiting submissions, given the ids of its authors."""
    prefetch_related_objects(list(authors), "assignments")
    signers = Signers(day)
    return {
        submission: frozenset().union(
            *(
                signers.of(assignment, wrote)
                for assignment in submission.assignments.all()
                if assignment.sign_off is None
            )
        )
        for submission, wrote in authors.items()
    }


def authors_of_submissions(submissions: Iterable[Submission]) -> dict[Submission, frozenset[int]]:
    """The ids of all who wrote what is under review; a submission whose page or snippet is gone is left out.

    The authors of a copy that is signed again are those it had when it was signed first.
    """
    submissions = list(submissions)
    rows = rows_of(submissions)
    wrote = authors_of_each(rows[each.subject] for each in submissions if each.task_state_id and each.subject in rows)
    editions = current_editions(each.subject for each in submissions if not each.task_state_id)
    found = {}
    for each in submissions:
        if each.task_state_id and each.subject in rows:
            found[each] = wrote[rows[each.subject]]
        elif each.subject in editions:
            found[each] = frozenset(editions[each.subject].clearance.sign_off.authors)
    return found


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


def owner_of(row: Reviewable) -> int | None:
    """The id of whoever keeps a text: the owner of a page; of a snippet, who saved it last."""
    return getattr(row, "owner_id", None) or (row.latest_revision.user_id if row.latest_revision else None)


def readers(row: Reviewable, ids: Iterable[int | None]) -> frozenset[int]:
    """Those of some accounts that may read what is under review, as ``desk.may_read`` says of one."""
    signing = frozenset().union(*(SIGNING_GROUPS[role] for role in row.review_policy.roles))
    editors = policy_registry.get_by_type(type(row)).users_with_permission_for_instance("change", row)
    allowed = Q(groups__name__in=signing) | Q(pk__in=editors.values("pk"))
    found = User.objects.filter(allowed, is_active=True, pk__in={pk for pk in ids if pk is not None})
    return frozenset(found.values_list("pk", flat=True))
