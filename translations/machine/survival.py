"""Checks on what no translation may lose: numbers and units, names of drugs, links and citations.

They hold for every translation, whoever made it. Where a number or a name differs a language may have its reasons
(degrees are converted, a name is replaced by a pronoun), so whoever signs answers. A link has none: what is lost was
lost by accident and can be put back with a click, so it blocks; under words that were submitted already it is to be
answered, for they can be changed no more.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from review.checks import Found, Level, Text, check
from review.checks.links import LINK
from review.passages import Passage
from review.subjects import reviewable_models
from review.words import Patterns, plain, sentences
from translations.beside import Beside
from translations.quantities import Difference, compare

CITATION = re.compile(r'data-cite="(\d+)"')


@check
def numbers_survive(text: Text) -> Iterator[Found]:
    """Every number of the source, with its unit, stands in the translation, and no other does.

    Source: ISMP, *List of Error-Prone Abbreviations, Symbols, and Dose Designations* (2021): decimal points, trailing
    zeros and units are what doses are misread by.
    """
    beside = text.shared(Beside)
    for line in beside.lines:
        difference = compare(line.source, beside.source_language, line.words, text.language)
        if difference.lost or difference.added:
            yield Found(Level.ANSWER, line.place, _where(line.words, difference), _said(difference))


@check
def names_survive(text: Text) -> Iterator[Found]:
    """The names of drugs that the source uses stand in the translation, in the spelling of its language.

    Source: 21 CFR 201.15(c): labelling in another language bears what the label must say, names among it.
    """
    beside = text.shared(Beside)
    if not beside.lines:
        return
    names = set().union(*(model.kept_names() for model in reviewable_models()))
    patterns = Patterns((name, name) for name in sorted(names))
    for line in beside.lines:
        source = {match.entry: line.source[match.start : match.end] for match in patterns.find(line.source)}
        kept = {match.entry for match in patterns.find(line.words)}
        lost = [words for name, words in source.items() if name not in kept]
        if lost:
            message = _("%(lost)s stands in the source and not here.") % {"lost": _quoted(lost)}
            yield Found(Level.ANSWER, line.place, line.words, message)


@check
def links_survive(text: Text) -> Iterator[Found]:
    """Every link and citation of the source stands in the translation; where a link leads may differ.

    wagtail-localize keeps them out of a translator's way as ``<a id>``, and does not mind when one is missing.

    Source: wagtail_localize/strings.py (``validate_translation_links`` refuses only what is new).
    """
    beside = text.shared(Beside)
    level = Level.ANSWER if text.is_given else Level.BLOCKS
    for source, target in beside.passages:
        lost = [*_lost_links(source, target), *_lost_citations(source, target, text, beside)]
        if lost:
            yield Found(level, target.place, plain(target.words).strip(), " ".join(lost))


def _said(difference: Difference) -> str:
    values = {"lost": _quoted(difference.lost), "added": _quoted(difference.added)}
    if not difference.added:
        return _("%(lost)s stands in the source and not here.") % values
    if not difference.lost:
        return _("%(added)s stands here and not in the source.") % values
    return _("%(lost)s stands in the source, %(added)s here.") % values


def _where(words: str, difference: Difference) -> str:
    """The sentence with the first number that is wrong; all the words where it is missing."""
    wrong = difference.added[:1]
    return next((sentence for sentence in sentences(words) if wrong and wrong[0] in sentence), words)


def _quoted(found: list[str]) -> str:
    return ", ".join(f"“{words}”" for words in found)


def _lost_links(source: Passage, target: Passage) -> list[str]:
    theirs, ours = _links(source), _links(target)
    lost = _missing(theirs, [attributes for attributes, _words in ours])
    # A translation may lead elsewhere: only as many are lost as there are fewer.
    fewer = max(0, len(theirs) - len(ours))
    return [_("The link “%(words)s” of the source is missing here.") % {"words": words} for words in lost[:fewer]]


def _links(passage: Passage) -> list[tuple[str, str]]:
    """The attributes and words of each link that is no citation."""
    found = LINK.findall(passage.words) if passage.rich else ()
    return [(attributes, plain(html).strip()) for attributes, html in found if "data-cite" not in attributes]


def _lost_citations(source: Passage, target: Passage, text: Text, beside: Beside) -> list[str]:
    """Numbers count anew in each copy, so the references behind them are compared."""
    ours = [key for key, _number in _cited(target, text.copy)]
    lost = _missing(_cited(source, beside.source or {}), ours)
    return [_("Citation %(number)s of the source is missing here.") % {"number": number} for number in lost]


def _cited(passage: Passage, copy: dict[str, Any]) -> list[tuple[str, str]]:
    """The key of the reference behind each citation in a passage, and the number it goes by."""
    numbers = CITATION.findall(passage.words) if passage.rich else ()
    return [(copy["references"][int(number) - 1]["key"], number) for number in numbers]


def _missing(theirs: list[tuple[str, str]], ours: list[str]) -> list[str]:
    """The names of what stands in one list more often than in another; each of ``theirs`` is a key and a name."""
    left = Counter(ours)
    lost = []
    for key, name in theirs:
        if left[key]:
            left[key] -= 1
        else:
            lost.append(name)
    return lost
