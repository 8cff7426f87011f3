"""Rows of other tables change: readers hear of it, and of nothing else."""

from collections.abc import Callable

import pytest
from django.db import connection

from ledger.changes import ChangeTrigger, install
from ledger.models import Change
from tests.ledger.factories import execute

pytestmark = pytest.mark.django_db

PLACE = ChangeTrigger("trial_place", "moved", ["live", "path"])
SETTING = ChangeTrigger("trial_setting", "settings")


@pytest.fixture(autouse=True)
def tables() -> None:
    execute('CREATE TABLE trial_place (id integer PRIMARY KEY, live int, path text, note text, "order" int)')
    execute("CREATE TABLE trial_setting (id integer PRIMARY KEY, name text, value text)")
    execute("INSERT INTO trial_place VALUES (1, 1, 'a', '', 1), (2, 1, 'b', '', 1), (3, 0, NULL, '', 1)")
    execute("INSERT INTO trial_setting VALUES (1, 'phone', '555')")
    install(connection, [PLACE, SETTING])


def written(act: Callable[[], object]) -> list[str]:
    """The kinds of the changes that ``act`` leaves behind."""
    before = set(Change.objects.values_list("id", flat=True))
    act()
    return list(Change.objects.exclude(id__in=before).values_list("kind", flat=True))


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trial_place SET live = 0 WHERE id = 1",
        "UPDATE trial_place SET path = 'c', note = 'x' WHERE id = 1",
        "UPDATE trial_place SET path = NULL WHERE id = 1",
        "UPDATE trial_place SET path = 'c' WHERE id = 3",
        "UPDATE trial_place SET id = 9 WHERE id = 1",
        "INSERT INTO trial_place VALUES (4, 1, 'd', '', 1)",
        "DELETE FROM trial_place WHERE id = 1",
    ],
)
def test_a_difference_is_one_change(sql: str) -> None:
    assert written(lambda: execute(sql)) == ["moved"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trial_place SET note = 'x', \"order\" = 2",
        "UPDATE trial_place SET live = live, path = path",
        "UPDATE trial_place SET path = NULL WHERE id = 3",
        "UPDATE trial_place SET live = 0 WHERE id = 99",
        "DELETE FROM trial_place WHERE id = 99",
        "INSERT INTO trial_place SELECT * FROM trial_place WHERE id = 99",
    ],
)
def test_no_difference_is_no_change(sql: str) -> None:
    assert written(lambda: execute(sql)) == []


def test_rows_that_swap_their_values_have_changed() -> None:
    sql = "UPDATE trial_place SET path = CASE path WHEN 'a' THEN 'b' ELSE 'a' END WHERE id IN (1, 2)"
    assert set(written(lambda: execute(sql))) == {"moved"}


@pytest.mark.postgres
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE trial_place SET path = path || 'x'",
        "DELETE FROM trial_place",
        "INSERT INTO trial_place SELECT id + 10, live, path, note, 1 FROM trial_place",
    ],
)
def test_a_statement_on_many_rows_is_one_change(sql: str) -> None:
    assert written(lambda: execute(sql)) == ["moved"]


@pytest.mark.parametrize("column", ["name", "value"])
def test_without_columns_any_difference_counts(column: str) -> None:
    assert written(lambda: execute(f"UPDATE trial_setting SET {column} = 'x'")) == ["settings"]
    assert written(lambda: execute(f"UPDATE trial_setting SET {column} = 'x'")) == []


def test_installing_again_replaces_the_triggers() -> None:
    install(connection, [PLACE, ChangeTrigger("trial_place", "restricted", ["note"])])
    assert written(lambda: execute("UPDATE trial_place SET note = 'x' WHERE id = 1")) == ["restricted"]
    assert written(lambda: execute("UPDATE trial_place SET live = 0 WHERE id = 1")) == []


def test_tables_that_do_not_exist_are_passed_over() -> None:
    install(connection, [ChangeTrigger("trial_nowhere", "moved", ["path"]), PLACE])
    assert written(lambda: execute("DELETE FROM trial_place WHERE id = 1")) == ["moved"]
