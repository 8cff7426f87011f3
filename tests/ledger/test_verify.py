"""Whatever is done to the ledger behind its back is found, and named."""

from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import Field, Model, UniqueConstraint
from django.db.models.constraints import BaseConstraint
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import record
from ledger.keys import name_of, signing_key
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff
from ledger.rules import Trigger
from ledger.seals import TABLES
from ledger.sqlite import hash_of_change, sha256_hex
from tests.ledger.factories import SUBJECT, a_clearance, a_sign_off, an_edition, execute, insert
from tests.ledger.tampering import CELLS, MISTAKES, NO_MOMENT, alter, delete, found, keys, released, unguarded, world
from tests.rows import made_once

pytestmark = pytest.mark.django_db

NEW_KEY = "YW5vdGhlciBrZXkgdGhhdCBpcyBub3QgYSBzZWNyZXQ="

few = settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
numbers = st.integers(min_value=0, max_value=10_000)


@pytest.fixture(autouse=True)
def nothing_recorded() -> None:
    """What there is was made for all the tests here."""


@pytest.fixture(scope="module", autouse=True)
def ledger(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker, world):
        yield


def verify(*arguments: str) -> str:
    """What ``manage.py verify_ledger`` prints."""
    out = StringIO()
    try:
        call_command("verify_ledger", *arguments, stdout=out, no_color=True)
    except CommandError as error:
        return f"{out.getvalue()}{error}"
    return out.getvalue()


def test_a_ledger_nobody_touched_is_intact() -> None:
    last = Seal.objects.last()
    assert verify() == (
        "The ledger is intact: 6 copies, 7 sign-offs, 5 clearances, 4 editions, 7 changes, 30 seals."
        f" The last seal is 30, {last.hash}, made with the key {last.key}.\n"
    )


@pytest.mark.parametrize(("model", "field"), CELLS, ids=[f"{field}" for _, field in CELLS])
@given(position=numbers, row=numbers)
@few
def test_a_character_changed_anywhere_is_found(model: type[Model], field: Field, position: int, row: int) -> None:
    key = keys(model)[row % len(keys(model))]
    with unguarded(model):
        alter(field, key, position)
        said = verify("--verbosity", "2")
        assert f"\n{model._meta.verbose_name} " in f"\n{said}"
        assert "The ledger is broken" in said


@pytest.mark.parametrize("model", TABLES)
@given(row=numbers)
@few
def test_a_row_that_is_gone_is_found(model: type[Model], row: int) -> None:
    # The last change is the work of a trigger: nobody vouches for it before the next one that is sealed.
    present = keys(model)[:-1] if model is Change else keys(model)
    with unguarded(model):
        delete(model, present[row % len(present)])
        assert found()


def test_what_is_gone_from_the_end_with_its_seals_is_found_by_who_noted_the_last_one() -> None:
    before, last = Seal.objects.last().hash, a_sign_off()
    noted = Seal.objects.last().hash
    with unguarded(SignOff), unguarded(Copy), unguarded(Seal):
        execute("DELETE FROM ledger_seal WHERE id > (SELECT id FROM ledger_seal WHERE hash = %s)", before)
        delete(SignOff, last.pk)
        delete(Copy, last.digest)
        assert not found()
        assert noted in verify("--contains", before, "--contains", noted)
    assert verify("--contains", before, "--contains", noted).startswith("The ledger is intact")


def unsealed_copy() -> None:
    insert(Copy(digest=sha256_hex(b"slipped in"), payload=b"slipped in"))


def unsealed_edition() -> None:
    clearance = a_clearance(subject="page:new:en")
    insert(released(clearance))


def withdrawn_by_sql() -> None:
    execute("UPDATE ledger_clearance SET withdrawn_at = %s WHERE id = %s", timezone.now(), a_clearance().pk)


def released_by_sql() -> None:
    insert(Change(kind=Change.Kind.RELEASED, subject=SUBJECT, at=timezone.now()))


@pytest.mark.parametrize("act", [unsealed_copy, unsealed_edition, withdrawn_by_sql, released_by_sql])
def test_what_the_database_lets_others_write_is_found(act: Callable[[], None]) -> None:
    act()
    [broken] = found()
    assert "by this product" in str(broken)


@pytest.mark.parametrize(("model", "column"), [(Clearance, "withdrawn_at"), (Edition, "retired_at")])
def test_a_withdrawal_undone_is_found(model: type[Model], column: str) -> None:
    with unguarded(model):
        execute(f"UPDATE {model._meta.db_table} SET {column} = NULL WHERE subject <> %s", SUBJECT)
        assert any("not as it was when seal" in str(broken) for broken in found())


def test_a_change_rewritten_with_the_hashes_of_all_that_follow_is_found() -> None:
    previous = ""
    with unguarded(Change):
        for row in Change.objects.order_by("id"):
            row.subject = row.subject.replace("page", "home")
            previous = hash_of_change(previous, row.pk, row.kind, row.subject, row.at.isoformat())
            execute("UPDATE ledger_change SET subject = %s, hash = %s WHERE id = %s", row.subject, previous, row.pk)
        assert {broken.what.partition(" when")[0] for broken in found()} == {"it is not as it was"}


@pytest.mark.parametrize("said", MISTAKES)
def test_what_cannot_be_is_found_even_with_a_seal(said: str) -> None:
    model, act = MISTAKES[said]
    with unguarded(model):
        act()
        assert [said in str(broken) for broken in found()] == [True]


