"""Who signs, who of them is away, and who stands in: which gives no right, for whoever signs does so as themselves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils import timezone

from review.models import Absence
from review.policy import PRACTICE_MANAGERS, SIGNING_GROUPS, roles_in
from review.signing import groups_of

User = get_user_model()


@dataclass
class Signer:
    """Somebody who may sign; ``until`` and ``delegate`` (the id of an account) when they are away today.

    ``languages`` are the codes of those in which they may answer for a text.
    """

    user: Any
    until: date | None
    delegate: int | None
    groups: set[str] = field(default_factory=set)
    languages: set[str] = field(default_factory=lambda: {settings.LANGUAGE_CODE})

    @property
    def roles(self) -> frozenset[str]:
        """The roles in which they sign."""
        return roles_in(self.groups)

    @property
    def manages(self) -> bool:
        """Whether they see to it that everything is signed by somebody."""
        return PRACTICE_MANAGERS in self.groups


def signers() -> dict[int, Signer]:
    """Everybody who may sign something, by id and in the order of their names. One query."""
    today = timezone.localdate()
    absence = FilteredRelation(
        "absences", condition=Q(absences__first_day__lte=today) & Q(absences__last_day__gte=today)
    )
    rows = accounts(*SIGNING_GROUPS).annotate(
        absence=absence,
        group=F("groups__name"),
        until=F("absence__last_day"),
        delegate=F("absence__delegate"),
        language=F("reviewer_credential__languages__language_code"),
    )
    found: dict[int, Signer] = {}
    for user in rows:
        signer = found.setdefault(user.pk, Signer(user, user.until, user.delegate))
        signer.groups.add(user.group)
        signer.languages |= {user.language} - {None}
    return found


def accounts(*roles: str) -> QuerySet:
    """The accounts whose groups let them sign in one of some roles, by name."""
    groups = frozenset[str]().union(*(SIGNING_GROUPS[role] for role in roles))
    found = User.objects.filter(is_active=True, groups__name__in=groups)
    return found.distinct().order_by("first_name", "last_name", "pk")


def colleagues(user: Any) -> QuerySet:
    """The accounts that share a signing role with somebody, so could stand in for them."""
    return accounts(*roles_in(groups_of(user))).exclude(pk=user.pk)


def stands_in_for(user: Any, people: Mapping[int, Signer]) -> frozenset[int]:
    """The ids of all for whom somebody stands in today, also by way of delegates who are away themselves."""
    found = {user.pk}
    while more := {pk for pk, signer in people.items() if signer.delegate in found} - found:
        found |= more
    return frozenset(found - {user.pk})


def end(absence: Absence) -> None:
    """Somebody is back: their absence ended yesterday, or never was if it had not lasted a day."""
    yesterday = timezone.localdate() - timedelta(days=1)
    if absence.first_day > yesterday:
        absence.delete()
        return
    absence.last_day = min(absence.last_day, yesterday)
    absence.save(update_fields=["last_day"])
