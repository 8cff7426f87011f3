"""The steps of an application: who may take which from where, and what each does."""

from datetime import date
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Permission
from django.test import Client
from wagtail.log_actions import registry
from wagtail.models import APIToken

from practitioners.accounts import errors
from practitioners.accounts.log import ACTIONS
from practitioners.accounts.steps import Answer, Approve, Ask, Confirm, Expire, Refuse, Revoke, Step, Warn, apply
from practitioners.models import Application
from public.models import Verification
from review.errors import Refused
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.practitioners.accounts.people import application, ended, ends, said, today

State = Application.State
ROLES = {
    "applicant": None,
    "verified": (VERIFIED_PRACTITIONERS,),
    "editor": (EDITORS,),
    "clinician": (CLINICIANS,),
    "translator": (TRANSLATORS,),
    "manager": (PRACTICE_MANAGERS,),
    "administrator": (),
}
DECIDE = {"manager", "administrator"}
DECISIONS = {
    "approve": lambda made, user: Approve(made, user, today(30)),
    "ask": lambda made, user: Ask(made, user, "Which school?"),
    "refuse": lambda made, user: Refuse(made, user, "No such licence."),
    "revoke": lambda made, user: Revoke(made, user, "Suspended."),
}
STEPS = {
    **DECISIONS,
    "confirm": lambda made, user: Confirm(made, made.user),
    "answer": lambda made, user: Answer(made, made.user, said()),
    "warn": lambda made, user: Warn(made),
}
LEADS = {
    "approve": {State.PENDING, State.MORE_ASKED, State.REFUSED, State.REVOKED},
    "ask": {State.PENDING},
    "refuse": {State.PENDING, State.MORE_ASKED},
    "revoke": {State.APPROVED},
    "confirm": {State.UNCONFIRMED},
    "answer": {State.MORE_ASKED, State.REFUSED, State.APPROVED, State.EXPIRED},
    "warn": {State.APPROVED},
}
"""The states from which each step leads anywhere; what is not listed is refused."""


def person(role: str, made: Application) -> Any:
    groups = ROLES[role]
    if groups is None:
        return made.user
    return factories.user(*groups, is_superuser=role == "administrator")


def has_access(made: Application) -> bool:
    user = made.user.__class__.objects.get(pk=made.user_id)
    in_group = user.groups.filter(name=VERIFIED_PRACTITIONERS).exists()
    assert in_group == Verification.objects.filter(user=user).exists()
    return in_group


def logged(made: Application) -> list[str]:
    """The product's own entries about an application, the first one first."""
    entries = registry.get_logs_for_instance(made).order_by("timestamp", "pk")
    return [entry.action.removeprefix("keta.application_") for entry in entries if entry.action.startswith("keta.")]


def seen(made: Application) -> tuple[Any, ...]:
    """What a step that is refused must leave as it is."""
    now = Application.objects.get(pk=made.pk)
    return now.state, now.version, now.reason, now.decided_by_id, has_access(now), logged(now)


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("role", ROLES)
def test_only_those_with_the_right_decide_and_nobody_on_their_own(home: Any, role: str, decision: str) -> None:
    made = application(State.APPROVED if decision == "revoke" else State.PENDING)
    user, before = person(role, made), seen(made)
    step = DECISIONS[decision](made, user)
    if role in DECIDE:
        assert step.execute().decided_by == user
        return
    with pytest.raises(errors.OwnApplication if role == "applicant" else errors.MayNotDecide):
        step.execute()
    assert seen(made) == before


@pytest.mark.parametrize("decision", DECISIONS)
def test_managers_and_administrators_do_not_let_themselves_in(home: Any, decision: str) -> None:
    for user in (factories.user(PRACTICE_MANAGERS), factories.user(is_superuser=True)):
        made = application(State.APPROVED if decision == "revoke" else State.PENDING, user=user)
        before = seen(made)
        with pytest.raises(errors.OwnApplication):
            DECISIONS[decision](made, user).execute()
        assert seen(made) == before


def test_the_right_is_a_permission_that_any_group_can_be_given(home: Any) -> None:
    user = factories.editor()
    user.user_permissions.add(Permission.objects.get(codename="change_application"))
    assert Approve(application(), user, today(30)).execute().state == State.APPROVED


@pytest.mark.parametrize("name", STEPS)
@pytest.mark.parametrize("state", State.values)
def test_each_step_is_taken_from_its_states_alone(manager: Any, state: str, name: str) -> None:
    made = application(state)
    step, before = STEPS[name](made, manager), seen(made)
    if state in LEADS[name]:
        after = step.execute()
        assert logged(after)[-1] == step.name
        return
    with pytest.raises(Refused):
        step.execute()
    assert seen(made) == before


class TestApproving:
    """The section opens through a day."""

    def test_it_opens_the_section_to_the_account(self, manager: Any) -> None:
        made = Approve(application(), manager, today(30)).execute()
        assert has_access(made)
        assert made.access_until == Verification.objects.get(user=made.user).until == today(30)
        entry = registry.get_logs_for_instance(made).get(action="keta.application_approved")
        assert (entry.user, entry.data) == (manager, {"until": today(30).isoformat()})

    @pytest.mark.parametrize("until", [today(-1), today(11), date(9999, 12, 31)], ids=str)
    def test_not_longer_than_the_licence_nor_in_the_past(self, manager: Any, until: date) -> None:
        made = application(licence_expires_on=today(10))
        with pytest.raises(errors.UntilOutOfRange, match="the last day of the licence"):
            Approve(made, manager, until).execute()
        assert not has_access(made)

    def test_a_licence_that_ended_while_it_waited_opens_nothing(self, manager: Any) -> None:
        made = application()
        Application.objects.update(licence_expires_on=today(-1))
        with pytest.raises(errors.UntilOutOfRange, match="The licence ended"):
            Approve(made, manager, today()).execute()
        assert not has_access(made)

    def test_what_came_in_after_it_was_opened_is_not_decided_on(self, manager: Any) -> None:
        on_screen = application()
        Ask(on_screen, manager, "Which school?").execute()
        Answer(on_screen, on_screen.user, said(licence_number="OTHER-1")).execute()
        with pytest.raises(errors.ChangedMeanwhile):
            Approve(on_screen, manager, today(30)).execute()
        assert not has_access(on_screen)


