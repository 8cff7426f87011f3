"""What `keep_time` does about access: it warns once, and ends what has ended."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from core.models import User
from practitioners.accounts import access
from practitioners.accounts.clock import expire, forget, warn
from practitioners.accounts.steps import Answer, Approve
from practitioners.models import Application
from public.models import Verification
from review.runs import Tally
from tests import factories
from tests.practitioners.accounts.conftest import Sent
from tests.practitioners.accounts.people import application, ended, ends, said, today

State = Application.State


def keep_time() -> str:
    """What the command says."""
    output = StringIO()
    call_command("keep_time", stdout=output)
    return output.getvalue()


def test_the_clock_runs_both(home: Any) -> None:
    ends(application(State.APPROVED), 10)
    ended(application(State.APPROVED))
    said_of_it = keep_time()
    assert "1 warned that their access ends soon" in said_of_it
    assert "1 lost access with the end of their licence" in said_of_it
    assert "access" not in keep_time()


@pytest.mark.parametrize(("days", "is_told"), [(31, False), (30, True), (1, True), (0, True), (-1, False)])
def test_practitioners_are_warned_30_days_before_once(home: Any, days: int, is_told: bool) -> None:
    ends(application(State.APPROVED), days)
    assert [warn(), warn()] == [Tally(int(is_told)), Tally()]


@pytest.mark.parametrize(
    ("state", "days", "is_gone"),
    [(State.UNCONFIRMED, 29, False), (State.UNCONFIRMED, 31, True), (State.PENDING, 31, False)],
)
def test_what_nobody_confirmed_is_deleted_with_its_account(home: Any, state: str, days: int, is_gone: bool) -> None:
    made = application(state)
    made.user.emailaddress_set.update(verified=state != State.UNCONFIRMED)
    Application.objects.update(submitted_at=timezone.now() - timedelta(days=days))
    assert [forget(), forget()] == [Tally(int(is_gone)), Tally()]
    assert User.objects.filter(pk=made.user_id).exists() is not is_gone


def test_another_end_is_warned_of_again(home: Any) -> None:
    made = application(State.APPROVED)
    ends(made, 20)
    assert warn().done == 1
    ends(made, 25)
    assert warn().done == 1


def test_nobody_is_warned_whose_renewal_waits(home: Any) -> None:
    made = application(State.APPROVED)
    ends(made, 20)
    Answer(made, made.user, said()).execute()
    assert warn() == Tally()


def test_nobody_is_warned_of_what_was_told_with_the_approval(manager: Any) -> None:
    Approve(application(), manager, today(20)).execute()
    assert warn() == Tally()


@pytest.mark.parametrize("days", [0, 1])
def test_access_lasts_through_its_last_day(home: Any, days: int) -> None:
    made = application(State.APPROVED)
    ends(made, days)
    assert expire() == Tally()
    assert Verification.objects.filter(user=made.user).exists()


def test_the_day_after_access_is_gone_and_the_account_can_still_log_in(home: Any) -> None:
    made, other = application(State.APPROVED), application(State.APPROVED)
    client = Client()
    client.force_login(made.user)
    ended(made)

    assert [expire(), expire()] == [Tally(1), Tally()]

    states = dict(Application.objects.values_list("pk", "state"))
    assert states == {made.pk: State.EXPIRED, other.pk: State.APPROVED}
    assert [each.user for each in Verification.objects.all()] == [other.user]
    assert not made.user.groups.exists()
    assert b"Your access has ended with your licence." in client.get("/account/").content


def test_a_renewal_that_waits_goes_on_waiting(home: Any) -> None:
    made = application(State.APPROVED)
    Answer(made, made.user, said()).execute()
    ended(made)
    assert expire().done == 1
    assert not Verification.objects.exists()
    assert Application.objects.get().state == State.PENDING


def test_one_that_fails_holds_up_no_other(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = application(State.APPROVED), application(State.APPROVED)
    for made in (first, second):
        ended(made)
    close_to = access.close_to

    def fail(user: Any) -> None:
        if user == first.user:
            raise OSError
        close_to(user)

    monkeypatch.setattr(access, "close_to", fail)
    assert expire() == Tally(done=1, failed=1)
    assert [each.user for each in Verification.objects.all()] == [first.user]


def test_closed_accounts_are_written_no_mail(home: Any, sent: Sent) -> None:
    made = application(State.APPROVED, user=factories.user(is_active=False))
    ends(made, 10)
    with sent() as mails:
        warn()
    assert [mail for mail in mails if made.user.email in mail.to] == []
