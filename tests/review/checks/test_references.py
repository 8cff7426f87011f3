"""What is cited can be looked up and still stands."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from review.checks import Level
from review.copy import copy_of
from tests import factories
from tests.review.checks.conftest import cite, found, levels, paragraph


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, [Level.ANSWER]),
        ({"doi": "10.1000/1"}, []),
        ({"pmid": "123"}, []),
        ({"url": "https://example.org/"}, []),
        ({"kind": "guideline", "doi": "10.1000/1"}, []),
        ({"kind": "label", "doi": "10.1000/1"}, [Level.ANSWER]),
        ({"kind": "label", "url": "https://example.org/"}, []),
    ],
)
def test_a_reference_can_be_looked_up(article: Callable, fields: dict[str, str], expected: list[Level]) -> None:
    text = article(body=paragraph("Known.", cite(factories.reference(**fields))))
    assert levels(found(text, "reference_identifiers")) == expected


def test_a_retracted_reference_blocks_from_the_day_it_is_marked(article: Callable) -> None:
    reference = factories.reference(doi="10.1000/1")
    text = article(body=paragraph("Known.", cite(reference)))
    assert found(text, "retracted_references") == []
    reference.retracted_on = timezone.localdate()
    reference.save()
    (finding,) = found(text, "retracted_references")
    assert finding.level == Level.BLOCKS
    assert finding.excerpt == str(reference)


@pytest.mark.parametrize(("days", "expected"), [(1, []), (0, []), (-1, [Level.ANSWER])])
def test_an_expired_reference_is_looked_up_again(article: Callable, days: int, expected: list[Level]) -> None:
    reference = factories.reference(doi="10.1000/1", expires_on=timezone.localdate() + timedelta(days=days))
    assert levels(found(article(body=paragraph("Known.", cite(reference))), "expired_references")) == expected


def test_a_reference_is_named_once_where_it_is_cited_first(article: Callable) -> None:
    reference = factories.reference()
    text = article(introduction=f"<p>{cite(reference)}</p>", body=paragraph("Known.", cite(reference), cite(reference)))
    assert [finding.place for finding in found(text, "reference_identifiers")] == ["introduction"]


def test_nobody_is_told_of_references_the_text_does_not_cite(article: Callable) -> None:
    factories.reference(retracted_on=timezone.localdate())
    assert found(article(), "retracted_references") == []


def test_what_was_signed_does_not_change_when_a_reference_is_retracted(article: Callable) -> None:
    reference = factories.reference()
    text = article(body=paragraph("Known.", cite(reference)))
    before = copy_of(text)
    reference.retracted_on = reference.expires_on = timezone.localdate()
    reference.save()
    assert copy_of(text) == before
