"""Applicants in every state, and what they would type."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from practitioners.accounts import consent
from practitioners.accounts.steps import Approve, Ask, Expire, Refuse, Revoke, apply
from practitioners.models import Application
from public.models import Verification
from review.policy import PRACTICE_MANAGERS
from tests import factories

State = Application.State
NPI = "1234567893"
OTHER_NPI = "1245319599"


def today(days: int = 0) -> Any:
    """The day some days from today, on the clinic's calendar."""
    return timezone.localdate() + timedelta(days=days)


def typed(**changed: Any) -> dict[str, Any]:
    """What somebody types into the form of an application, as a browser sends it."""
    return {
        "name": "Robin Referrer",
        "profession": "physician",
        "country": "US",
        "region": "NY",
        "licence_number": "NY-123.456",
        "licence_expires_on": today(400).isoformat(),
        "npi": NPI,
        "practice": "Example Practice, New York",
        "consents": "on",
        **changed,
    }


def said(**changed: Any) -> dict[str, Any]:
    """The same as the values of an application."""
    number = next(factories.numbers)
    return {
        "name": f"Applicant {number}",
        "profession": "physician",
        "country": "US",
        "region": "NY",
        "licence_number": f"NY-{number:06}",
        "licence_expires_on": today(400),
        "npi": "",
        "practice": "Example Practice",
        "consent_version": consent.VERSION,
        **changed,
    }


def application(state: str = State.PENDING, user: Any = None, **changed: Any) -> Application:
    """An application that took every step to a state, by somebody who manages the practice."""
    made = apply(user or factories.user(), said(**changed), is_confirmed=state != State.UNCONFIRMED)
    manager = None if state in (State.UNCONFIRMED, State.PENDING) else factories.user(PRACTICE_MANAGERS)
    match state:
        case State.MORE_ASKED:
            made = Ask(made, manager, "Which school?").execute()
        case State.REFUSED:
            made = Refuse(made, manager, "No such licence.").execute()
        case State.APPROVED | State.REVOKED | State.EXPIRED:
            made = Approve(made, manager, min(made.licence_expires_on, today(365))).execute()
    if state == State.REVOKED:
        made = Revoke(made, manager, "The licence was suspended.").execute()
    if state == State.EXPIRED:
        ended(made)
        made = Expire(made).execute()
    return Application.objects.get(pk=made.pk)


def ended(made: Application) -> None:
    """Let the last day of access have been yesterday."""
    ends(made, -1)


def ends(made: Application, days: int) -> None:
    """Let the last day of access be some days from today."""
    Verification.objects.filter(user=made.user_id).update(until=today(days))
