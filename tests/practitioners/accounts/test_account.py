"""My account: who I am, how my application stands, and what I can do next."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practitioners.models import Application
from review.policy import EDITORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.practitioners.accounts.people import application, ended, typed

State = Application.State
WORDS = {
    State.UNCONFIRMED: ("Confirm your e-mail address", None),
    State.PENDING: ("We have your application", None),
    State.MORE_ASKED: ("Which school?", "Answer"),
    State.APPROVED: ("It is open to you until", "Enter a renewed licence"),
    State.REFUSED: ("No such licence.", "Hand it in again"),
    State.REVOKED: ("The licence was suspended.", None),
    State.EXPIRED: ("Your access has ended with your licence.", "Enter a renewed licence"),
}


def page(client: Client, user: Any) -> str:
    client.force_login(user)
    answer = client.get("/account/")
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.content.decode()


@pytest.mark.parametrize("state", State.values)
def test_it_says_how_the_application_stands_and_whose_turn_it_is(client: Client, home: Any, state: str) -> None:
    made = application(state)
    shown = page(client, made.user)
    words, step = WORDS[State(state)]
    assert words in shown
    assert made.licence_number in shown
    assert (f">{step}</a>" in shown) if step else ('href="/account/application/"' not in shown)
    assert ("It is not open to you." in shown) == (state != State.APPROVED)


def test_the_form_is_there_when_it_is_the_applicants_turn_and_not_otherwise(client: Client, home: Any) -> None:
    for state, (_, step) in WORDS.items():
        made = application(state)
        client.force_login(made.user)
        assert client.get("/account/application/").status_code == (200 if step else 302)
        before = Application.objects.filter(pk=made.pk).values().get()
        client.post("/account/application/", typed(licence_number="CHANGED-1"))
        changed = Application.objects.filter(pk=made.pk).values().get() != before
        assert changed == bool(step)


def test_whoever_has_not_applied_can(client: Client, home: Any) -> None:
    user = factories.user(EDITORS)
    assert "You have not applied for access yet." in page(client, user)
    answer = client.post("/account/application/", typed(), follow=True)
    assert b"We have your application." in answer.content
    assert (Application.objects.get().user, Application.objects.get().state) == (user, State.PENDING)


def test_an_address_that_was_never_confirmed_waits_for_that(client: Client, home: Any) -> None:
    user = factories.user()
    user.emailaddress_set.update(verified=False)
    client.force_login(user)
    client.post("/account/application/", typed())
    assert Application.objects.get().state == State.UNCONFIRMED


def test_what_was_typed_stays_beside_what_is_wrong(client: Client, home: Any) -> None:
    made = application(State.MORE_ASKED)
    client.force_login(made.user)
    answer = client.post("/account/application/", typed(licence_number="none", answer="It is the one in <Rochester>."))
    shown = answer.content.decode()
    assert 'value="none"' in shown
    assert "It is the one in &lt;Rochester&gt;." in shown
    assert "at least one digit" in shown
    assert Application.objects.get().state == State.MORE_ASKED


def test_the_last_day_is_over_before_the_clock_runs(client: Client, home: Any) -> None:
    made = application(State.APPROVED)
    ended(made)
    assert "It is not open to you." in page(client, made.user)


def test_what_one_says_is_shown_as_words(client: Client, home: Any) -> None:
    made = application(practice="<script>alert(1)</script>", name="<b>Robin</b>")
    shown = page(client, made.user)
    assert "<script>alert" not in shown
    assert "<b>Robin" not in shown


@pytest.mark.parametrize("name", ["account", "application"])
def test_strangers_log_in_first(client: Client, home: Any, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert "login" in answer.url


def test_it_leads_to_everything_about_logging_in(client: Client, home: Any) -> None:
    shown = page(client, factories.user(VERIFIED_PRACTITIONERS))
    for name in ("account_change_password", "account_email", "mfa_index", "usersessions_list", "account_logout"):
        assert f'"{reverse(name)}"' in shown


def test_it_costs_few_queries(client: Client, home: Any) -> None:
    made = application(State.APPROVED)
    page(client, made.user)
    with CaptureQueriesContext(connection) as queries:
        client.get("/account/")
    # Session and account; groups and verification; application; the frame's restrictions and permissions.
    assert len(queries) <= 12
