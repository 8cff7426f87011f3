"""The checks by the glossary: what a translation calls the terms of its source."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _
from wagtail_localize.models import StringSegment, Translation
from wagtail_localize.strings import StringValue

from review.checks import Found, Level, Text, check
from review.words import plain
from translations.checks import translation_of
from translations.glossary import terms
from translations.glossary.phrases import Phrases
from translations.models import GlossaryTerm
from translations.segments import ADDRESS, place_of


class Pair(NamedTuple):
    """Some words of the source and their translation, and the place where both stand in their copies."""

    place: str
    source: str
    target: str


class Disagreement(NamedTuple):
    """What is wrong with a pair by the glossary and what it lacks, each a sentence for people."""

    pair: Pair
    wrong: list[str]
    missing: list[str]


@check
def contradicted_terms(text: Text) -> Iterator[Found]:
    """A translation uses no forbidden translation of an approved term, and leaves alone what is not translated.

    Whoever signs says why where it does: a word that is forbidden for one meaning may be right for another.

    Source: ISO 17100:2015, 5.3.1: a translation complies with the terminology agreed on for it.
    """
    for pair, wrong, _missing in text.shared(disagreements):
        if wrong:
            yield Found(Level.ANSWER, pair.place, pair.target, " ".join(wrong))


@check
def missing_terms(text: Text) -> Iterator[Found]:
    """A translation calls an approved term what the glossary calls it.

    Advice alone: it may rightly say “it” where the source says the term once more.

    Source: ISO 17100:2015, 5.3.1.
    """
    for pair, _wrong, missing in text.shared(disagreements):
        if missing:
            yield Found(Level.ADVICE, pair.place, pair.target, " ".join(missing))


def disagreements(text: Text) -> list[Disagreement]:
    """Where a translation and the approved terms part; nothing for a text that is not translated segment by segment."""
    translation = text.shared(translation_of)
    if translation is None:
        return []
    source_language = terms.language_of(translation.source.locale.language_code)
    approved = terms.index(terms.of_translation(translation).approved(), source_language)
    return [_compared(pair, approved, text.language) for pair in _pairs(text, translation)]


def _compared(pair: Pair, approved: Phrases[GlossaryTerm], language: str) -> Disagreement:
    """A pair against the terms in its source. A term counts once, however often it stands there."""
    needed = {found.term.pk: found.term for found in terms.found_in(pair.source, approved)}
    used, forbidden = _said(pair.target, needed, language)
    wrong, missing = [], []
    for pk, term in needed.items():
        values = {"term": term.source, "wording": term.wording, "said": forbidden.get(pk)}
        if pk in forbidden:
            wrong.append(_("“%(term)s” is not to be called “%(said)s” but “%(wording)s”.") % values)
        elif pk not in used and term.do_not_translate:
            wrong.append(_("“%(term)s” is not translated. Leave it as it is.") % values)
        elif pk not in used:
            missing.append(_("“%(term)s” is called “%(wording)s”, which is not here.") % values)
    return Disagreement(pair, wrong, missing)


def _said(target: str, needed: dict[int, GlossaryTerm], language: str) -> tuple[set[int], dict[int, str]]:
    """By their ids: the terms that a translation calls what they are called, and what others are wrongly called.

    Words that are right for one of the terms are not wrong for another, nor are those inside of a longer agreed phrase.
    """
    agreed = [(term.wording, (pk, True)) for pk, term in needed.items()]
    deprecated = [(words, (pk, False)) for pk, term in needed.items() for words in term.forbidden]
    used: set[int] = set()
    forbidden: dict[int, str] = {}
    for entries, start, end in Phrases([*agreed, *deprecated], language).find(target):
        right = {pk for pk, is_right in entries if is_right}
        used |= right
        if not right:
            forbidden |= {pk: target[start:end] for pk, _is_right in entries}
    return used, forbidden


def _pairs(text: Text, translation: Translation) -> Iterator[Pair]:
    """What is translated: in the copy that is given, else in the translation tool. In reading order."""
    segments = StringSegment.objects.filter(source=translation.source_id).exclude(context__path=ADDRESS)
    segments = segments.select_related("context", "string").order_by("order")
    if text.is_given:
        yield from _pairs_of_copy(text, segments)
        return
    for segment in segments.annotate_translation(translation.target_locale_id).exclude(translation=None):
        yield Pair(place_of(segment.context.path), _words(segment.string.data), _words(segment.translation))


def _pairs_of_copy(text: Text, segments: Iterable[StringSegment]) -> Iterator[Pair]:
    """Line by line where a passage has as many as its source, else as a whole: a copy does not know of segments."""
    sources: defaultdict[str, list[str]] = defaultdict(list)
    for segment in segments:
        sources[place_of(segment.context.path)] += _lines(_words(segment.string.data))
    for passage in text.passages:
        source = sources.get(passage.place, [])
        target = _lines(plain(passage.words) if passage.rich else passage.words)
        if len(source) != len(target):
            source, target = ["\n".join(source)], ["\n".join(target)]
        for source_line, target_line in zip(source, target, strict=True):
            yield Pair(passage.place, source_line, target_line)


def _lines(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.strip()]


def _words(html: str) -> str:
    """The words of a string of the translation tool, without markup."""
    return StringValue(html).render_text()
