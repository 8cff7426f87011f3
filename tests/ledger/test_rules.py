"""What the database refuses, however it is asked."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from ledger import record
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff
from ledger.sqlite import erasing, sha256_hex
from tests.ledger.factories import (
    APPEND_ONLY,
    AUTHOR,
    CHECK,
    FOREIGN_KEY,
    NOT_STANDING,
    OTHER_SUBJECT,
    SIGNER,
    SUBJECT,
    UNIQUE,
    a_change,
    a_clearance,
    a_copy,
    a_seal,
    a_sign_off,
    an_edition,
    execute,
    insert,
    refused,
    sqlite_only,
)

pytestmark = pytest.mark.django_db

TABLES = [
    pytest.param(a_copy, "payload", b"other", id="copy"),
    pytest.param(a_sign_off, "statement", "other", id="sign-off"),
    pytest.param(a_clearance, "until", "2099-01-01", id="clearance"),
    pytest.param(an_edition, "subject", "other", id="edition"),
    pytest.param(a_change, "subject", "other", id="change"),
    pytest.param(a_seal, "content", "other", id="seal"),
]


def values(row: Model) -> dict[str, Any]:
    """What the database holds of a row."""
    return type(row)._default_manager.filter(pk=row.pk).values().get()


@pytest.mark.parametrize(("make", "column", "value"), TABLES)
def test_no_row_is_changed(make: Callable[[], Model], column: str, value: Any) -> None:
    row = make()
    before = values(row)
    with refused(APPEND_ONLY):
        execute(f"UPDATE {row._meta.db_table} SET {column} = %s", value)
    assert values(row) == before


@pytest.mark.parametrize(("make", "column", "value"), TABLES)
def test_no_row_is_deleted(make: Callable[[], Model], column: str, value: Any) -> None:
    row = make()
    with refused(APPEND_ONLY):
        execute(f"DELETE FROM {row._meta.db_table}")
    assert values(row)


# On PostgreSQL a change never conflicts: it is given an id of its own.
@pytest.mark.parametrize(("make", "column", "value"), [table for table in TABLES if table.id != "change"])
def test_no_row_is_changed_by_an_insert_that_conflicts(make: Callable[[], Model], column: str, value: Any) -> None:
    row = make()
    before, key, table = values(row), row._meta.pk.column, row._meta.db_table
    columns = ", ".join(connection.ops.quote_name(field.column) for field in row._meta.local_concrete_fields)
    with refused(APPEND_ONLY):
        execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE true"
            f" ON CONFLICT ({key}) DO UPDATE SET {column} = %s",
            value,
        )
    assert values(row) == before


@sqlite_only
@pytest.mark.parametrize(("make", "column", "value"), TABLES)
def test_no_row_is_replaced(make: Callable[[], Model], column: str, value: Any) -> None:
    row = make()
    before, table = values(row), row._meta.db_table
    with refused(APPEND_ONLY):
        execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    assert values(row) == before


@sqlite_only
def test_the_current_edition_is_not_replaced_by_another() -> None:
    edition, clearance = an_edition(), a_clearance()
    columns = "subject, digest, clearance_id, released_at"
    with refused(APPEND_ONLY):
        execute(
            f"INSERT OR REPLACE INTO ledger_edition ({columns})"
            " SELECT subject, digest, id, created_at FROM ledger_clearance WHERE id = %s",
            clearance.pk,
        )
    assert record.current_edition(SUBJECT) == edition


@pytest.mark.parametrize(
    ("make", "column"),
    [(a_clearance, "withdrawn_at"), (an_edition, "retired_at")],
    ids=["clearance", "edition"],
)
class TestEnding:
    """Withdrawing and retiring are the only changes, each once."""

    def test_is_recorded(self, make: Callable[[], Model], column: str) -> None:
        row = make()
        execute(f"UPDATE {row._meta.db_table} SET {column} = CURRENT_TIMESTAMP")
        assert values(row)[column] is not None

    @pytest.mark.parametrize("value", ["NULL", "'2099-01-01'"])
    def test_is_final(self, make: Callable[[], Model], column: str, value: str) -> None:
        row = make()
        execute(f"UPDATE {row._meta.db_table} SET {column} = CURRENT_TIMESTAMP")
        before = values(row)
        with refused(APPEND_ONLY):
            execute(f"UPDATE {row._meta.db_table} SET {column} = {value}")
        assert values(row) == before

    def test_changes_nothing_else(self, make: Callable[[], Model], column: str) -> None:
        row = make()
        before = values(row)
        with refused(APPEND_ONLY):
            execute(f"UPDATE {row._meta.db_table} SET {column} = CURRENT_TIMESTAMP, subject = 'other'")
        assert values(row) == before


@pytest.mark.parametrize("digest", [sha256_hex(b"other"), "", "0" * 64, sha256_hex(b"text").upper()])
def test_no_copy_under_a_digest_that_is_not_its_own(digest: str) -> None:
    with refused(CHECK):
        insert(Copy(digest=digest, payload=b"text"))
    assert not Copy.objects.exists()


def unsaved_sign_off(**given: Any) -> SignOff:
    return SignOff(
        **{
            "subject": SUBJECT,
            "copy": a_copy(),
            "approves": True,
            "signer_id": SIGNER,
            "signer_name": "Demo Clinician",
            "credentials": "",
            "role": "clinician",
            "meaning": "medically accurate",
            "statement": "I have read it.",
            "answers": {},
            "comment": "",
            "method": "password",
            "authors": [AUTHOR],
            "signed_at": timezone.now(),
        }
        | given
    )


def test_a_sign_off_by_somebody_else_is_accepted() -> None:
    insert(unsaved_sign_off())
    assert SignOff.objects.count() == 1


@pytest.mark.parametrize(
    "authors",
    [[SIGNER], [AUTHOR, SIGNER], SIGNER, [str(SIGNER)], [[SIGNER]], {"author": SIGNER}, {}, "", True, [None]],
    ids=repr,
)
def test_no_author_signs(authors: Any) -> None:
    with refused(CHECK):
        insert(unsaved_sign_off(authors=authors))
    assert not SignOff.objects.exists()


def test_no_sign_off_on_a_copy_that_is_not_stored() -> None:
    with refused(FOREIGN_KEY):
        insert(unsaved_sign_off(copy=None, copy_id=sha256_hex(b"never stored")))
    assert not SignOff.objects.exists()


def unsaved_clearance(sign_off: SignOff, **given: Any) -> Clearance:
    now = timezone.now()
    return Clearance(
        **{
            "sign_off_id": sign_off.pk,
            "subject": sign_off.subject,
            "digest": sign_off.digest,
            "approves": True,
            "until": now + timedelta(days=1),
            "created_at": now,
        }
        | given
    )


def test_a_clearance_of_an_approved_copy_is_accepted() -> None:
    insert(unsaved_clearance(a_sign_off()))
    connection.check_constraints()
    assert Clearance.objects.count() == 1


@pytest.mark.parametrize("given", [{"sign_off_id": 0}, {"subject": OTHER_SUBJECT}, {"digest": sha256_hex(b"other")}])
def test_no_clearance_without_a_sign_off_of_this_copy_as_this_subject(given: dict[str, Any]) -> None:
    a_sign_off(subject=OTHER_SUBJECT)
    a_copy("other")
    with refused(FOREIGN_KEY):
        insert(unsaved_clearance(a_sign_off(), **given))
    assert not Clearance.objects.exists()


@pytest.mark.parametrize(("approves", "reason"), [(True, FOREIGN_KEY), (False, CHECK)])
def test_no_clearance_where_changes_were_asked_for(approves: bool, reason: str) -> None:
    with refused(reason):
        insert(unsaved_clearance(a_sign_off(approves=False), approves=approves))
    assert not Clearance.objects.exists()


def unsaved_edition(clearance: Clearance, **given: Any) -> Edition:
    return Edition(
        **{
            "clearance_id": clearance.pk,
            "subject": clearance.subject,
            "copy_id": clearance.digest,
            "released_at": timezone.now(),
        }
        | given
    )


def test_an_edition_on_a_standing_clearance_is_accepted() -> None:
    insert(unsaved_edition(a_clearance()))
    connection.check_constraints()
    assert Edition.objects.count() == 1


@pytest.mark.parametrize("given", [{"subject": OTHER_SUBJECT}, {"copy_id": sha256_hex(b"other")}])
def test_no_edition_of_another_text_than_was_cleared(given: dict[str, Any]) -> None:
    a_copy("other")
    a_clearance(subject=OTHER_SUBJECT)
    with refused(FOREIGN_KEY):
        insert(unsaved_edition(a_clearance(), **given))
    assert not Edition.objects.exists()


def test_no_edition_without_a_clearance() -> None:
    with refused(NOT_STANDING):
        insert(unsaved_edition(a_clearance(), clearance_id=0))
    assert not Edition.objects.exists()


def test_no_edition_on_a_withdrawn_clearance() -> None:
    clearance = a_clearance()
    record.withdraw(clearance)
    with refused(NOT_STANDING):
        insert(unsaved_edition(clearance))
    assert not Edition.objects.exists()


def test_no_edition_on_an_expired_clearance() -> None:
    with refused(NOT_STANDING):
        insert(unsaved_edition(a_clearance(days=-0.001)))
    assert not Edition.objects.exists()


def test_no_second_current_edition_of_a_subject() -> None:
    edition = an_edition()
    with refused(UNIQUE):
        insert(unsaved_edition(a_clearance()))
    assert record.current_edition(SUBJECT) == edition


def test_no_change_of_an_unknown_kind() -> None:
    with refused(CHECK):
        insert(Change(kind="guessed", subject="", at=timezone.now()))
    assert not Change.objects.exists()


@pytest.mark.postgres
def test_nobody_chooses_the_id_of_a_change() -> None:
    chosen = record.record_change(Change.Kind.MOVED) + 1000
    insert(Change(pk=chosen, kind=Change.Kind.MOVED, subject="", at=timezone.now()))
    assert record.generation() < chosen


def test_nobody_chooses_the_hash_of_a_change() -> None:
    first = a_change()
    with suppress(IntegrityError), transaction.atomic():
        insert(Change(kind=Change.Kind.MOVED, subject="", at=timezone.now(), hash="0" * 64))
    hashes = Change.objects.exclude(pk=first.pk).values_list("hash", flat=True)
    assert "0" * 64 not in hashes


def test_the_hash_of_a_change_is_final() -> None:
    change = a_change()
    with refused(APPEND_ONLY):
        execute("UPDATE ledger_change SET hash = NULL")
    assert values(change)["hash"]


@pytest.mark.parametrize("position", [0, 1], ids=["the beginning", "the first"])
def test_no_two_seals_continue_the_same_one(position: int) -> None:
    a_change(), a_change()
    seals = list(Seal.objects.all())
    with refused(UNIQUE):
        insert(Seal(id=3, table="change", row="3", at=timezone.now(), previous_hash=seals[position].previous_hash))
    assert list(Seal.objects.all()) == seals


def test_a_row_is_sealed_once() -> None:
    seal = a_seal()
    with refused(UNIQUE):
        insert(Seal(id=2, table=seal.table, row=seal.row, event=seal.event, at=seal.at, previous_hash=seal.hash))
    assert list(Seal.objects.all()) == [seal]


@sqlite_only
def test_rows_go_only_while_a_test_database_is_emptied() -> None:
    change = a_change()
    with erasing():
        assert execute("DELETE FROM ledger_change WHERE id = %s", change.pk) == 1
    a_change()
    with refused(APPEND_ONLY):
        execute("DELETE FROM ledger_change")
    assert Change.objects.count() == 1
