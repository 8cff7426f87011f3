"""Which rounds of review stand in whose queue."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from ledger import record
from ledger.models import Edition
from review.models import Assignment, Submission
from review.signers import Signer, signers, stands_in_for

SOON = timedelta(days=90)
"""How long before its clearance ends a public text is told to be due again."""


class Reader:
    """Somebody at the desk; who signs, and is there today, is asked once."""

    def __init__(self, user: Any):
        self.user = user

    @cached_property
    def people(self) -> dict[int, Signer]:
        """Everybody who signs, by id."""
        return signers()

    @property
    def roles(self) -> frozenset[str]:
        """The roles in which the reader signs."""
        return self.people[self.user.pk].roles if self.user.pk in self.people else frozenset()

    @property
    def languages(self) -> frozenset[str]:
        """The codes of the languages in which the reader signs."""
        return frozenset(self.people[self.user.pk].languages) if self.user.pk in self.people else frozenset()

    @property
    def manages(self) -> bool:
        """Whether the reader sees to it that everything is signed by somebody."""
        return self.user.pk in self.people and self.people[self.user.pk].manages

    @cached_property
    def stands_in_for(self) -> frozenset[int]:
        """The ids of those for whom the reader stands in today."""
        return stands_in_for(self.user, self.people)

    def away_until(self, pk: int | None) -> date | None:
        """Until when somebody is away; None when they are here."""
        return self.people[pk].until if pk in self.people else None


def open_to(reader: Reader) -> Q:
    """The assignments that a reader may take up or has: theirs, nobody's, or somebody's for whom they stand in.

    What is named for somebody who may not sign it any more is nobody's.
    """
    theirs = [reader.user.pk, *reader.stands_in_for]
    in_a_role = Q(pk__in=[])
    for role in sorted(reader.roles):
        able = [pk for pk, signer in reader.people.items() if role in signer.roles]
        in_a_role |= Q(role=role) & (Q(person__in=theirs) | ~Q(person__in=able))
    return Q(sign_off=None) & in_a_role


def mine(reader: Reader) -> QuerySet[Submission]:
    """What waits for a signature that is a reader's to give, the most urgent first.

    One person gives one signature, so what they have signed in another role waits for somebody else; so does what is
    in a language that they do not read.
    """
    of_round = Assignment.objects.filter(submission=OuterRef("pk"))
    signed = of_round.filter(person=reader.user).exclude(sign_off=None)
    readable = Submission.objects.waiting().filter(locale__in=sorted(reader.languages))
    return readable.filter(Exists(of_round.filter(open_to(reader))), ~Exists(signed))


def team(reader: Reader) -> QuerySet[Submission]:
    """Everything that waits and takes a signature in one of a reader's roles; for a practice manager, everything."""
    return _in_roles(Submission.objects.waiting(), reader)


def done(reader: Reader) -> QuerySet[Submission]:
    """The rounds that have ended, of what takes a signature in one of a reader's roles, the latest first."""
    return _in_roles(Submission.objects.exclude(closed_at=None).order_by("-closed_at", "-pk"), reader)


def due_again() -> QuerySet[Edition]:
    """The public texts whose clearance has ended or ends soon, the most urgent first."""
    ending = record.current().filter(clearance__until__lt=timezone.now() + SOON)
    return ending.order_by("clearance__until", "pk")


def counts(submissions: QuerySet[Submission]) -> dict[str, int]:
    """How many there are (``waiting``), and how many of them are ``overdue``."""
    overdue = Count("pk", filter=Q(due_on__lt=timezone.localdate()))
    return submissions.order_by().aggregate(waiting=Count("pk"), overdue=overdue)


def _in_roles(submissions: QuerySet[Submission], reader: Reader) -> QuerySet[Submission]:
    if reader.manages:
        return submissions
    return submissions.filter(
        Exists(Assignment.objects.filter(submission=OuterRef("pk"), role__in=sorted(reader.roles)))
    )