class TestKeys:
    def test_a_seal_of_another_key_is_found(self) -> None:
        with override_settings(LEDGER_KEY=NEW_KEY):
            record.record_change(Change.Kind.MOVED)
            theirs = name_of(signing_key().public_key())
        assert [str(broken) for broken in found()] == [
            f"seal 31: nobody here trusts its key {theirs};"
            " if that is an earlier one of yours, add it to LEDGER_TRUSTED_KEYS"
        ]

    def test_after_a_rotation_what_was_sealed_before_counts_while_the_old_key_is_trusted(self) -> None:
        ours = name_of(signing_key().public_key())
        with override_settings(LEDGER_KEY=NEW_KEY, LEDGER_TRUSTED_KEYS=[ours]):
            record.record_change(Change.Kind.MOVED)
            assert not found()
        with override_settings(LEDGER_KEY=NEW_KEY):
            assert len(found()) == 30


def rules() -> list[Any]:
    return [
        pytest.param(model, rule, id=rule.name)
        for model in TABLES
        for rule in model._meta.constraints
        if connection.vendor == "postgresql" or isinstance(rule, Trigger)
    ]


@pytest.mark.parametrize(("model", "rule"), rules())
def test_a_rule_the_database_does_not_keep_is_found(model: type[Model], rule: BaseConstraint) -> None:
    table = model._meta.db_table
    with transaction.atomic():
        if connection.vendor == "sqlite":
            dropped = [execute(f"DROP TRIGGER {name}") for name in rule.sqlite(table, [])]
        elif isinstance(rule, Trigger):
            dropped = [execute(f"DROP TRIGGER {rule.name} ON {table}")]
        else:
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            index = isinstance(rule, UniqueConstraint) and rule.condition
            dropped = [
                execute(
                    f"DROP INDEX {rule.name}" if index else f"ALTER TABLE {table} DROP CONSTRAINT {rule.name} CASCADE"
                )
            ]
        assert not dropped or f"no longer keeps the rule {rule.name}" in verify("--verbosity", "2")
        transaction.set_rollback(True)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("rule", "sql"),
    [
        ("ledger_seal_append_only", "ALTER TABLE ledger_seal DISABLE TRIGGER ledger_seal_append_only"),
        ("ledger_edition_of_clearance", "ALTER TABLE ledger_edition DISABLE TRIGGER ALL"),
        (
            "ledger_copy_append_only",
            "CREATE OR REPLACE FUNCTION ledger_copy_append_only() RETURNS trigger LANGUAGE plpgsql"
            " AS 'BEGIN RETURN NEW; END'",
        ),
        (
            "ledger_edition_standing",
            "CREATE OR REPLACE TRIGGER ledger_edition_standing BEFORE INSERT ON ledger_edition FOR EACH ROW"
            " WHEN (false) EXECUTE FUNCTION ledger_edition_standing()",
        ),
        (
            "ledger_signoff_four_eyes",
            "ALTER TABLE ledger_signoff DROP CONSTRAINT ledger_signoff_four_eyes;"
            " ALTER TABLE ledger_signoff ADD CONSTRAINT ledger_signoff_four_eyes CHECK (true) NOT VALID",
        ),
    ],
)
def test_a_rule_that_was_softened_is_found(rule: str, sql: str) -> None:
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute(sql)
    assert f"no longer keeps the rule {rule}" in verify("--verbosity", "2")


def test_what_cannot_be_read_is_named() -> None:
    key = keys(Edition)[1]
    with unguarded(Edition):
        execute("UPDATE ledger_edition SET released_at = %s WHERE id = %s", NO_MOMENT, key)
        assert f"edition {key}: what it says cannot be read" in map(str, found())


def test_a_ledger_without_one_of_its_tables_is_broken() -> None:
    with unguarded(Seal):
        execute("ALTER TABLE ledger_seal RENAME TO elsewhere")
        assert "cannot be read any further" in verify("--verbosity", "2")


def test_the_first_break_is_named_and_the_others_are_counted() -> None:
    first, second, *_ = keys(SignOff)
    with unguarded(SignOff):
        execute("UPDATE ledger_signoff SET statement = 'I have not read it.' WHERE id IN (%s, %s)", first, second)
        assert [broken.row for broken in found()] == [str(first), str(second)]
        with pytest.raises(CommandError) as ended:
            call_command("verify_ledger", stdout=StringIO())
    assert ended.value.returncode == 1


def test_the_command_says_where_and_how_often() -> None:
    shown = Edition.objects.filter(retired_at=None).first()
    with transaction.atomic():
        execute("UPDATE ledger_edition SET retired_at = %s WHERE retired_at IS NULL", timezone.now())
        lines = verify().splitlines()
        transaction.set_rollback(True)
    assert lines == [
        f"edition {shown.pk} ({SUBJECT}): that it was withdrawn or retired is not sealed:"
        " it was not done by this product",
        "The ledger is broken in 2 places.",
    ]


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_who_watches_sees_how_far_it_is() -> None:
    screen, log = Screen(), StringIO()
    for stderr in (screen, log):
        call_command("verify_ledger", stdout=StringIO(), stderr=stderr)
    assert screen.getvalue() == "\r30 / 37\r37 / 37\n"
    assert log.getvalue() == ""


def test_more_rows_cost_no_more_queries() -> None:
    with CaptureQueriesContext(connection) as few_rows:
        found()
    for _ in range(3):
        an_edition()
    with CaptureQueriesContext(connection) as more_rows:
        found()
    assert len(more_rows) == len(few_rows)
