"""Whom a text concerns: who is asked to sign it, who answers for it, and who may read it at all.

Everything here asks a fixed number of questions, however many people and texts there are.
"""

from collections.abc import Iterable, Mapping

from django.contrib.auth import get_user_model
from django.db.models import Q, prefetch_related_objects
from wagtail.permissions import policy_registry

from review.models import Assignment, Submission
from review.policy import SIGNING_GROUPS
from review.signers import Signer, signers
from review.subjects import Reviewable

User = get_user_model()


def asked(submissions: Iterable[Submission]) -> dict[Submission, frozenset[int]]:
    """The ids of those who are asked today to sign each of some waiting submissions."""
    submissions = list(submissions)
    prefetch_related_objects(submissions, "assignments")
    people = signers()
    found: dict[Submission, frozenset[int]] = {}
    for submission in submissions:
        missing = [assignment for assignment in submission.assignments.all() if assignment.sign_off is None]
        found[submission] = frozenset().union(*(asked_for(assignment, people) for assignment in missing))
    return found


def asked_for(assignment: Assignment, people: Mapping[int, Signer]) -> frozenset[int]:
    """The ids of those of some signers who are asked for a signature: whom it is named for, or everybody in the role.

    Who stands in for them is asked as well. Nobody is asked who wrote the text or gave another of its signatures; where
    that leaves none of those it is named for, it is for everybody in the role again.
    """
    submission = assignment.submission
    given = [other.person_id for other in submission.assignments.all() if other.sign_off is not None]
    in_role = {pk for pk, signer in people.items() if assignment.role in signer.roles}
    eligible = in_role.difference(submission.authors, given)
    named = {assignment.person_id}
    while more := {people[pk].delegate for pk in named & people.keys()} - named:
        named |= more
    return frozenset(named & eligible or eligible)


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