class TestRevoking:
    """The section closes at once, everywhere."""

    def test_it_closes_the_section_and_ends_sessions_and_tokens_of_that_account_alone(self, manager: Any) -> None:
        made, other = application(State.APPROVED), application(State.APPROVED)
        clients = {each.pk: [Client(), Client()] for each in (made, other)}
        for each in (made, other):
            for client in clients[each.pk]:
                client.force_login(each.user)
            APIToken.create_token(user=each.user, name="Tool")
            key = clients[each.pk][0].session.session_key
            UserSession.objects.create(user=each.user, ip="127.0.0.1", user_agent="Test", session_key=key)

        Revoke(made, manager, "Suspended.").execute()

        assert not has_access(made)
        assert has_access(other)
        assert [client.get("/account/").status_code for client in clients[made.pk]] == [302, 302]
        assert [client.get("/account/").status_code for client in clients[other.pk]] == [200, 200]
        assert APIToken.objects.filter(revoked_at=None).get().user == other.user
        assert UserSession.objects.get().user == other.user

    def test_all_of_it_happens_or_nothing(self, manager: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        made = application(State.APPROVED)
        APIToken.create_token(user=made.user, name="Tool")
        before = seen(made)

        def fail(*args: Any, **kwargs: Any) -> None:
            raise OSError

        monkeypatch.setattr("practitioners.accounts.steps.log", fail)
        with pytest.raises(OSError):  # noqa: PT011
            Revoke(made, manager, "Suspended.").execute()
        assert seen(made) == before
        assert APIToken.objects.filter(revoked_at=None).exists()

    def test_a_renewal_that_waits_is_no_shelter(self, manager: Any) -> None:
        made = application(State.APPROVED)
        Answer(made, made.user, said()).execute()
        made = Application.objects.get(pk=made.pk)
        assert has_access(made)
        Revoke(made, manager, "Suspended.").execute()
        assert not has_access(made)
        with pytest.raises(errors.Meanwhile):
            Answer(made, made.user, said()).execute()


class TestAnswering:
    """Applicants hand it in again."""

    def test_nobody_answers_for_another(self, manager: Any) -> None:
        made = application(State.MORE_ASKED)
        before = seen(made)
        for user in (manager, factories.user(), factories.user(is_superuser=True)):
            with pytest.raises(errors.NotYours):
                Answer(made, user, said()).execute()
        assert seen(made) == before

    def test_what_was_said_before_stays_in_the_log(self, manager: Any) -> None:
        made = application(State.MORE_ASKED, licence_number="NY-1")
        same = {name: getattr(made, name) for name in ("name", "profession", "practice", "licence_expires_on")}
        Answer(made, made.user, said(**same, licence_number="NY-2"), "I mistyped it.").execute()
        entry = registry.get_logs_for_instance(made).get(action="keta.application_answered")
        assert entry.data == {"answer": "I mistyped it.", "before": {"licence_number": "NY-1"}}
        assert entry.comment == "I mistyped it. Licence number was “NY-1”."

    def test_a_renewal_keeps_access_until_the_old_end(self, manager: Any) -> None:
        made = application(State.APPROVED)
        ends(made, 5)
        Answer(made, made.user, said(licence_expires_on=today(900))).execute()
        made = Application.objects.get(pk=made.pk)
        assert (made.state, made.access_until) == (State.PENDING, today(5))
        Approve(made, manager, today(800)).execute()
        assert Verification.objects.get(user=made.user).until == today(800)

    def test_a_refused_renewal_keeps_access_until_the_old_end(self, manager: Any) -> None:
        made = application(State.APPROVED)
        Answer(made, made.user, said()).execute()
        Refuse(Application.objects.get(pk=made.pk), manager, "No such licence.").execute()
        assert has_access(made)


def test_expiry_takes_what_has_ended_and_nothing_else(home: Any) -> None:
    made = application(State.APPROVED)
    for days in (0, 1):
        ends(made, days)
        with pytest.raises(errors.Meanwhile):
            Expire(Application.objects.get(pk=made.pk)).execute()
    ended(made)
    Expire(made).execute()
    assert not has_access(made)
    assert Application.objects.get().state == State.EXPIRED


def test_one_account_has_one_application(home: Any) -> None:
    made = application()
    with pytest.raises(errors.Applied):
        apply(made.user, said(name="Another"), is_confirmed=True)
    assert Application.objects.get() == made
    assert logged(made) == ["made", "confirmed"]


def test_every_step_has_words_in_the_log(home: Any) -> None:
    def below(cls: type) -> set[str]:
        return {cls.name} if hasattr(cls, "name") else set().union(*(below(sub) for sub in cls.__subclasses__()))

    assert set(ACTIONS) == below(Step) | {"made"}
