"""The glossary as machine translators take it."""

from wagtail.models import Locale

from translations.models import GlossaryTerm


def for_pair(source_locale: Locale, target_locale: Locale) -> list[tuple[str, str]]:
    """The approved terms of a pair of languages, each with what it is called; a term not translated with itself."""
    return [
        (term.source, term.wording) for term in GlossaryTerm.objects.of_pair(source_locale, target_locale).approved()
    ]
