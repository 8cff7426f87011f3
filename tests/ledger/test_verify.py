"""Whatever is done to the ledger behind its back is found, and named."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Field, Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.ledger.tampering import CELLS, alter, found, keys, unguarded, world
from tests.rows import made_once

pytestmark = pytest.mark.django_db

few = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
positions = st.integers(min_value=0, max_value=10_000)


@pytest.fixture(scope="module", autouse=True)
def ledger(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker, world):
        yield


def verify(*arguments: str) -> str:
    """What ``manage.py verify_ledger`` prints."""
    out = StringIO()
    call_command("verify_ledger", *arguments, stdout=out, no_color=True)
    return out.getvalue()


def test_a_ledger_nobody_touched_is_intact() -> None:
    assert found() == []
    assert verify().startswith("The ledger is intact: 6 copies, 7 sign-offs, 5 clearances, 4 editions,")


@pytest.mark.parametrize(
    ("model", "field"),
    CELLS,
    ids=lambda part: getattr(part, "column", part.__name__ if isinstance(part, type) else None),
)
@given(position=positions, row=positions)
@few
def test_a_character_changed_anywhere_is_found(model: type[Model], field: Field, position: int, row: int) -> None:
    key = keys(model)[row % len(keys(model))]
    with unguarded(model):
        if alter(field, key, position):
            assert any(broken.model is model for broken in found()), f"{model} {key} {field.column}"
            with pytest.raises(CommandError, match="broken"):
                verify()
    assert not found()
