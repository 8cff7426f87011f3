"""What the tests of translating share."""

from typing import Any

import pytest
from wagtail.models import Locale

from articles.models import ArticlePage
from tests import factories
from tests.rows import Rows, once
from tests.translations.tool import sent_for_translation


def _translated() -> Rows:
    index = factories.release(factories.article_index(factories.site(), title="Articles", slug="articles"))
    topic = factories.topic("Rest")
    article = factories.article(index, title="Sleep", slug="sleep")
    article.topics.set([topic])
    article.save()
    article.save_revision(user=article.owner)
    article = factories.release(article)
    return Rows(
        index=index,
        topic=topic,
        english=article,
        spanish=sent_for_translation(article, factories.editor()),
        statement=factories.release(factories.safety_statement(boxed_warning="")),
        editor=factories.editor(),
        translator=factories.translator(),
    )


translated = once(_translated)
"""A signed article that shows a topic, its Spanish draft, a signed statement, and who works on them."""


@pytest.fixture
def rows(db: None, translated: Rows) -> Rows:
    """The rows of ``translated``."""
    return translated


@pytest.fixture
def english(rows: Rows) -> ArticlePage:
    """A signed article."""
    return rows.english


@pytest.fixture
def spanish(rows: Rows) -> Any:
    """Its draft in Spanish."""
    return rows.spanish


@pytest.fixture
def locale(db: None) -> Locale:
    """Spanish."""
    return Locale.objects.get(language_code="es")
