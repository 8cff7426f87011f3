"""Sign-up: an account and its application in one step, and no word on who has an account."""

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.users.models import UserProfile

from core.models import User
from practitioners.accounts.forms import SignupForm
from practitioners.models import Application
from review.policy import PRACTICE_MANAGERS
from tests import factories
from tests.practitioners.accounts.conftest import Sent
from tests.practitioners.accounts.people import typed

State = Application.State
PASSWORD = "another horse, another staple"
KNOWN, UNKNOWN = "known@example.org", "other@example.org"
VARIES = re.compile(rb'value="[\w-]{64}"|nonce="[^"]*"|(?:known|other)@example\.org')
"""What differs between any two answers: tokens, nonces, and the address that was typed."""
HEADERS_VARY = {"Content-Security-Policy", "Content-Length", "Expires"}


def filled(email: str = UNKNOWN, **changed: str) -> dict[str, str]:
    names = {"first_name": "Robin", "last_name": "Referrer"}
    fields = {**typed(), **names, "email": email, "password1": PASSWORD, "password2": PASSWORD, **changed}
    return {name: value for name, value in fields.items() if name != "name"}


def sign_up(client: Client, **changed: str) -> Any:
    return client.post("/account/signup/", filled(**changed))


def confirm(client: Client, mail: Any) -> None:
    """Follow the link in a mail and press the button there."""
    (path,) = re.findall(r"https?://[^/\s]+(/account/confirm-email/\S+)", mail.body)
    client.post(path)


@pytest.fixture
def manager(home: Any) -> User:
    return factories.user(PRACTICE_MANAGERS, email="manager@example.org")


def test_an_application_waits_once_its_address_is_confirmed(client: Client, manager: User, sent: Sent) -> None:
    with sent() as mails:
        assert sign_up(client).status_code == 302
    assert [mail.to for mail in mails] == [[UNKNOWN]]
    (mail,) = mails
    # It goes to whoever has the address, and holds no words of whoever typed it.
    assert "Robin" not in mail.body
    made = Application.objects.get(user__email=UNKNOWN)
    assert (made.state, made.name, made.user.get_full_name()) == (State.UNCONFIRMED, *["Robin Referrer"] * 2)
    assert (made.licence_number, made.consent_version) == ("NY-123.456", "2026-11")

    with sent() as mails:
        confirm(client, mail)
        confirm(client, mail)
    made.refresh_from_db()
    assert made.state == State.PENDING
    assert [mail.to for mail in mails] == [["manager@example.org"]]


def test_an_unconfirmed_application_is_shown_to_nobody(client: Client, manager: User) -> None:
    sign_up(client)
    made = Application.objects.get()
    client.force_login(manager)
    assert b"Robin Referrer" not in client.get("/admin/applications/").content
    assert client.get(f"/admin/applications/{made.pk}/").status_code == 404


def test_an_account_with_a_passkey_applies_in_the_same_step(db: None, rf: Any) -> None:
    fields = {name: value for name, value in filled().items() if not name.startswith("password")}
    form = SignupForm(fields, by_passkey=True)
    assert form.is_valid(), form.errors
    assert not {"password1", "password2"} & set(form.fields)
    request = rf.post("/")
    request.session = {}
    user = form.save(request)
    assert Application.objects.get().user == user
    assert not user.has_usable_password()


def test_mail_comes_in_the_language_of_the_page(client: Client, home: Any) -> None:
    client.post("/account/signup/", filled(), headers={"accept-language": "es"})
    assert UserProfile.objects.get(user__email=UNKNOWN).preferred_language == "es"


def test_what_robots_fill_in_makes_nothing_and_tells_them_nothing(client: Client, home: Any, sent: Sent) -> None:
    real = sign_up(Client())
    with sent() as mails:
        caught = client.post("/account/signup/", filled("robot@example.org", website="https://spam.example"))
    assert (caught.status_code, caught.url) == (real.status_code, real.url)
    assert not User.objects.filter(email="robot@example.org").exists()
    assert Application.objects.count() == 1
    assert mails == []


