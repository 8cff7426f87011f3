"""Whether the time of an answer tells if an address is known: login, sign-up and reset, asked for both by turns."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median
from time import perf_counter
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.test import Client, override_settings
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.timezone import localdate

from core.models import User

TURNS = 40
"""How often each is asked: so many tell a difference of a third of what answers differ by anyway."""
FORMS = {"Login": "account_login", "Sign-up": "account_signup", "Reset": "account_reset_password"}
KNOWN = "known@example.org"
PASSWORD = "long enough, and not a common one"


class Told(NamedTuple):
    """A form, and the milliseconds of its answers for an address that is known, and for one that is not."""

    name: str
    known: list[float]
    unknown: list[float]

    @property
    def share(self) -> float:
        """How often a known address takes longer than an unknown one (Mann-Whitney); at 0.5 the time tells nothing."""
        longer = sum((one > other) + (one == other) / 2 for one in self.known for other in self.unknown)
        return longer / (len(self.known) * len(self.unknown))

    def __str__(self) -> str:
        middle = f"known {median(self.known):.0f} ms, unknown {median(self.unknown):.0f} ms"
        return f"{self.name:<32}{middle}; a known one takes longer in {self.share:.0%} of pairs"


def answers(turns: int = TURNS) -> Iterator[Told]:
    """How long each form takes to answer, without limits on attempts and without mail."""
    user = User.objects.create_user(KNOWN, PASSWORD)
    EmailAddress.objects.create(user=user, email=KNOWN, primary=True, verified=True)
    quiet = {"ACCOUNT_RATE_LIMITS": False, "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    with override_settings(**quiet):
        for name, address in FORMS.items():
            known, unknown = zip(*(_turn(reverse(address)) for _ in range(turns + 1)), strict=True)
            # The first of each reads what the process holds from then on.
            yield Told(name, list(known[1:]), list(unknown[1:]))


def _turn(address: str) -> tuple[float, float]:
    return _milliseconds(address, KNOWN), _milliseconds(address, f"{get_random_string(12).lower()}@example.org")


def _milliseconds(address: str, email: str) -> float:
    client, form = Client(SERVER_NAME="localhost"), _filled_in(email)
    began = perf_counter()
    client.post(address, form)
    return (perf_counter() - began) * 1000


def _filled_in(email: str) -> dict[str, str]:
    """Every field of the three forms; the password is wrong, where it is asked for."""
    return {
        "email": email,
        "login": email,
        "password": "wrong",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "first_name": "Robin",
        "last_name": "Referrer",
        "profession": "physician",
        "country": "US",
        "region": "NY",
        "licence_number": "NY-123456",
        "licence_expires_on": (localdate() + timedelta(days=300)).isoformat(),
        "npi": "",
        "practice": "Example Practice",
        "consents": "on",
    }
