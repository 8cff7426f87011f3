"""Both sides of an application are written to, each in their own language; whoever took the step is not."""

from typing import Any

import pytest
from wagtail.users.models import UserProfile

from core.models import User
from practitioners.accounts import letters
from practitioners.accounts.log import ACTIONS
from practitioners.accounts.steps import Answer, Approve, Ask, Expire, Refuse, Revoke, Warn, apply
from practitioners.models import Application
from review.notices.events import silence
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS
from tests import factories
from tests.practitioners.accounts.conftest import Sent
from tests.practitioners.accounts.people import application, ended, ends, said, today

State = Application.State


@pytest.fixture
def colleague(manager: User) -> User:
    """Another manager; there are people of other roles too, who are told nothing."""
    for groups in ((EDITORS,), (CLINICIANS,)):
        factories.user(*groups)
    factories.user(is_superuser=True)
    factories.user(PRACTICE_MANAGERS, is_active=False)
    return factories.user(PRACTICE_MANAGERS)


STEPS: dict[str, Any] = {
    "approve": (State.PENDING, lambda made, by: Approve(made, by, today(30)), "is open to you until"),
    "ask": (State.PENDING, lambda made, by: Ask(made, by, "Which school?"), "Which school?"),
    "refuse": (State.PENDING, lambda made, by: Refuse(made, by, "No such licence."), "No such licence."),
    "revoke": (State.APPROVED, lambda made, by: Revoke(made, by, "Suspended."), "Suspended."),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_decision_is_told_to_the_applicant_and_to_colleagues(
    manager: User, colleague: User, sent: Sent, name: str
) -> None:
    state, step, words = STEPS[name]
    with silence():
        made = application(state)
    User.objects.exclude(pk__in=[manager.pk, colleague.pk, made.user_id]).update(is_active=False)
    with sent() as mails:
        step(made, manager).execute()
    assert sorted(address for mail in mails for address in mail.to) == sorted([made.user.email, colleague.email])
    to_applicant = next(mail for mail in mails if mail.to == [made.user.email])
    assert words in to_applicant.body
    assert "http://localhost:8000/account/" in to_applicant.body
    assert "applied for access" in to_applicant.body
    assert "/admin/" not in to_applicant.body
    assert "Choose what you are told of" not in to_applicant.body


def test_an_application_is_told_to_the_managers(manager: User, colleague: User, sent: Sent) -> None:
    applicant = factories.user()
    with sent() as mails:
        made = apply(applicant, said(licence_number="NY-77"), is_confirmed=True)
    assert {address for mail in mails for address in mail.to} == {manager.email, colleague.email}
    assert all(mail.subject == f"Application: {made.name}" for mail in mails)
    assert f"/admin/applications/{made.pk}/" in mails[0].body
    assert "NY-77 · New York, United States" in mails[0].body


def test_an_answer_is_told_with_its_words(manager: User, sent: Sent) -> None:
    with silence():
        made = application(State.MORE_ASKED)
    User.objects.exclude(pk__in=[manager.pk, made.user_id]).update(is_active=False)
    with sent() as mails:
        Answer(made, made.user, said(), "The one in <b>Rochester</b>.").execute()
    (mail,) = mails
    assert mail.to == [manager.email]
    assert "The one in <b>Rochester</b>." in mail.body
    assert "<b>Rochester</b>" not in mail.alternatives[0].content


def test_the_end_of_access_is_told_to_both_sides(manager: User, sent: Sent) -> None:
    with silence():
        made = application(State.APPROVED)
    User.objects.exclude(pk__in=[manager.pk, made.user_id]).update(is_active=False)
    ends(made, 10)
    with sent() as mails:
        Warn(made).execute()
    assert [mail.to for mail in mails] == [[made.user.email]]
    ended(made)
    with sent() as mails:
        Expire(made).execute()
    assert {address for mail in mails for address in mail.to} == {made.user.email, manager.email}


def test_what_is_written_comes_in_the_language_of_its_reader(manager: User, sent: Sent) -> None:
    with silence():
        made = application()
    UserProfile.objects.create(user=made.user, preferred_language="es")
    with sent() as mails:
        Approve(made, manager, today(30)).execute()
    (mail,) = (mail for mail in mails if mail.to == [made.user.email])
    assert 'lang="es"' in mail.alternatives[0].content


def test_a_step_that_is_taken_back_is_told_to_nobody(manager: User, sent: Sent) -> None:
    with silence():
        made = application(licence_expires_on=today(10))
    with sent() as mails, pytest.raises(Exception, match="Access can end"):
        Approve(made, manager, today(30)).execute()
    assert mails == []


def test_no_step_goes_untold() -> None:
    quiet = {"made"}
    assert letters.FOR_APPLICANTS.keys() | letters.FOR_MANAGERS.keys() | quiet == set(ACTIONS)
