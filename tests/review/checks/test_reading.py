"""How hard a text is to read."""

from collections.abc import Callable
from typing import Any

import pytest

from review.checks import Level
from review.checks.reading import Counts, count, fernandez_huerta, flesch_kincaid, syllables
from tests import factories
from tests.review.checks.conftest import found, paragraph

PLAIN = {
    "en": "We sit with you and we talk. You can ask what you want to know. Then you rest for a while.",
    "es": "Nos sentamos con usted y hablamos. Puede pedir lo que quiera saber. Luego descansa un rato.",
}
HARD = {
    "en": (
        "Contemporary psychopharmacological investigations demonstrate considerable heterogeneity of antidepressant "
        "effectiveness across sociodemographically differentiated populations, despite methodological limitations."
    ),
    "es": (
        "Las investigaciones psicofarmacológicas contemporáneas demuestran una considerable heterogeneidad de la "
        "efectividad antidepresiva en poblaciones sociodemográficamente diferenciadas, no obstante limitaciones."
    ),
}
MIDDLING = {
    "en": (
        "Before a first visit we look at your history, at the medicines you take now and at all the treatments that "
        "you have tried until today."
    ),
    "es": (
        "Antes de la primera visita, una médica revisa su historia clínica, los tratamientos de antes y los "
        "medicamentos que toma usted en este momento."
    ),
}


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("ketamine", "en", 3),
        ("about", "en", 2),
        ("any", "en", 2),
        ("people", "en", 2),
        ("walked", "en", 1),
        ("treated", "en", 2),
        ("depression", "en", 3),
        ("the", "en", 1),
        ("antidepressant", "en", 5),
        ("día", "es", 2),
        ("agua", "es", 2),
        ("tratamiento", "es", 4),
        ("depresión", "es", 3),
        ("una", "es", 2),
        ("oído", "es", 3),
        ("y", "es", 1),
    ],
)
def test_syllables(word: str, language: str, expected: int) -> None:
    assert syllables(word, language) == expected


def test_the_formulas_are_those_of_their_sources() -> None:
    counts = Counts(sentences=10, words=150, syllables=240)
    assert flesch_kincaid(counts) == pytest.approx(0.39 * 15 + 11.8 * 1.6 - 15.59)
    # A score of 60 is where normal text ends, one of 50 where pre-university text does.
    score = 206.84 - 60 * 1.6 - 1.02 * 15
    assert fernandez_huerta(counts) == pytest.approx(9 + 3 * (60 - score) / 10)


def test_counts() -> None:
    assert count(["We don't know.", "Call 911."], "en") == Counts(2, 4, 4)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("sentences", "level"), [(PLAIN, None), (MIDDLING, Level.ADVICE), (HARD, Level.ANSWER)])
def test_text_for_patients_is_advised_on_and_beyond_twelve_grades_answered_for(
    article: Callable, language: str, sentences: dict[str, str], level: Level | None
) -> None:
    findings = found(article(language, body=paragraph(*[sentences[language]] * 12)), "reading_level")
    assert [finding.level for finding in findings if finding.place == ""] == ([level] if level else [])


def test_the_five_hardest_sentences_are_named_where_they_stand(article: Callable) -> None:
    hard = [f"Number {'one ' * number}of all {HARD['en']}" for number in range(1, 8)]
    text = article(body=[*paragraph(*hard), *paragraph(PLAIN["en"])])
    findings = found(text, "reading_level")
    named = [finding for finding in findings if finding.place]
    assert len(named) == 5
    assert {finding.level for finding in named} == {Level.ADVICE}
    assert not any("We sit" in finding.excerpt for finding in named)


def test_short_texts_headings_and_other_readers_have_no_rule(article: Callable, clinic: Any) -> None:
    assert found(article(body=paragraph(HARD["en"])), "reading_level") == []
    headings = [("heading", {"text": HARD["en"][:190], "level": "h2"})] * 12
    assert found(article(body=headings), "reading_level") == []
    resource = factories.resource(factories.section(clinic.home), body=paragraph(*[HARD["en"]] * 12))
    assert found(resource, "reading_level") == []
