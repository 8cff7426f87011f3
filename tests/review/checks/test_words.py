"""Sentences, and the patterns people may write."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from review.words import Patterns, check_pattern, fold, plain, sentences

ANY = st.text(max_size=200)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("The dose was 0.5 mg. It rose.", ["The dose was 0.5 mg.", "It rose."]),
        ("Dr. Sample and J. Doe came. They left.", ["Dr. Sample and J. Doe came.", "They left."]),
        ("Some drugs, e.g. Ketalar, are old. Yes.", ["Some drugs, e.g. Ketalar, are old.", "Yes."]),
        ("La Dra. Muestra vino. Habló.", ["La Dra. Muestra vino.", "Habló."]),
        ("«Ayuda.» ¿Cuánto? Mucho.", ["«Ayuda.»", "¿Cuánto?", "Mucho."]),
        ("Wait … what? “No.” He left.", ["Wait … what?", "“No.”", "He left."]),
        ("A line\nAnother line", ["A line", "Another line"]),
        ("  spaces \t and\u00a0more ", ["spaces and more"]),
        ("", []),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_paragraphs_and_items_are_lines_of_their_own() -> None:
    html = "<p>One &amp; <b>t</b>wo\n more<br/>three</p><ul><li>four</li><li>five</li></ul>"
    assert plain(html).splitlines() == ["One & two more", "three", "four", "five"]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("relief", "A RELIEF, and reliefs", ["RELIEF"]),
        ("effectiv*", "effective; ineffective; effectiveness", ["effective", "effectiveness"]),
        ("studies show*", "Studies  showed and studies-show", ["Studies  showed", "studies-show"]),
        ("more * than", "more effective than, more than", ["more effective than"]),
        ("rapido", "RÁPIDO", ["RÁPIDO"]),
        ("ano", "año ano", ["ano"]),
        ("100% safe", "It is 100% safe.", ["100% safe"]),
        ("don't", "They don\u2019t", ["don\u2019t"]),
    ],
)
def test_patterns_match_words_and_nothing_inside_them(pattern: str, text: str, expected: list[str]) -> None:
    matches = Patterns([(pattern, None)]).find(text)
    found = [text[match.start : match.end] for match in matches]
    assert found == expected


def test_of_two_patterns_at_one_place_the_longer_is_found() -> None:
    patterns = Patterns([("no", 1), ("no side effects", 2), ("no side", 3)])
    assert [match.entry for match in patterns.find("No side effects, no side, no.")] == [2, 3, 1]


@pytest.mark.parametrize(
    "pattern", ["", "*", "* of", "of *", "a*", "ab*", "(a+)+b", "a.b", "re[l]ief", "rel*ef", "a|b"]
)
def test_what_would_match_too_much_or_means_something_else_is_refused(pattern: str) -> None:
    with pytest.raises(ValidationError):
        check_pattern(pattern)


@pytest.mark.parametrize("pattern", ["relief", "rel*", "more * than", "100% safe", "sí", "don't"])
def test_words_are_accepted(pattern: str) -> None:
    check_pattern(pattern)


@given(ANY)
def test_folding_keeps_every_position(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(ANY)
def test_no_word_is_lost_between_sentences(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert "".join("".join(sentences(text)).split()) == "".join(composed.split())
