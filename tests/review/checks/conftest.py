"""A clinic with its treatments, and texts about them that nobody has saved."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from wagtail.models import Locale

from articles.models import ArticlePage
from review import checks
from review.checks import Finding, Level
from tests import factories
from tests.rows import Rows, made_once
from treatments.models import RegulatoryStatus


@pytest.fixture(scope="module")
def clinic_made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    def build() -> Rows:
        rows = Rows()
        home = factories.site()
        rows.keep("home", home)
        rows.keep("index", factories.release(factories.article_index(home)))
        rows.keep("statement", factories.release(factories.safety_statement()))
        treatments = factories.treatment_index(home)
        rows.keep(
            "spravato",
            factories.treatment(
                treatments,
                title="Spravato (esketamine)",
                brand_name="Spravato",
                generic_name="esketamine",
                regulatory_status=RegulatoryStatus.APPROVED,
                safety_statement=rows.statement,
            ),
        )
        rows.keep(
            "infusion",
            factories.treatment(treatments, title="Infusion", generic_name="ketamine hydrochloride"),
        )
        rows.keep("trial", factories.reference(doi="10.1000/1"))
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def clinic(db: None, clinic_made: Rows) -> Rows:
    """A released index and safety statement, two treatments in draft, a trial to cite."""
    return clinic_made


@pytest.fixture
def article(clinic: Rows) -> Callable[..., ArticlePage]:
    """Makes an article that was never saved, in a language."""

    def make(language: str = "en", **fields: Any) -> ArticlePage:
        body = fields.pop("body", [("rich_text", "<p>Words.</p>")])
        given = {"title": "A title", "slug": "a-title", "introduction": "<p>Words.</p>", **fields}
        return ArticlePage(**given, body=body, locale=Locale.objects.get(language_code=language))

    return make


def found(obj: Any, name: str) -> list[Finding]:
    """What one check finds."""
    return [finding for finding in checks.run(obj) if finding.check == name]


def paragraph(*sentences: str) -> list[tuple[str, str]]:
    """A body of one block."""
    return [("rich_text", f"<p>{' '.join(sentences)}</p>")]


def cite(reference: Any) -> str:
    """A citation as it is stored."""
    return f'<a linktype="citation" id="{reference.pk}">[1]</a>'


def levels(findings: list[Finding]) -> list[Level]:
    return [finding.level for finding in findings]
