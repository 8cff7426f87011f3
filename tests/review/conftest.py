"""What the tests of review share."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest

from ledger.models import Change, Clearance, Copy, Edition, SignOff
from public.models import PublicPage, PublicUse

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
