"""What the editor tells at each segment of what others know: terms, where words come from, what was there before."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation

from ledger import record
from review.lineage import answered_origin
from review.pairs import words_at
from review.subjects import Subject
from translations.editor.notes import Note, Segments, register_notes, register_similar
from translations.glossary import terms
from translations.machine import provenance
from translations.memory import suggestions
from translations.segments import items_of, place_of
from translations.sources import held_digest, source_subject


def old_words(translation: Translation, segments: Segments) -> dict[int, list[Note]]:
    """What the source said where it says something else by now than beside what is public of the translation."""
    places = changed_places(translation)
    items = items_of(translation.source)
    found = {segment.pk: places.get(place_of(segment.context.path, items)) for segment in segments}
    label = _("The source said before")
    return {pk: [Note("before", label, words)] for pk, words in found.items() if words}


def changed_places(translation: Translation) -> dict[str, str]:
    """The words of the source as the public translation was signed beside them, by the places where they changed."""
    source = source_subject(translation)
    if source is None:
        return {}
    target = str(Subject(source.kind, source.translation_key, translation.target_locale.language_code))
    last = record.last_editions([target]).get(target)
    origin = answered_origin(last.clearance.sign_off) if last else None
    digest = held_digest(translation)
    if origin is None or digest is None or origin.digest == digest:
        return {}
    before, now = (words_at(copy) for copy in record.payloads_of([origin.digest, digest]))
    return {place: words for place, words in before.items() if words != now.get(place)}


def terms_found(translation: Translation, segments: Segments) -> dict[int, list[Note]]:
    """The terms of the glossary in the source, each with what it is to be called."""
    return {pk: [_term(found) for found in here] for pk, here in terms.by_segment(translation, segments).items()}


def _term(found: terms.TermFound) -> Note:
    label = _("Term") if found.term.is_approved else _("Term, proposed")
    return Note("term", label, words=found.words, insert=found.term.wording)


def origins(translation: Translation, segments: Segments) -> dict[int, list[Note]]:
    """Who wrote the words of each segment: a person, the memory or a machine."""
    found = provenance.by_segment(translation, segments)
    return {pk: [Note("origin", each.label)] for pk, each in found.items()}


def similar(translation: Translation, segment: StringSegment) -> Iterable[suggestions.Suggestion]:
    """What similar words were translated as before."""
    return suggestions.similar(translation, segment)


def register() -> None:
    """Let the editor tell all of it, in this order; called when the apps are ready."""
    for provider in (old_words, terms_found, origins):
        register_notes(provider)
    register_similar(similar)
