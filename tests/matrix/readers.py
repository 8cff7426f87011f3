"""Everybody who may come to a door, and with what in their hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.test import Client
from django.utils.timezone import now
from wagtail.models import APIToken

from core.models import User
from delivery.models import PersonalToken
from practitioners.accounts.steps import Revoke, State
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.practitioners.accounts.people import application, ended


class Credential(Enum):
    """How somebody says who they are."""

    NONE = "none"
    SESSION = "session"
    TOKEN = "personal token"
    STAFF_TOKEN = "authoring token"


def _expired() -> User:
    """The last day has passed, and the clock has not run yet."""
    made = application(State.APPROVED)
    ended(made)
    return made.user


ACCOUNTS: dict[str, Callable[[], User]] = {
    "pending": lambda: application(State.PENDING).user,
    "verified": lambda: application(State.APPROVED).user,
    "expired": _expired,
    "revoked": lambda: application(State.APPROVED).user,
    "editor": lambda: factories.user(EDITORS),
    "clinician": lambda: factories.user(CLINICIANS),
    "translator": lambda: factories.user(TRANSLATORS),
    "manager": lambda: factories.user(PRACTICE_MANAGERS),
    "superuser": lambda: factories.user(is_superuser=True, is_staff=True),
}


@dataclass(frozen=True)
class Reader:
    """Somebody of a kind, with a credential; ``ask`` gets an address with it."""

    kind: str
    credential: Credential
    client: Client
    headers: dict[str, str]

    def ask(self, address: str) -> Any:
        """The answer to a GET."""
        return self.client.get(address, headers=self.headers)


def reader(kind: str, credential: Credential) -> Reader:
    """Somebody at the door; whoever was revoked held the credential before."""
    client, headers = Client(), {}
    if kind == "anonymous":
        return Reader(kind, credential, client, headers)
    account = ACCOUNTS[kind]()
    if credential is Credential.SESSION:
        client.force_login(account)
    elif credential is not Credential.NONE:
        token, secret = APIToken.create_token(user=account, name="App")
        headers["Authorization"] = f"Bearer {secret}"
        if credential is Credential.TOKEN:
            PersonalToken.objects.create(token=token, expires_at=now() + timedelta(days=30))
    if kind == "revoked":
        Revoke(account.application, factories.user(PRACTICE_MANAGERS), "The licence was suspended.").execute()
    return Reader(kind, credential, client, headers)
