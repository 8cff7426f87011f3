"""Words and their other forms, by the endings that a language gives to plurals, genders and verbs.

A rule is a set of endings that one stem takes: ``infusion`` and ``infusions`` are the stem ``infusion`` with two
endings of the first English rule. Only inflection counts: ``depressive`` is another word than ``depression``, and
``medical`` than ``medication``, which stemmers made for search (Porter, Snowball) take for the same. What changes
inside of a word (``duerme`` of ``dormir``, ``feet``) is not followed.
"""

from functools import lru_cache
from typing import NamedTuple

SHORTEST_STEM = 3


class Rule(NamedTuple):
    """The endings of the forms a glossary may name, and those of the forms that are the same word in a text."""

    named: frozenset[str]
    found: frozenset[str]


def _same(*endings: str) -> Rule:
    """Forms of which any may stand for the others."""
    return Rule(frozenset(endings), frozenset(endings))


def _verb(infinitives: str, forms: str) -> Rule:
    """Forms of a verb that is named by its infinitive. A noun (``caso``) is then no form of a verb (``casar``)."""
    return Rule(frozenset(infinitives.split()), frozenset(f"{infinitives} {forms}".split()))


RULES = {
    "en": (
        _same("", "s", "es", "ed", "ing"),
        _same("e", "es", "ed", "ing"),
        _same("y", "ies", "ied", "ying"),
        _same("is", "es"),
    ),
    "es": (
        _same("", "s"),
        _same("", "es"),
        _same("o", "a", "os", "as"),
        _same("or", "ora", "ores", "oras"),
        _same("z", "ces"),
        _verb(
            "ar arse",
            "a amos an ando andose as o e emos en es aba aban ada adas ado ados ara aran aria arian aron "
            "arla arlas arlo arlos",
        ),
        _verb(
            "er erse ir irse",
            "e emos en es imos a an as o ia ian ida idas ido idos iendo iendose io ieron era eran eria ira iran iria "
            "erla erlas erlo erlos irla irlas irlo irlos",
        ),
    ),
}
"""By language, for words without their accents, which move as words are inflected."""

OTHER_ENDING = 2
OTHER_STEM = 4
"""In other languages words are the same that differ in no more than so many letters at their end, after so many."""

Key = tuple[int, str]
WHOLE = -1


@lru_cache(maxsize=20_000)
def named(word: str, language: str) -> frozenset[Key]:
    """What a word of the glossary, in lower case and without accents, can be found by."""
    return _keys(word, language, [rule.named for rule in RULES.get(language, ())])


@lru_cache(maxsize=20_000)
def found(word: str, language: str) -> frozenset[Key]:
    """What a word of a text can be. It is a form of a word of the glossary when they share a key."""
    return _keys(word, language, [rule.found for rule in RULES.get(language, ())])


def _keys(word: str, language: str, rules: list[frozenset[str]]) -> frozenset[Key]:
    if language not in RULES:
        stems = {(0, word[: len(word) - cut]) for cut in range(OTHER_ENDING + 1) if len(word) - cut >= OTHER_STEM}
    else:
        stems = {
            (number, word[: len(word) - len(ending)])
            for number, endings in enumerate(rules)
            for ending in endings
            if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM
        }
    return frozenset({(WHOLE, word), *stems})
