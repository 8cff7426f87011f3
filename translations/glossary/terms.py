"""The terms of the glossary that stand in some words."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import prefetch_related_objects
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

from translations.glossary.phrases import Phrases
from translations.models import GlossaryTerm


class TermFound(NamedTuple):
    """A term in a text: ``words`` as they stand there, from the character ``start`` up to ``end``."""

    term: GlossaryTerm
    words: str
    start: int
    end: int


def language_of(code: str) -> str:
    """The language of a locale's code: ``en`` for ``en-gb``."""
    return code.split("-")[0]


def index(terms: Iterable[GlossaryTerm], language: str) -> Phrases[GlossaryTerm]:
    """Terms of one source language, to be looked for in many texts."""
    return Phrases(((term.source, term) for term in terms), language)


def found_in(words: str, terms: Phrases[GlossaryTerm]) -> list[TermFound]:
    """The terms in plain text, in order, none over another: ``ketamine infusion`` goes before ``infusion``."""
    return [
        TermFound(term, words[match.start : match.end], match.start, match.end)
        for match in terms.find(words)
        for term in match.entries
    ]


def of_translation(translation: Translation) -> "Iterable[GlossaryTerm]":
    """The terms of a translation's pair of languages, proposals too."""
    return GlossaryTerm.objects.of_pair(translation.source.locale, translation.target_locale)


def by_segment(translation: Translation, segments: Iterable[StringSegment]) -> dict[int, list[TermFound]]:
    """The terms in segments of a translation's source, by the ids of the segments; those without any are left out.

    Positions count the characters of the words without markup. Proposals are among the terms (``is_approved``).
    Takes the same number of queries for any number of segments and terms.
    """
    segments = list(segments)
    prefetch_related_objects(segments, "string")
    terms = index(of_translation(translation), language_of(translation.source.locale.language_code))
    found = {segment.pk: found_in(StringValue(segment.string.data).render_text(), terms) for segment in segments}
    return {pk: terms_found for pk, terms_found in found.items() if terms_found}
