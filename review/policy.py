"""Who has to sign what, what they attest, and for how long it holds."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

CLINICIANS = "Clinicians"
EDITORS = "Editors"
TRANSLATORS = "Translators"
PRACTICE_MANAGERS = "Practice managers"
VERIFIED_PRACTITIONERS = "Verified practitioners"
GROUPS = (EDITORS, CLINICIANS, TRANSLATORS, PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS)

CLINICIAN = "clinician"
COMPLIANCE = "compliance"
EDITOR = "editor"

SIGNING_GROUPS: Mapping[str, frozenset[str]] = {
    CLINICIAN: frozenset({CLINICIANS}),
    COMPLIANCE: frozenset({PRACTICE_MANAGERS}),
    EDITOR: frozenset({EDITORS, CLINICIANS, PRACTICE_MANAGERS}),
}
"""The groups whose members may sign in each role. Being an administrator gives no such right."""

ROLE_NAMES: Mapping[str, Promise] = {CLINICIAN: _("Clinician"), COMPLIANCE: _("Compliance"), EDITOR: _("Editor")}


def roles_in(groups: Iterable[str]) -> frozenset[str]:
    """The roles in which the members of some groups may sign."""
    members = set(groups)
    return frozenset(role for role, signing in SIGNING_GROUPS.items() if signing & members)


class Overdue(Enum):
    """What happens to a public text whose clearance has ended."""

    FLAG = "flag"
    """It stays public, and says that its review is overdue."""
    WITHDRAW = "withdraw"
    """It is shown no more. For pages alone: a snippet stands on pages that would be left without what it warns of."""


@dataclass(frozen=True)
class Attestation:
    """What somebody attests by signing in a role.

    ``meaning`` is what the signature says, in two or three words: recorded as they stand here, translated where they
    are shown; ``statement`` the sentence that is signed, in the language of whoever signs; ``checklist`` maps the keys
    of the points to be confirmed to their wording.
    """

    role: str
    meaning: str
    statement: Promise
    checklist: Mapping[str, Promise]


@dataclass(frozen=True)
class ReviewPolicy:
    """What a type of content needs before it may be shown.

    ``attestations`` are the signatures it takes, each by another person, in any order; the first is the one that
    readers are told of first. ``days`` is how long a clearance stands, ``overdue`` what happens after that.
    """

    name: str
    attestations: tuple[Attestation, ...]
    days: int
    overdue: Overdue = Overdue.FLAG

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles that have to sign."""
        return tuple(attestation.role for attestation in self.attestations)

    def attestation(self, role: str) -> Attestation:
        """What somebody attests in a role; KeyError for a role that does not sign here."""
        return {attestation.role: attestation for attestation in self.attestations}[role]

    def until(self, signed_at: datetime) -> datetime:
        """When a clearance given at ``signed_at`` ends at the latest."""
        return signed_at + timedelta(days=self.days)

    def shown_until(self, until: datetime) -> datetime | None:
        """Until when a text is shown whose clearance ends at ``until``; None when it stays public after that."""
        return until if self.overdue is Overdue.WITHDRAW else None


MEDICALLY_ACCURATE = Attestation(
    role=CLINICIAN,
    meaning=gettext_noop("medically accurate"),
    statement=_(
        "I have read this copy in full. To the best of my professional knowledge it is medically accurate, "
        "balanced about benefit and risk, and fit for its readers."
    ),
    checklist={
        "claims": _("Every medical claim is supported by its reference, or is common clinical knowledge."),
        "risks": _("Risks, contraindications and regulatory status are stated fairly."),
        "scope": _("Nothing promises an outcome or stands in for a consultation."),
    },
)

AGREES_WITH_LABEL = Attestation(
    role=COMPLIANCE,
    meaning=gettext_noop("agrees with the label"),
    statement=_(
        "I have compared this copy with the current label and the conditions of the treatment's safety programme. "
        "Nothing that they require is missing, weakened or out of date."
    ),
    checklist={
        "label": _("The label named as the source is the current one."),
        "warnings": _("Every boxed warning stands here in full."),
    },
)

FIT_TO_PUBLISH = Attestation(
    role=EDITOR,
    meaning=gettext_noop("fit to publish"),
    statement=_("I have read this copy in full. It is correct, clear and fit to be published."),
    checklist={
        "facts": _("Names, numbers, addresses and links are right."),
        "claims": _("It makes no medical claim that a clinician would have to sign."),
    },
)

MEDICAL = ReviewPolicy(name="medical", attestations=(MEDICALLY_ACCURATE,), days=365)
SAFETY = ReviewPolicy(name="safety", attestations=(MEDICALLY_ACCURATE, AGREES_WITH_LABEL), days=365)
PROTOCOL = ReviewPolicy(name="protocol", attestations=(MEDICALLY_ACCURATE,), days=365, overdue=Overdue.WITHDRAW)
EDITORIAL = ReviewPolicy(name="editorial", attestations=(FIT_TO_PUBLISH,), days=730)
