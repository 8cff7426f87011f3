"""The checks by the glossary: what a translation calls the terms of its source."""

from collections.abc import Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from review.checks import Found, Level, Text, check
from translations.beside import Beside, Line
from translations.glossary import terms
from translations.glossary.phrases import Phrases
from translations.models import GlossaryTerm


class Disagreement(NamedTuple):
    """What is wrong with a line by the glossary and what it lacks, each a sentence for people."""

    line: Line
    wrong: list[str]
    missing: list[str]


@check
def contradicted_terms(text: Text) -> Iterator[Found]:
    """A translation uses no forbidden translation of an approved term, and leaves alone what is not translated.

    Whoever signs says why where it does: a word that is forbidden for one meaning may be right for another.

    Source: ISO 17100:2015, 5.3.1: a translation complies with the terminology agreed on for it.
    """
    for line, wrong, _missing in text.shared(disagreements):
        if wrong:
            yield Found(Level.ANSWER, line.place, line.words, " ".join(wrong))


@check
def missing_terms(text: Text) -> Iterator[Found]:
    """A translation calls an approved term what the glossary calls it.

    Advice alone: it may rightly say “it” where the source says the term once more.

    Source: ISO 17100:2015, 5.3.1.
    """
    for line, _wrong, missing in text.shared(disagreements):
        if missing:
            yield Found(Level.ADVICE, line.place, line.words, " ".join(missing))


def disagreements(text: Text) -> list[Disagreement]:
    """Where a translation and the approved terms part; nothing for a text that is not translated segment by segment."""
    beside = text.shared(Beside)
    if (translation := beside.translation) is None:
        return []
    source_language = terms.language_of(translation.source.locale.language_code)
    approved = terms.index(terms.of_translation(translation).approved(), source_language)
    # What is the same in both is not translated yet, which another check says.
    translated = [line for line in beside.lines if line.words != line.source]
    return [_compared(line, approved, text.language) for line in translated]


def _compared(line: Line, approved: Phrases[GlossaryTerm], language: str) -> Disagreement:
    """A line against the terms in its source. A term counts once, however often it stands there."""
    needed = {found.term.pk: found.term for found in terms.found_in(line.source, approved)}
    used, forbidden = _said(line.words, needed, language)
    wrong, missing = [], []
    for pk, term in needed.items():
        values = {"term": term.source, "wording": term.wording, "said": forbidden.get(pk)}
        if pk in forbidden:
            wrong.append(_("“%(term)s” is not to be called “%(said)s” but “%(wording)s”.") % values)
        elif pk not in used and term.do_not_translate:
            wrong.append(_("“%(term)s” is not translated. Leave it as it is.") % values)
        elif pk not in used:
            missing.append(_("“%(term)s” is called “%(wording)s”, which is not here.") % values)
    return Disagreement(line, wrong, missing)


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
