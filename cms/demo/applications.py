"""The demo's applications for access: one approved, and two that wait, one of them for the same licence.

All of them are fictional; the NPI is the example of the instructions for its check digit.
"""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from core.models import User
from practitioners.accounts import consent
from practitioners.accounts.steps import Approve, apply
from practitioners.models import Profession

LICENCE = timedelta(days=400)
ACCESS = timedelta(days=365)
"""How long the licences hold, and the access that was given, from the day on which the demo is loaded."""
SAID: dict[str, dict[str, Any]] = {
    "practitioner": {
        "name": "Petra Practitioner",
        "profession": Profession.PHYSICIAN,
        "licence_number": "EX-000111",
        "npi": "1234567893",
        "practice": "Example Family Practice, Albany",
    },
    "applicant": {
        "name": "Ari Applicant",
        "profession": Profession.PSYCHOLOGIST,
        "licence_number": "EX 000222",
        "practice": "Example Psychology, Brooklyn",
    },
    "colleague": {
        "name": "Petra Practitioner-Example",
        "profession": Profession.PHYSICIAN,
        "licence_number": "ex 000111",
        "practice": "Example Pain Clinic, Buffalo",
    },
}


def make(people: dict[str, User]) -> None:
    """Hand in an application for each of those accounts, and approve the practitioner's."""
    made = {role: apply(people[role], _said(fields), is_confirmed=True) for role, fields in SAID.items()}
    Approve(made["practitioner"], people["manager"], localdate() + ACCESS).execute()


def _said(fields: dict[str, Any]) -> dict[str, Any]:
    own = {"country": "US", "region": "NY", "licence_expires_on": localdate() + LICENCE}
    return {**own, "consent_version": consent.VERSION, **fields}
