"""Two who decide on one application at once."""

from typing import Any

import pytest

from practitioners.accounts.clock import expire
from practitioners.accounts.steps import Approve, Refuse, Revoke, apply
from practitioners.models import Application
from public.models import Verification
from review.errors import Refused
from review.policy import PRACTICE_MANAGERS
from tests import factories
from tests.ledger.test_concurrency import together
from tests.practitioners.accounts.people import application, ended, said, today

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
State = Application.State


def attempt(act: Any) -> Any:
    """What it led to, or the sentence with which it was refused."""

    def run() -> Any:
        try:
            return act()
        except Refused as refusal:
            return str(refusal)

    return run


def test_of_two_managers_one_decides_and_the_other_is_told(home: Any) -> None:
    made = application()
    managers = [factories.user(PRACTICE_MANAGERS) for _ in range(2)]
    decisions = [Approve(made, managers[0], today(30)), Refuse(made, managers[1], "No such licence.")]

    outcomes = together(*(attempt(decision.execute) for decision in decisions))

    (refused,) = (outcome for outcome in outcomes if isinstance(outcome, str))
    (decided,) = (outcome for outcome in outcomes if isinstance(outcome, Application))
    assert "Nothing was changed" in refused
    now = Application.objects.get()
    assert (now.state, now.decided_by) == (decided.state, decided.decided_by)
    assert Verification.objects.exists() == (now.state == State.APPROVED)


def test_an_account_applies_once(home: Any) -> None:
    user = factories.user()
    outcomes = together(*(attempt(lambda: apply(user, said(), is_confirmed=True)) for _ in range(2)))
    assert "You have applied already." in outcomes
    assert Application.objects.count() == 1


def test_two_clocks_and_a_manager_leave_access_closed_once(home: Any) -> None:
    made = application(State.APPROVED)
    ended(made)
    manager = factories.user(PRACTICE_MANAGERS)
    together(expire, expire, attempt(Revoke(made, manager, "Suspended.").execute))
    assert not Verification.objects.exists()
    assert not made.user.groups.exists()
    assert Application.objects.get().state in {State.EXPIRED, State.REVOKED}
