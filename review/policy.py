"""Who has to sign what, what they attest, and for how long it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CLINICIANS = "Clinicians"
EDITORS = "Editors"
TRANSLATORS = "Translators"
PRACTICE_MANAGERS = "Practice managers"
VERIFIED_PRACTITIONERS = "Verified practitioners"
GROUPS = (EDITORS, CLINICIANS, TRANSLATORS, PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS)

CLINICIAN = "clinician"
EDITOR = "editor"

SIGNING_GROUPS: Mapping[str, frozenset[str]] = {
    CLINICIAN: frozenset({CLINICIANS}),
    EDITOR: frozenset({EDITORS, CLINICIANS, PRACTICE_MANAGERS}),
}
"""The groups whose members may sign in each role. Being an administrator gives no such right."""

ROLE_NAMES: Mapping[str, Promise] = {CLINICIAN: _("Clinician"), EDITOR: _("Editor")}


@dataclass(frozen=True)
class ReviewPolicy:
    """What a type of content needs before it may be shown.

    ``role`` is who signs; ``meaning`` what the signature says, in two or three words; ``statement`` the sentence that
    is signed; ``checklist`` maps the keys of the points to be confirmed to their wording; ``days`` is how long a
    clearance stands.
    """

    name: str
    role: str
    meaning: str
    statement: Promise
    checklist: Mapping[str, Promise]
    days: int

    def until(self, signed_at: datetime) -> datetime:
        """When a clearance given at ``signed_at`` ends."""
        return signed_at + timedelta(days=self.days)


MEDICAL = ReviewPolicy(
    name="medical",
    role=CLINICIAN,
    meaning="medically accurate",
    statement=_(
        "I have read this copy in full. To the best of my professional knowledge it is medically accurate, "
        "balanced about benefit and risk, and fit for its readers."
    ),
    checklist={
        "claims": _("Every medical claim is supported by its reference, or is common clinical knowledge."),
        "risks": _("Risks, contraindications and regulatory status are stated fairly."),
        "scope": _("Nothing promises an outcome or stands in for a consultation."),
    },
    days=365,
)

EDITORIAL = ReviewPolicy(
    name="editorial",
    role=EDITOR,
    meaning="fit to publish",
    statement=_("I have read this copy in full. It is correct, clear and fit to be published."),
    checklist={
        "facts": _("Names, numbers, addresses and links are right."),
        "claims": _("It makes no medical claim that a clinician would have to sign."),
    },
    days=730,
)
