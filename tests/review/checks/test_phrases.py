"""Words that are not to be published."""

from collections.abc import Callable

import pytest

from review.checks import Level
from review.lists import ProhibitedPhrase
from tests.review.checks.conftest import found, levels, paragraph


@pytest.mark.parametrize(
    ("language", "sentence", "expected"),
    [
        ("en", "It is a miracle.", [Level.BLOCKS]),
        ("en", "Results are GUARANTEED.", [Level.BLOCKS]),
        ("en", "There are no side effects.", [Level.BLOCKS]),
        ("en", "It is 100% safe.", [Level.BLOCKS]),
        ("en", "It is risk-free.", [Level.BLOCKS]),
        ("en", "It cures depression.", [Level.ANSWER]),
        ("en", "A cure, a miracle cure.", [Level.BLOCKS]),
        ("es", "Es un milagro.", [Level.BLOCKS]),
        ("es", "Resultados garantizados.", [Level.BLOCKS]),
        ("es", "Se toma sin efectos secundarios.", [Level.BLOCKS]),
        ("es", "Cura la depresión.", [Level.ANSWER]),
        ("es", "La curación llega.", [Level.ANSWER]),
        ("en", "It is not a cure.", [Level.ADVICE]),
        ("en", "Nobody can guarantee a result.", [Level.ANSWER]),
        ("es", "Nadie puede garantizar un resultado.", [Level.ANSWER]),
        ("en", "We keep an accurate record in a secure place.", []),
        ("en", "Side effects are common, and there is a risk.", []),
        ("en", "The procurement of curettes.", []),
        ("es", "Procure descansar en un lugar seguro.", []),
        ("es", "Hay efectos secundarios y riesgos.", []),
        ("es", "A cure is a word of another language.", []),
    ],
)
def test_a_phrase_is_found_as_a_word_and_is_milder_where_it_is_denied(
    article: Callable, language: str, sentence: str, expected: list[Level]
) -> None:
    assert sorted(levels(found(article(language, body=paragraph(sentence)), "prohibited_phrases"))) == sorted(expected)


def test_no_place_is_exempt(article: Callable) -> None:
    quote = {"text": "A miracle!", "attribution": "A patient", "source_url": ""}
    text = article(title="Miracle", search_description="A miracle", body=[("quote", quote)])
    places = [finding.place.split("/")[-1] for finding in found(text, "prohibited_phrases")]
    assert places == ["title", "text", "search_description"]


def test_the_reason_and_what_to_say_instead_come_from_the_list(article: Callable) -> None:
    ProhibitedPhrase.objects.create(language="en", words="wonder drug", reason="Too much.", suggestion="medicine")
    (finding,) = found(article(body=paragraph("A wonder drug.")), "prohibited_phrases")
    assert finding.message == "Do not say “wonder drug”. Too much. Instead: medicine."
    assert finding.level == Level.ANSWER
