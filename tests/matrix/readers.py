"""Everybody who may come to a door, and with what in their hands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.test import Client
from django.utils.timezone import localdate, now
from wagtail.models import APIToken

from core.models import User
from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories


class Credential(Enum):
    """How somebody says who they are."""

    NONE = "none"
    SESSION = "session"
    TOKEN = "token"


def _expired() -> User:
    account = factories.user(VERIFIED_PRACTITIONERS)
    Verification.objects.filter(user=account).update(until=localdate() - timedelta(days=1))
    return account


ACCOUNTS: dict[str, Callable[[], User]] = {
    "pending": factories.user,
    "verified": lambda: factories.user(VERIFIED_PRACTITIONERS),
    "expired": _expired,
    "revoked": lambda: factories.user(VERIFIED_PRACTITIONERS),
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
    elif credential is Credential.TOKEN:
        headers["Authorization"] = f"Bearer {APIToken.create_token(user=account, name='App')[1]}"
    if kind == "revoked":
        revoke(account)
    return Reader(kind, credential, client, headers)


def revoke(account: User) -> None:
    account.groups.clear()
    Verification.objects.filter(user=account).delete()
    APIToken.objects.filter(user=account).update(revoked_at=now())
