"""Who may approve a term, and approving it: the second pair of eyes."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import Locale

from review.errors import Refused
from review.models import ReviewerCredential
from review.policy import CLINICIAN, EDITOR
from review.signing import credential_of, roles_of
from translations.glossary import log
from translations.models import GlossaryTerm


class ChangedMeanwhile(Exception):
    """Of the terms to be approved, one is no longer what was on the screen."""


class Approver:
    """Somebody who may want to approve terms. Three queries, for any number of terms and languages."""

    def __init__(self, user: Any):
        self.user = user

    @cached_property
    def _credential(self) -> ReviewerCredential | None:
        """What they sign with, its languages read at once; None when they may sign nothing."""
        if not roles_of(self.user) & {CLINICIAN, EDITOR}:
            return None
        try:
            credential = credential_of(self.user)
        except Refused:
            return None
        prefetch_related_objects([credential], "languages")
        return credential

    def reads(self, locale: Locale) -> bool:
        """Whether they are a clinician or editor who reads a language and whose credential has not expired."""
        return self._credential is not None and self._credential.reads(locale.language_code)

    def refusal(self, term: GlossaryTerm) -> str:
        """Why they cannot approve a term, empty when they can."""
        if term.is_approved:
            return _("It is approved already.")
        if self.user.pk in (term.written_by_id, term.changed_by_id):
            return _("You wrote it or changed it last. Somebody else has to approve it.")
        if not self.reads(term.target_locale):
            return _(
                "Only clinicians and editors with a valid reviewer's credential who read the language approve terms."
            )
        return ""


def seen(terms: Sequence[GlossaryTerm]) -> str:
    """What terms say, as somebody sees them: changes when one of them does. 64 hex digits."""
    said = sorted((term.pk, repr(term.content()), term.changed_by_id) for term in terms)
    return hashlib.sha256(repr(said).encode()).hexdigest()


@transaction.atomic
def approve(terms: Sequence[GlossaryTerm], user: Any, digest: str) -> list[GlossaryTerm]:
    """Approve terms, all or none; the terms as they are then.

    ``digest`` is what ``seen`` said of them. Raises ChangedMeanwhile when they are not that any more, and ValueError
    for a term that is not this user's to approve.
    """
    rows = GlossaryTerm.objects.select_for_update(of=("self",)).select_related("target_locale")
    found = list(rows.filter(pk__in=[term.pk for term in terms]))
    if seen(found) != digest:
        raise ChangedMeanwhile
    approver = Approver(user)
    for term in found:
        if refusal := approver.refusal(term):
            raise ValueError(f"{term}: {refusal}")
        term.approved_by, term.approved_at = user, timezone.now()
    GlossaryTerm.objects.bulk_update(found, ["approved_by", "approved_at"], batch_size=log.BATCH)
    log.note(found, log.APPROVED, user)
    return found
