"""What the tests of review share."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from articles.models import ArticleIndexPage, ArticlePage
from ledger.models import Change, Clearance, Copy, Edition, SignOff
from public.models import PublicPage, PublicUse
from tests import factories
from tests.rows import Rows, once

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


def _written() -> Rows:
    index = factories.release(factories.article_index(factories.site()))
    return Rows(index=index, article=factories.article(index, title="Ketamine at home", slug="at-home"))


written = once(_written)


@pytest.fixture
def index(db: None, written: Rows) -> ArticleIndexPage:
    """A released index."""
    return written.index


@pytest.fixture
def article(db: None, written: Rows) -> ArticlePage:
    """An article that nobody has submitted."""
    return written.article


def _released() -> Rows:
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


released = once(_released)


@pytest.fixture
def rows(db: None, released: Rows) -> Rows:
    """What articles are made of."""
    return released
