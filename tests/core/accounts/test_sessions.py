"""How long people stay logged in, and that they see and end their sessions."""

import time
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from core.accounts.sessions import BEGAN, SEEN, browser_named
from tests import factories
from tests.core.accounts.people import is_in, log_in

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
LIST = "/account/sessions/"


def at_a_browser(account: Any, user_agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": user_agent})
    log_in(client, account.email)
    return client


@pytest.fixture
def account(home):
    return factories.editor()


def test_somebody_sees_where_they_are_logged_in(account):
    client = at_a_browser(account)

    words = client.get(LIST).content.decode()

    assert "Firefox on Windows" in words
    assert "127.0.0.1" in words


def test_somebody_ends_one_session(account):
    mine, other, third = (at_a_browser(account) for _ in range(3))
    session = UserSession.objects.get(session_key=other.session.session_key)

    mine.post(reverse("end_session", args=[session.pk]))

    assert other.get("/admin/").status_code == 302
    assert [client.get("/admin/").status_code for client in (mine, third)] == [200, 200]


def test_somebody_ends_all_others(account):
    mine, other = at_a_browser(account), at_a_browser(account)

    mine.post(LIST)

    assert [client.get("/admin/").status_code for client in (mine, other)] == [200, 302]


def test_nobody_ends_the_session_of_another(account):
    client = at_a_browser(account)
    other = at_a_browser(factories.editor())
    session = UserSession.objects.get(session_key=other.session.session_key)

    assert client.post(reverse("end_session", args=[session.pk])).status_code == 404
    assert other.get("/admin/").status_code == 200


def test_a_link_ends_nothing(account):
    client = at_a_browser(account)
    session = UserSession.objects.get()

    assert client.get(reverse("end_session", args=[session.pk])).status_code == 405
    assert is_in(client)


def later(client: Client, **seconds: int) -> None:
    """Put back when a session began and was last seen, by so many seconds."""
    session = client.session
    for key, value in seconds.items():
        session[key] = int(time.time()) - value
    session.save()


def test_a_session_ends_when_nobody_uses_it(account, settings):
    client = at_a_browser(account)
    later(client, **{SEEN: settings.SESSION_IDLE_AGE - 60})
    assert client.get("/admin/").status_code == 200
    later(client, **{SEEN: settings.SESSION_IDLE_AGE + 60})
    assert client.get("/admin/").status_code == 302
    assert not is_in(client)


def test_a_session_ends_after_half_a_day_however_busy(account, settings):
    client = at_a_browser(account)
    later(client, **{BEGAN: settings.SESSION_COOKIE_AGE + 60})

    assert client.get("/admin/").status_code == 302
    assert not is_in(client)


def test_reading_does_not_write(account, django_assert_max_num_queries):
    client = at_a_browser(account)
    before = client.session[SEEN]
    client.get("/admin/")
    assert client.session[SEEN] == before


def test_a_login_begins_another_session(account):
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key

    log_in(client, account.email)

    assert client.session.session_key != planted


def test_the_cookie_ends_with_the_browser_and_no_script_reads_it(account):
    client = at_a_browser(account)
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("", "Unknown browser"),
        ("<script>", "Unknown browser"),
    ],
)
def test_browsers_are_named_in_words(user_agent, words):
    assert browser_named(user_agent) == words
