"""Checks on what a text cites."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Reference, ReferenceKind
from review.checks import Found, Level, Text, check


def _cited(text: Text) -> Iterator[tuple[Reference, str]]:
    """The references as they are today, each with the place where it is cited first."""
    for part, key in text.snippets.items():
        if isinstance(part, Reference) and key in text.citations:
            yield part, text.citations[key]


@check
def reference_identifiers(text: Text) -> Iterator[Found]:
    """A reference can be looked up: by DOI, PubMed id or address; a label, which has no other, by its address.

    Source: ICMJE, *Recommendations for the Conduct, Reporting, Editing, and Publication of Scholarly Work in Medical
    Journals*, IV.A.3.g (references).
    """
    for reference, place in _cited(text):
        if reference.kind == ReferenceKind.LABEL and not reference.url:
            message = _("This label has no address, so nobody can see whether it still holds. Add it.")
            yield Found(Level.ANSWER, place, str(reference), message)
        elif not (reference.doi or reference.pmid or reference.url):
            message = _("This reference cannot be looked up. Add its DOI, PubMed id or address.")
            yield Found(Level.ANSWER, place, str(reference), message)


@check
def retracted_references(text: Text) -> Iterator[Found]:
    """Nothing rests on a publication that was retracted.

    Source: COPE, *Retraction Guidelines*; ICMJE, *Recommendations*, III.A (retracted articles are not cited as valid).
    """
    for reference, place in _cited(text):
        if reference.retracted_on:
            message = _("This publication was retracted. Cite another one, or take the claim out.")
            yield Found(Level.BLOCKS, place, str(reference), message)


@check
def expired_references(text: Text) -> Iterator[Found]:
    """A label or guideline whose day has passed is looked up again before it is relied on.

    Source: the practice's own rule; the day stands with the reference.
    """
    for reference, place in _cited(text):
        if reference.expires_on and reference.expires_on < timezone.localdate():
            message = _("This reference has expired. See whether there is a newer one, and set its new day.")
            yield Found(Level.ANSWER, place, str(reference), message)