class TestEnumeration:
    """Every answer is the same for an address that has an account and for one that has none."""

    @pytest.fixture(autouse=True)
    def known(self, home: Any) -> User:
        return factories.user(email=KNOWN)

    @staticmethod
    def answers(**changed: str) -> list[tuple[Any, ...]]:
        """What a known and an unknown address are answered, through to the page one is led to."""
        found = []
        for email in (KNOWN, UNKNOWN):
            client = Client()
            answer = client.post("/account/signup/", filled(email, **changed), follow=True)
            headers = {name: value for name, value in answer.headers.items() if name not in HEADERS_VARY}
            cookies = {name: len(cookie.value) for name, cookie in client.cookies.items() if name != "messages"}
            found.append((answer.redirect_chain, answer.status_code, headers, cookies, VARIES.sub(b"", answer.content)))
        return found

    def test_when_all_is_right(self) -> None:
        known, unknown = self.answers()
        assert known == unknown

    @pytest.mark.parametrize(
        "changed",
        [
            {"licence_number": "none"},
            {"region": ""},
            {"npi": "1234567890"},
            {"consents": ""},
            {"password1": "1234", "password2": "1234"},
            {"password2": "something else"},
            {"last_name": ""},
        ],
        ids=str,
    )
    def test_when_something_is_wrong(self, changed: dict[str, str]) -> None:
        known, unknown = self.answers(**changed)
        assert known == unknown
        assert known[1] == 200
        assert not Application.objects.exists()

    @pytest.mark.parametrize("trap", ["", "https://spam.example"], ids=["people", "robots"])
    def test_the_same_work_is_done_before_the_answer(self, monkeypatch: pytest.MonkeyPatch, trap: str) -> None:
        hashed: list[str] = []
        encode = MD5PasswordHasher.encode

        def counted(hasher: MD5PasswordHasher, password: str, salt: str) -> str:
            hashed.append(password)
            return encode(hasher, password, salt)

        monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
        written = []
        for email in (KNOWN, UNKNOWN):
            hashed.clear()
            with CaptureQueriesContext(connection) as queries:
                sign_up(Client(), email=email, website=trap)
            inserts = (re.match(r'INSERT INTO "(\w+)"', query["sql"]) for query in queries)
            written.append((hashed.copy(), [found[1] for found in inserts if found]))
        assert written[0] == written[1]
        assert written[0][0] == ([] if trap else [PASSWORD])
        assert ("practitioners_application" in written[0][1]) == (not trap)

    def test_a_known_address_gets_a_mail_and_no_application(self, known: User, sent: Sent) -> None:
        with sent() as mails:
            sign_up(Client(), email=KNOWN.upper())
        assert [mail.to for mail in mails] == [[KNOWN]]
        assert "/account/confirm-email/" not in mails[0].body
        assert not Application.objects.exists()
        assert not User.objects.filter(email__endswith=".invalid").exists()
        known.refresh_from_db()
        assert known.check_password(factories.PASSWORD)
        assert EmailAddress.objects.filter(email=KNOWN).count() == 1


def test_what_was_typed_stays_in_the_form_but_for_the_password(client: Client, home: Any) -> None:
    page = sign_up(client, licence_number="none").content.decode()
    for typed_in in ("Robin", UNKNOWN, 'value="none"', "Example Practice, New York", "1234567893"):
        assert typed_in in page
    assert PASSWORD not in page
    assert not User.objects.filter(email=UNKNOWN).exists()


def test_the_trap_is_out_of_sight_and_out_of_reach(client: Client, home: Any) -> None:
    page = client.get("/account/signup/").content.decode()
    (trap,) = re.findall(r'<span class="visually-hidden" aria-hidden="true"><input[^>]*></span>', page)
    assert 'name="website"' in trap
    assert 'tabindex="-1"' in trap
    assert "style=" not in trap
