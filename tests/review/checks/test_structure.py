"""Pictures, headings, links, titles."""

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale

from review.checks import Level
from tests import factories
from tests.review.checks.conftest import found, levels, paragraph
from tests.review.texts import alt


@pytest.mark.parametrize(
    ("words", "decorative", "expected"),
    [
        ("A river at dawn", False, []),
        ("", True, []),
        ("", False, [Level.ANSWER]),
        ("  ", False, [Level.ANSWER]),
        ("IMG_2041", False, [Level.ADVICE]),
        ("river-morning.jpg", False, [Level.ADVICE]),
    ],
)
def test_a_picture_says_what_it_shows_or_is_decorative(
    article: Callable, words: str, decorative: bool, expected: list[Level]
) -> None:
    picture = alt(factories.picture(), words, decorative)
    text = article(body=[("image", {"image": picture, "caption": ""})])
    findings = found(text, "alternative_texts")
    assert levels(findings) == expected
    assert all("/image" in finding.place for finding in findings)


@pytest.mark.parametrize(
    ("order", "count"), [(["h2", "h3", "h3", "h2"], 0), (["h3", "h2"], 1), (["h3", "h3"], 1), ([], 0)]
)
def test_a_subsection_follows_a_section(article: Callable, order: list[str], count: int) -> None:
    body = [("heading", {"text": f"Heading {number}", "level": level}) for number, level in enumerate(order)]
    assert levels(found(article(body=[*body, *paragraph("Words.")]), "heading_order")) == [Level.ADVICE] * count


@pytest.mark.parametrize(
    ("language", "words", "count"),
    [
        ("en", "Click here", 1),
        ("en", "here", 1),
        ("en", "Read more →", 1),
        ("en", "https://example.org/page", 1),
        ("en", "www.example.org", 1),
        ("en", "the label of Spravato", 0),
        ("en", "Here is how that works.", 0),
        ("es", "aquí", 1),
        ("es", "Más información", 1),
        ("es", "la ficha técnica", 0),
        ("es", "here", 0),
    ],
)
def test_a_link_says_where_it_leads(article: Callable, language: str, words: str, count: int) -> None:
    text = article(language, body=paragraph(f'<a href="https://example.org/page">{words}</a>'))
    assert levels(found(text, "link_texts")) == [Level.ADVICE] * count


def test_a_citation_needs_no_words(article: Callable, clinic: Any) -> None:
    text = article(body=paragraph(f'Known.<a linktype="citation" id="{clinic.trial.pk}">[1]</a>'))
    assert found(text, "link_texts") == []


def test_a_link_to_what_is_gone_has_to_be_answered(article: Callable) -> None:
    text = article(body=paragraph('<a linktype="page" id="999999">the old page</a>'))
    (finding,) = found(text, "broken_links")
    assert (finding.level, finding.excerpt) == (Level.ANSWER, "the old page")


def test_a_link_to_what_is_not_released_is_advised_on(article: Callable, clinic: Any) -> None:
    to_draft = f'<a linktype="page" id="{clinic.spravato.pk}">the spray</a>'
    to_released = f'<a linktype="page" id="{clinic.index.pk}">articles</a>'
    body = [
        *paragraph(to_draft, to_released),
        ("related_pages", {"title": "", "pages": [clinic.infusion, clinic.home]}),
    ]
    findings = found(article(body=body), "broken_links")
    assert levels(findings) == [Level.ADVICE] * 2
    assert [finding.excerpt for finding in findings] == ["the spray", ""]
    assert findings[1].place.endswith("/pages/0")


def test_what_is_released_in_another_language_only_does_not_count(article: Callable, clinic: Any) -> None:
    to_released = f'<a linktype="page" id="{clinic.index.pk}">artículos</a>'
    assert levels(found(article("es", body=paragraph(to_released)), "broken_links")) == [Level.ADVICE]


def test_a_page_describes_itself_to_those_who_search(article: Callable, clinic: Any) -> None:
    assert levels(found(article(), "search_description")) == [Level.ADVICE]
    assert found(article(search_description="What it says."), "search_description") == []
    assert found(clinic.statement, "search_description") == []


def test_no_two_pages_of_a_language_share_a_title(article: Callable, clinic: Any) -> None:
    assert levels(found(article(title=clinic.index.title.upper()), "duplicated_title")) == [Level.ADVICE]
    assert found(article(title="A title of its own"), "duplicated_title") == []
    assert found(clinic.index, "duplicated_title") == []
    spanish = article("es", title=clinic.index.title)
    assert spanish.locale == Locale.objects.get(language_code="es")
    assert found(spanish, "duplicated_title") == []
