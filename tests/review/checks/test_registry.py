"""How checks are run: in order, at a constant cost, and never with a fault of ours."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import ArticlePage
from review import checks
from review.checks import Finding, Found, Level, registry
from tests.review.checks.conftest import cite, found, paragraph
from tests.review.texts import article_fields, every_block


def test_every_check_is_registered_with_its_rule_and_source() -> None:
    assert sorted(checks.registered()) == [
        "alternative_texts",
        "broken_links",
        "contradicted_terms",
        "duplicated_title",
        "expired_references",
        "generic_names",
        "heading_order",
        "left_over_passages",
        "link_texts",
        "links_survive",
        "missing_terms",
        "names_survive",
        "numbers_survive",
        "off_label_use",
        "outdated_passages",
        "prohibited_phrases",
        "reading_level",
        "reference_identifiers",
        "retracted_references",
        "safety_information",
        "search_description",
        "uncited_claims",
        "unread_machine_text",
        "untranslated_passages",
    ]
    assert [name for name, check in checks.registered().items() if "Source:" not in (check.__doc__ or "")] == []


def test_findings_come_in_reading_order_those_on_the_whole_text_first(article: Callable) -> None:
    points = ("key_points", {"title": "", "points": ["Proven.", "A miracle."]})
    text = article(
        title="Guaranteed",
        introduction="<p>Proven.</p>",
        body=[*paragraph("A miracle.", "Proven."), points],
        seo_title="A miracle",
    )
    places = [finding.place for finding in checks.run(text)]
    order = ["title", "introduction", "rich text", "rich text", "points/0", "points/1", "meta", "meta"]
    named = [place.split("/", 2)[2] if place.count("/") > 1 else place.split("/")[0] for place in places]
    assert [name if name != "body" else "rich text" for name in named] == order
    assert set(places[-2:]) == {"meta/seo_title", "meta/search_description"}


def test_a_finding_keeps_its_key_while_check_place_and_excerpt_are_the_same(article: Callable) -> None:
    text = article(body=paragraph("It is proven."))
    (before,) = found(text, "uncited_claims")
    text.title = "Another title"
    with override("es"):
        (after,) = found(text, "uncited_claims")
    assert after.key == before.key
    assert len(before.key) == 16
    others = [
        Finding("other", before.level, before.place, before.excerpt, before.message),
        Finding(before.check, before.level, "title", before.excerpt, before.message),
        Finding(before.check, before.level, before.place, "It was proven.", before.message),
    ]
    assert len({finding.key for finding in others} | {before.key}) == 4


def test_the_same_sentence_twice_in_a_place_is_one_finding(article: Callable) -> None:
    assert len(found(article(body=paragraph("It is proven.", "It is proven.")), "uncited_claims")) == 1


def test_excerpts_are_short(article: Callable) -> None:
    (finding,) = found(article(body=paragraph("It is proven" + " indeed" * 90 + ".")), "uncited_claims")
    assert len(finding.excerpt) == 160


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(text: Any) -> Any:
        yield Found(Level.ADVICE, "title", "", "This was found before the fault.")
        raise RuntimeError

    monkeypatch.setitem(registry._checks, "failing", failing)


def test_a_check_that_fails_leaves_it_to_the_reviewer_and_the_others_run(
    article: Callable, failing: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        findings = checks.run(article(body=paragraph("It is proven.")))
    (finding,) = [finding for finding in findings if finding.check == "failing"]
    assert (finding.level, finding.place) == (Level.ANSWER, "")
    assert "could not be run" in finding.message
    assert "failing" in caplog.text
    assert any(finding.check == "uncited_claims" for finding in findings)


def test_a_draft_that_is_not_complete_says_so(article: Callable) -> None:
    (finding,) = checks.run(article(hero_image_id=999_999))
    assert finding.level == Level.ANSWER
    assert "not complete" in finding.message


def test_a_long_text_costs_the_same_queries_as_a_short_one(article: Callable, clinic: Any) -> None:
    def cost(times: int) -> int:
        block = paragraph("It is proven.", cite(clinic.trial), f'<a linktype="page" id="{clinic.index.pk}">x</a>')
        text = article(body=[*block, ("safety_statement", clinic.statement)] * times)
        with CaptureQueriesContext(connection) as queries:
            checks.run(text)
        return len(queries)

    # What its rich text links to (pages, references), the snippets in it by value, and one each: claims, phrases,
    # treatments, editions, titles, and whether it is a translation.
    assert cost(1) == cost(40) == 9


def test_every_type_of_block_can_be_checked(rows: Any) -> None:
    text = ArticlePage(**every_block(rows), slug="every", locale=rows.index.locale)
    assert not [finding for finding in checks.run(text) if "could not" in finding.message]


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_makes_a_check_fail(rows: Any, data: st.DataObject) -> None:
    fields = data.draw(article_fields(rows))
    locale = rows.index.locale
    locale.language_code = data.draw(st.sampled_from(["en", "es", "ar", "pt-br"]))
    text = ArticlePage(**fields, slug="any", locale=locale)
    findings = checks.run(text)
    assert not [finding for finding in findings if "could not" in finding.message]
    assert len({finding.key for finding in findings}) == len(findings)


def test_of_findings_under_one_key_the_most_serious_stays(article: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    def both(text: Any) -> Any:
        for level in (Level.ADVICE, Level.BLOCKS, Level.ANSWER):
            yield Found(level, "title", "words", str(level))

    monkeypatch.setitem(registry._checks, "both", both)
    assert [finding.level for finding in found(article(), "both")] == [Level.BLOCKS]
