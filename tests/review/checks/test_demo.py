"""Careful writing is left alone: the demo's articles, whose every claim carries a reference, give little to answer."""

from collections.abc import Callable
from typing import Any

import pytest

from articles.models import ArticlePage
from cms.demo import read
from cms.demo.build import Library
from review import checks
from review.checks import Level

RELEASED = [item for item in read.read("en")["articles"] if item["state"] == "released"]


@pytest.fixture
def library(clinic: Any) -> Library:
    library = Library()
    library.add_references(read.references())
    library.made |= {"spravato-safety": clinic.statement, "spravato": clinic.spravato, "iv-ketamine": clinic.infusion}
    return library


@pytest.mark.parametrize("item", RELEASED, ids=[item["id"] for item in RELEASED])
def test_a_well_cited_article_is_nearly_clean(
    library: Library, article: Callable[..., ArticlePage], item: dict[str, Any]
) -> None:
    text = article()
    # Pictures take long to draw, and are not what this is about.
    body = [block for block in item["body"] if "image" not in block]
    library.fill(text, {**item, "body": body, "hero_image": None})
    findings = [finding for finding in checks.run(text) if finding.check != "broken_links"]
    assert [finding for finding in findings if finding.level == Level.BLOCKS] == []
    assert len([finding for finding in findings if finding.check == "uncited_claims"]) <= 1
    assert len([finding for finding in findings if finding.level == Level.ANSWER]) <= 2
    assert len(findings) <= 3
