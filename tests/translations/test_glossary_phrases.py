"""A term is found in all its forms, and in nothing that only looks like it."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from translations.glossary.phrases import Phrases


def found(language: str, text: str, *phrases: str) -> list[str]:
    """The stretches of a text in which phrases are found."""
    index = Phrases([(phrase, phrase) for phrase in phrases], language)
    return [text[match.start : match.end] for match in index.find(text)]


@pytest.mark.parametrize(
    ("language", "term", "form"),
    [
        ("en", "infusion", "infusion"),
        ("en", "infusion", "INFUSIONS"),
        ("en", "infusions", "infusion"),
        ("en", "dose", "doses"),
        ("en", "dose", "dosing"),
        ("en", "inject", "injected"),
        ("en", "study", "studies"),
        ("en", "diagnosis", "diagnoses"),
        ("en", "patient", "patient's"),
        ("en", "side effect", "side effects"),
        ("en", "side effects", "side effect"),
        ("en", "follow-up", "follow up"),
        ("en", "follow up", "follow\u2011up"),
        ("en", "Alzheimer's disease", "Alzheimer\u2019s diseases"),
        ("en", "5-HT2A", "5-HT2A"),
        ("en", "i.v.", "I.V."),
        ("en", "St. John's wort", "St. John\u2019s wort"),
        ("es", "infusión", "infusiones"),
        ("es", "infusión", "infusion"),
        ("es", "médico", "médicas"),
        ("es", "doctor", "doctoras"),
        ("es", "paciente", "pacientes"),
        ("es", "dolor", "dolores"),
        ("es", "cicatriz", "cicatrices"),
        ("es", "examen", "exámenes"),
        ("es", "efecto secundario", "efectos secundarios"),
        ("es", "administrar", "administró"),
        ("es", "administrar", "administradas"),
        ("es", "administrar", "administrándose"),
        ("es", "prescribir", "prescribieron"),
        ("es", "infusión", "infusio\u0301n"),
        ("es", "infusión", "infu\u00adsión"),
        ("de", "Infusion", "Infusionen"),
        ("it", "infusione", "infusioni"),
    ],
)
def test_a_term_is_found_in_its_other_forms(language: str, term: str, form: str) -> None:
    assert found(language, f"({form}), x", term)


@pytest.mark.parametrize(
    ("language", "term", "other"),
    [
        ("en", "depression", "depressive"),
        ("en", "depression", "depressed"),
        ("en", "medication", "medical"),
        ("en", "organ", "organization"),
        ("en", "infusion", "transfusion"),
        ("en", "part", "party"),
        ("en", "use", "us"),
        ("en", "side effect", "side. Effect"),
        ("en", "side effect", "side, effect"),
        ("en", "side effect", "side-by-side effects of"),
        ("es", "papa", "papá"),
        ("es", "año", "ano"),
        ("es", "público", "publicó"),
        ("es", "sed", "sedado"),
        ("es", "caso", "casar"),
        ("de", "Arm", "Art"),
    ],
)
def test_another_word_is_not_the_term(language: str, term: str, other: str) -> None:
    side_effects = ["side effects"] if "by-side" in other else []
    assert found(language, f"({other}), x", term) == side_effects


def test_the_longest_term_goes_first_and_none_lies_over_another() -> None:
    text = "A ketamine infusion is an infusion of ketamine."
    assert found("en", text, "infusion", "ketamine infusion", "infusion of ketamine", "of ketamine therapy") == [
        "ketamine infusion",
        "infusion of ketamine",
    ]


def test_of_terms_with_the_same_form_the_one_that_is_written_is_found() -> None:
    assert [match.entries for match in Phrases([("caso", 1), ("casa", 2)], "es").find("casa, casas")] == [(2,), (1, 2)]


@given(st.text(), st.lists(st.text(min_size=1, max_size=12), max_size=5))
def test_any_text_can_be_looked_through(text: str, phrases: list[str]) -> None:
    matches = Phrases([(phrase, phrase) for phrase in phrases], "es").find(text)
    assert all(0 <= match.start < match.end <= len(text) for match in matches)
    assert all(one.end <= other.start for one, other in pairwise(matches))


@given(st.sampled_from(["infusión", "5-HT2A", "mg/kg", "efecto secundario"]), st.text(" .,;-\n", min_size=1))
def test_a_term_is_found_wherever_it_stands(term: str, around: str) -> None:
    assert found("es", around + term + around, term) == [term]
