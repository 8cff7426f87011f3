"""Treatments that a text names."""

from collections.abc import Callable
from typing import Any

import pytest

from review.checks import Level
from tests import factories
from tests.review.checks.conftest import found, levels, paragraph


@pytest.mark.parametrize("sentence", ["We offer Spravato.", "We offer ESKETAMINE.", "Esketamine-based sprays exist."])
def test_a_treatment_is_named_only_beside_its_safety_statement(article: Callable, clinic: Any, sentence: str) -> None:
    (finding,) = found(article(body=paragraph(sentence)), "safety_information")
    assert finding.level == Level.ANSWER
    with_block = [*paragraph(sentence), ("safety_statement", clinic.statement)]
    assert found(article(body=with_block), "safety_information") == []


@pytest.mark.parametrize("sentence", ["We offer ketamine.", "Spravatology is no word.", "A spray."])
def test_other_words_need_no_safety_statement(article: Callable, sentence: str) -> None:
    assert found(article(body=paragraph(sentence)), "safety_information") == []


def test_a_name_counts_in_another_language_and_in_headings(article: Callable) -> None:
    assert found(article("es", body=paragraph("Ofrecemos esketamina.")), "safety_information")
    assert found(article(title="A Spravato visit"), "safety_information")


def test_a_treatment_that_an_article_lists_counts_as_named(article: Callable, clinic: Any) -> None:
    (finding,) = found(article(treatments=[clinic.spravato]), "safety_information")
    assert finding.place == "treatments"


def test_the_page_of_the_treatment_itself_names_the_statement_in_its_field(clinic: Any) -> None:
    page = clinic.spravato
    assert found(page, "safety_information") == []
    page.safety_statement = None
    assert levels(found(page, "safety_information")) == [Level.ANSWER]


def test_a_statement_that_readers_would_not_get_blocks_medical_text(article: Callable, clinic: Any) -> None:
    draft = factories.safety_statement()
    for language, statement in (("en", draft), ("es", clinic.statement)):
        text = article(language, body=[*paragraph("Words."), ("safety_statement", statement)])
        (finding,) = found(text, "safety_information")
        assert finding.level == Level.BLOCKS, language
    standard = factories.standard(clinic.home, body=[("safety_statement", draft)])
    assert levels(found(standard, "safety_information")) == [Level.ANSWER]


@pytest.mark.parametrize(("times", "count"), [(1, 0), (3, 1)])
def test_an_editorial_page_may_name_a_treatment_among_others(clinic: Any, times: int, count: int) -> None:
    page = factories.standard(clinic.home, body=paragraph("We offer Spravato.") * times)
    assert len(found(page, "safety_information")) == count


@pytest.mark.parametrize(
    ("sentences", "count"),
    [
        (["Spravato (esketamine) is a spray.", "Spravato again."], 0),
        (["Esketamine is one form.", "Spravato is its brand."], 0),
        (["Spravato is a spray."], 1),
    ],
)
def test_a_brand_name_comes_with_the_generic_name_at_first_use(
    article: Callable, sentences: list[str], count: int
) -> None:
    text = article(title="A Spravato visit", body=[block for words in sentences for block in paragraph(words)])
    assert levels(found(text, "generic_names")) == [Level.ADVICE] * count


def test_a_generic_name_that_follows_is_too_late(article: Callable) -> None:
    body = [*paragraph("Spravato is a spray."), *paragraph("It holds esketamine.")]
    assert len(found(article(body=body), "generic_names")) == 1


@pytest.mark.parametrize(
    ("language", "sentence", "count"),
    [
        ("en", "Ketamine is given.", 1),
        ("en", "Ketamine for depression is off-label.", 0),
        ("en", "Ketamine is not approved for depression.", 0),
        ("es", "Se administra ketamina.", 1),
        ("es", "La ketamina no está aprobada para la depresión.", 0),
        ("es", "Es un uso fuera de indicación de la ketamina.", 0),
    ],
)
def test_a_text_about_an_off_label_use_says_so(article: Callable, language: str, sentence: str, count: int) -> None:
    text = article(language, title="Ketamine" if language == "en" else "Ketamina", body=paragraph(sentence))
    assert levels(found(text, "off_label_use")) == [Level.ANSWER] * count


def test_a_text_that_mentions_a_treatment_in_passing_is_not_about_it(article: Callable, clinic: Any) -> None:
    sentence = "It is related to ketamine."
    assert found(article(body=paragraph(sentence)), "off_label_use") == []
    assert found(article(body=paragraph(sentence), treatments=[clinic.infusion]), "off_label_use")
    assert found(article(body=paragraph(sentence) * 3), "off_label_use")


def test_the_first_name_in_reading_order_is_the_excerpt_whatever_else_follows(article: Callable) -> None:
    for sentence, name in (("Spravato (esketamine).", "Spravato"), ("Esketamine (Spravato).", "Esketamine")):
        assert [finding.excerpt for finding in found(article(body=paragraph(sentence)), "safety_information")] == [name]


def test_what_is_listed_but_never_named_has_no_use_to_describe(article: Callable, clinic: Any) -> None:
    assert found(article(treatments=[clinic.infusion]), "off_label_use") == []


def test_an_approved_treatment_is_not_asked_about(article: Callable, clinic: Any) -> None:
    text = article(title="Spravato", body=paragraph("Spravato is a spray."), treatments=[clinic.spravato])
    assert found(text, "off_label_use") == []
