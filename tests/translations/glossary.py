"""Terms of the glossary, from English into Spanish."""

from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from tests import factories
from translations.models import GlossaryTerm


def term(source: str, target: str = "", approved: bool = True, **fields: Any) -> GlossaryTerm:
    """A term; not translated when it has no target."""
    made = GlossaryTerm(
        **{
            "source_locale": Locale.objects.get(language_code="en"),
            "target_locale": Locale.objects.get(language_code="es"),
            "source": source,
            "target": target,
            "do_not_translate": not target,
            "changed_by": factories.editor(),
            **fields,
        }
    )
    made.save()
    if approved:
        approve(made)
    return made


def approve(term: GlossaryTerm, user: Any = None) -> None:
    """Let a clinician, or somebody else, have approved a term."""
    term.approved_by, term.approved_at = user or factories.clinician(), timezone.now()
    term.save()
