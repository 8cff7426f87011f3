"""What the tests of review share."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from articles.models import ArticleIndexPage, ArticlePage
from ledger.models import Change, Clearance, Copy, Edition, SignOff
from public.models import PublicPage, PublicUse
from tests import factories
from tests.rows import Rows, made_once

RECORDS = (Copy, SignOff, Clearance, Edition, Change, PublicPage)


def recorded() -> list[list[dict]]:
    """Every row of the ledger and of the projection."""
    uses = PublicUse.objects.order_by("subject", "field", "key").values("subject", "field", "key")
    return [*(list(model.objects.order_by("pk").values()) for model in RECORDS), list(uses)]


@contextmanager
def _nothing_happens() -> Iterator[None]:
    before = recorded()
    yield
    assert recorded() == before


@pytest.fixture
def nothing_happens(db: None) -> "type[AbstractContextManager]":
    """A context in which nothing may be added to the ledger, and nothing that is public may change."""
    return _nothing_happens


@pytest.fixture(scope="module")
def written(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """A released index, and an article in it that nobody has submitted."""

    def build() -> Rows:
        rows = Rows()
        index = rows.keep("index", factories.release(factories.article_index(factories.site())))
        rows.keep("article", factories.article(index, title="Ketamine at home", slug="at-home"))
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def index(db: None, written: Rows) -> ArticleIndexPage:
    return written.index


@pytest.fixture
def article(db: None, written: Rows) -> ArticlePage:
    return written.article


@pytest.fixture(scope="module")
def released(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """What articles are made of."""

    def build() -> Rows:
        rows = Rows()
        home = factories.site()
        rows.keep("index", factories.release(factories.article_index(home)))
        rows.keep("elsewhere", factories.article_index(home))
        treatments = factories.treatment_index(home)
        rows.keep("treatment", factories.treatment(treatments))
        rows.keep("practitioner", factories.practitioner(factories.practitioner_index(home)))
        for name in ("picture", "document", "reference", "topic", "condition", "safety_statement", "call_to_action"):
            rows.keep(name, getattr(factories, name)())
        rows.keep("other_reference", factories.reference())
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def rows(db: None, released: Rows) -> Rows:
    return released
