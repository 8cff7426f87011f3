"""People who log in, by role, and what they need for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from core.models import User
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.practitioners.accounts.people import typed

ROLES: dict[str, Callable[[], User]] = {
    "practitioner": lambda: factories.user(VERIFIED_PRACTITIONERS),
    "editor": lambda: factories.user(EDITORS),
    "clinician": lambda: factories.user(CLINICIANS),
    "translator": lambda: factories.user(TRANSLATORS),
    "manager": lambda: factories.user(PRACTICE_MANAGERS),
    "administrator": lambda: factories.user(is_superuser=True),
}
STAFF = [role for role in ROLES if role != "practitioner"]
POWERFUL = ["editor", "clinician", "manager", "administrator"]
"""Who can sign, publish or manage accounts."""
LOGIN, RESET, SIGN_UP = "/account/login/", "/account/password/reset/", "/account/signup/"


def log_in(client: Client, email: str, password: str = factories.PASSWORD, **extra: Any) -> HttpResponse:
    """The login form, filled in and sent; ``extra`` are further parts of the request."""
    address = extra.pop("address", LOGIN)
    return client.post(address, {"login": email, "password": password}, **extra)


def signing_up(email: str, password: str) -> dict[str, Any]:
    """The form to sign up, filled in."""
    names = {"first_name": "Robin", "last_name": "Referrer"}
    return {**typed(), **names, "email": email, "password1": password, "password2": password}


def is_in(client: Client) -> bool:
    """Whether somebody is logged in."""
    return "_auth_user_id" in client.session


def totp(user: User) -> str:
    """Give an account an authenticator app; its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code(secret: str) -> str:
    """What the app shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))
