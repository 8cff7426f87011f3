"""Guessing: how often somebody may try, and that no answer tells which addresses are known."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from core.models import User
from tests import factories
from tests.core.accounts.people import LOGIN, RESET, SIGN_UP, code, is_in, log_in, signing_up, totp

UNKNOWN = "unknown@example.org"
NEW = "another horse, another staple"
DEAD = {
    "default": {
        "BACKEND": "core.cache.RedisOrMemory",
        "LOCATION": "redis://127.0.0.1:1",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}
FORMS = {
    "login": lambda email: (LOGIN, {"login": email, "password": "a wrong password"}),
    "sign-up": lambda email: (SIGN_UP, signing_up(email, NEW)),
    "reset": lambda email: (RESET, {"email": email}),
}


@pytest.fixture
def known(home):
    return factories.editor()


@pytest.fixture
def hashed(monkeypatch) -> list[str]:
    """The passwords that were hashed: what takes longest of all that a login does."""
    done: list[str] = []
    original = MD5PasswordHasher.encode

    def encode(self, password, salt):
        done.append(password)
        return original(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)
    return done


def told(form: str, email: str) -> tuple:
    """What an address is told that does something with a form: status, way on, cookies, words."""
    client = Client()
    address, data = FORMS[form](email)
    answer = client.post(address, data)
    words = "" if answer.status_code == 302 else answer.content.decode()
    after = client.get(answer["Location"]).content.decode() if answer.status_code == 302 else ""
    shown = [
        re.sub(r'(csrfmiddlewaretoken" value|nonce)="[^"]*"', "", text).replace(email, "") for text in (words, after)
    ]
    return answer.status_code, answer.headers.get("Location"), sorted(client.cookies), *shown


@pytest.mark.parametrize("form", FORMS)
def test_no_answer_tells_whether_an_address_is_known(form, known):
    assert told(form, known.email) == told(form, UNKNOWN)


@pytest.mark.parametrize("form", FORMS)
def test_a_known_and_an_unknown_address_take_the_same_work(form, known, hashed):
    work = []
    for email in (known.email, UNKNOWN):
        hashed.clear()
        mail.outbox.clear()
        address, data = FORMS[form](email)
        Client().post(address, data)
        work.append((len(hashed), len(mail.outbox)))

    assert work[0] == work[1]


@pytest.mark.parametrize("password", ["", "!"], ids=["never given one", "invited"])
def test_an_account_without_a_password_takes_the_same_work_to_refuse(password, known, hashed):
    User.objects.filter(pk=known.pk).update(password=password)
    log_in(Client(), known.email)
    assert len(hashed) == 1


def test_signing_up_with_a_known_address_changes_nothing_and_tells_its_owner(known, client):
    before = User.objects.values_list("pk", "password").order_by("pk")
    kept = list(before)

    client.post(SIGN_UP, signing_up(known.email.upper(), NEW))

    assert list(before.all()) == kept
    assert [letter.to for letter in mail.outbox] == [[known.email]]


@pytest.mark.parametrize("email", ["known", UNKNOWN])
def test_after_five_wrong_passwords_none_is_looked_at(email, known, client):
    email = known.email if email == "known" else email
    for _ in range(5):
        log_in(client, email, "a wrong password")
    words = log_in(client, email).content.decode()

    assert "Too many failed login attempts" in words
    assert not is_in(client)


def test_another_name_of_the_site_gives_no_more_tries(known, settings):
    settings.ALLOWED_HOSTS = [".localhost"]
    for number in range(5):
        log_in(Client(headers={"host": f"n{number}.localhost"}), known.email, "a wrong password")
    late = Client(headers={"host": "other.localhost"})
    log_in(late, known.email)
    assert not is_in(late)


def test_another_account_is_not_locked_by_it(known, client):
    for _ in range(5):
        log_in(client, known.email, "a wrong password")
    log_in(client, factories.editor().email)
    assert is_in(client)


def test_codes_are_not_guessed_either(known, client):
    secret = totp(known)
    log_in(client, known.email)
    for _ in range(5):
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert not is_in(client)


@pytest.mark.parametrize(("form", "most"), [("login", 30), ("sign-up", 20), ("reset", 20)])
def test_one_network_tries_so_often_a_minute(form, most, home, client):
    statuses = []
    for number in range(most + 1):
        address, data = FORMS[form](f"somebody{number}@example.org")
        statuses.append(client.post(address, data).status_code)

    assert 429 not in statuses[:most]
    assert statuses[most] == 429
    assert "Too many attempts" in client.post(address, data).content.decode()


def test_the_network_is_told_by_the_proxies_that_are_ours(known, settings):
    def tries(forwarded: str) -> list[int]:
        cache.clear()
        answers = (
            Client().post(RESET, {"email": f"a{number}@example.org"}, headers={"x-forwarded-for": forwarded % number})
            for number in range(21)
        )
        return [answer.status_code for answer in answers]

    assert 429 in tries("203.0.113.%s")
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert 429 not in tries("203.0.113.%s")
    assert 429 in tries("203.0.113.%s, 198.51.100.7")


def test_a_dead_cache_stops_nobody_and_still_counts(known, settings, client):
    settings.CACHES = DEAD

    log_in(client, known.email)
    assert is_in(client)

    other = factories.editor()
    for _ in range(5):
        log_in(Client(), other.email, "a wrong password")
    late = Client()
    assert log_in(late, other.email).status_code == 200
    assert not is_in(late)


def test_a_mail_server_that_does_not_answer_breaks_nothing(known, settings, client):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert client.post(RESET, {"email": known.email}).status_code == 302
