"""Words that are not to be published."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from review.checks.registry import SERIOUS, Found, Level, check
from review.checks.text import Text
from review.lists import ProhibitedPhrase
from review.words import WORD, Patterns, fold

DENIALS = {
    "en": {"no", "not", "never", "nobody", "nothing", "neither", "nor", "cannot", "without", "isn't", "aren't", "don't"}
    | {"doesn't", "can't", "won't"},
    "es": {"no", "nunca", "nadie", "nada", "ni", "ningun", "ninguna", "tampoco", "sin"},
}
NEAR = 3
"""How many words before a phrase may deny it: “not a cure”, “nobody can guarantee”."""


@check
def prohibited_phrases(text: Text) -> Iterator[Found]:
    """Words of the list of prohibited phrases stand nowhere: not in quotes, headings or what search engines show.

    Where they are denied right before, the consequence is one step milder, so that a person decides and not a list.

    Source: 21 CFR 202.1(e)(6) (representations beyond the evidence); FDA, *6 Tip-offs to Rip-offs*; and the clinic's
    own list.
    """
    listed = ProhibitedPhrase.objects.filter(language=text.language)
    phrases = Patterns((phrase.words, phrase) for phrase in listed)
    for passage in text.passages:
        for sentence in text.sentences(passage):
            said = list(_said(sentence, phrases, text.language))
            if said:
                level = min((level for level, _message in said), key=SERIOUS.index)
                message = " ".join(dict.fromkeys(message for _level, message in said))
                yield Found(level, passage.place, sentence, message)


def _said(sentence: str, phrases: Patterns[ProhibitedPhrase], language: str) -> Iterator[tuple[Level, str]]:
    """The phrases in a sentence: the consequence of each, and what to do about it."""
    for phrase, start, end in phrases.find(sentence):
        level = Level(phrase.level)
        if _denied(sentence[:start], language):
            level = SERIOUS[SERIOUS.index(level) + 1]
        yield level, _message(phrase, sentence[start:end])


def _denied(before: str, language: str) -> bool:
    words = WORD.findall(fold(before))[-NEAR:]
    return not DENIALS.get(language, set()).isdisjoint(words)


def _message(phrase: ProhibitedPhrase, words: str) -> str:
    values = {"words": words, "reason": phrase.reason, "suggestion": phrase.suggestion}
    if phrase.suggestion:
        return _("Do not say “%(words)s”. %(reason)s Instead: %(suggestion)s.") % values
    return _("Do not say “%(words)s”. %(reason)s") % values
