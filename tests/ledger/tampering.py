"""What somebody does to the ledger who may run any SQL, but does not have the key."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import BinaryField, BooleanField, CheckConstraint, DateTimeField, Field, Model
from django.utils import timezone

from ledger import record, seals
from ledger.models import Change, Clearance, Copy, Edition, SignOff
from ledger.verify import Break, breaks
from tests import database
from tests.ledger.factories import (
    AUTHOR,
    OTHER_SUBJECT,
    SIGNER,
    SUBJECT,
    a_clearance,
    a_copy,
    a_sign_off,
    an_edition,
    execute,
    insert,
)

CELLS = [(model, field) for model in seals.TABLES for field in model._meta.concrete_fields]
"""Every column of every table."""

NO_MOMENT = "infinity" if connection.vendor == "postgresql" else "2026-02-30 08:00:00"
"""What the database takes for a moment and Python does not."""


def world() -> None:
    """A ledger in which everything that can be recorded was, and nothing else."""
    database.empty()
    an_edition(
        answers={"claims": True, "score": 1.5}, comment="“Sí” 🩺", findings=[{"claim": "fast", "answer": "cited"}]
    )
    insert(Change(kind=Change.Kind.MOVED, subject="", at=timezone.now()))
    second = a_sign_off(signer_id=12, role="pharmacist", digest=a_copy("Ketamin ¿qué?").digest)
    first = a_sign_off(digest=second.digest)
    record.release(SUBJECT, record.clear(first, timezone.now() + timedelta(days=30), others=[second]))
    a_sign_off(approves=False, subject=OTHER_SUBJECT)
    record.withdraw(an_edition(subject=OTHER_SUBJECT).clearance)
    an_edition(subject="safety:1:en")
    a_clearance(days=-1)
    insert(Change(kind=Change.Kind.RESTRICTED, subject="", at=timezone.now().replace(microsecond=0)))


def found() -> list[Break]:
    """What is wrong with rows; that rules of the database are switched off goes without saying here."""
    return [broken for broken in breaks(lambda rows: None) if broken.row]


@contextmanager
def unguarded(model: type[Model]) -> Iterator[None]:
    """Without the rules of a table; they are back afterwards, and what the block did is undone."""
    table = model._meta.db_table
    with checks_ignored(), transaction.atomic():
        if connection.vendor == "sqlite":
            for name in triggers(model):
                execute(f"DROP TRIGGER {name}")
        else:
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            execute(f"ALTER TABLE {table} DISABLE TRIGGER ALL")
            for rule in model._meta.constraints:
                if isinstance(rule, CheckConstraint):
                    execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule.name}")
        yield
        transaction.set_rollback(True)


@contextmanager
def checks_ignored() -> Iterator[None]:
    """Without the checks of any table, on SQLite."""
    if connection.vendor != "sqlite":
        yield
        return
    execute("PRAGMA ignore_check_constraints = ON")
    try:
        yield
    finally:
        execute("PRAGMA ignore_check_constraints = OFF")


def triggers(model: type[Model]) -> list[str]:
    """The triggers of a table of SQLite."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [model._meta.db_table]
        )
        return [name for (name,) in cursor.fetchall()]


def keys(model: type[Model]) -> list[Any]:
    return list(model._base_manager.order_by("pk").values_list("pk", flat=True))


def delete(model: type[Model], key: Any) -> None:
    execute(f"DELETE FROM {model._meta.db_table} WHERE {model._meta.pk.column} = %s", key)


def alter(field: Field, key: Any, position: int) -> None:
    """Change one character of one column, the first from ``position`` on (counted round) that the database takes."""
    meta = field.model._meta
    column, kind = f'"{field.column}"', field.db_type(connection)
    raw = column if isinstance(field, BinaryField | BooleanField) else f"CAST({column} AS text)"
    mark = f"CAST(%s AS {kind})" if connection.vendor == "postgresql" else "%s"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {raw} FROM {meta.db_table} WHERE {meta.pk.column} = %s", [key])
        (before,) = cursor.fetchone()
    for after in others(field, before, position):
        with suppress(DatabaseError), transaction.atomic():
            execute(f"UPDATE {meta.db_table} SET {column} = {mark} WHERE {meta.pk.column} = %s", after, key)
            return
    raise AssertionError(f"the database takes no other {field.column} than {before!r}")


def others(field: Field, value: Any, position: int) -> Iterator[Any]:
    """Values that differ from another one of a column in one character: changed, then put in."""
    for start in range(position, position + 100):
        yield other(field, value, start)
    if isinstance(value, str | int):
        text = str(value)
        for place in range(len(text) + 1):
            yield f"{text[:place]}9{text[place:]}"


def other(field: Field, value: Any, position: int) -> Any:
    """A value that differs from another one of a column in one character."""
    if value is None:
        return str(timezone.now()) if isinstance(field, DateTimeField) else "0" * 64
    if isinstance(field, BooleanField):
        return not value
    if isinstance(field, BinaryField):
        changed = bytearray(value)
        changed[position % len(changed)] ^= 1 << position % 8
        return bytes(changed)
    if not value:
        return "x"
    position %= len(value)
    if isinstance(field, DateTimeField):
        position = [match.start() for match in re.finditer(r"\d", value.partition("+")[0])][position % 14]
    character = value[position]
    replacement = str((int(character) + 1) % 10) if character.isascii() and character.isdigit() else "x"
    return value[:position] + ("y" if character == replacement else replacement) + value[position + 1 :]


def sealed(row: Model) -> None:
    """Write a row as the product would if it made a mistake, and the database let it."""
    row.save(force_insert=True)
    seals.seal(row)


def cleared(sign_off: SignOff, **given: Any) -> Clearance:
    now = timezone.now()
    text = {"subject": sign_off.subject, "digest": sign_off.digest}
    return Clearance(sign_off=sign_off, created_at=now, **{"until": now + timedelta(days=1)} | text | given)


def released(clearance: Clearance, **given: Any) -> Edition:
    text = {"subject": clearance.subject, "copy_id": clearance.digest}
    return Edition(clearance=clearance, **{"released_at": timezone.now()} | text | given)


def signed_by_an_author() -> None:
    sign_off = a_sign_off()
    sign_off.pk, sign_off.authors = None, [AUTHOR, SIGNER]
    sealed(sign_off)


def counts_a_signature_under_another_text() -> None:
    other = a_sign_off(digest=a_copy("Another text").digest)
    sealed(cleared(a_sign_off(), others=[{"id": other.pk}]))


def two_shown_at_once() -> None:
    edition = an_edition()
    execute("DROP INDEX ledger_edition_one_current")
    sealed(released(a_clearance(subject=edition.subject)))


def withdrawn_and_still_shown() -> None:
    clearance = an_edition().clearance
    execute("UPDATE ledger_clearance SET withdrawn_at = %s WHERE id = %s", timezone.now(), clearance.pk)
    seals.seal(clearance, seals.Seal.Event.CLOSED)


def released_after_withdrawal() -> None:
    clearance = a_clearance(subject="page:new:en")
    record.withdraw(clearance)
    sealed(released(clearance))
    record.retire(clearance.subject)


MISTAKES: dict[str, tuple[type[Model], Callable[[], object]]] = {
    "another digest": (Copy, lambda: sealed(Copy(digest="0" * 64, payload=b"text"))),
    "signer is among the authors": (SignOff, signed_by_an_author),
    "no approving sign-off": (Clearance, lambda: sealed(cleared(a_sign_off(approves=False)))),
    "no approving sign-off of": (Clearance, lambda: sealed(cleared(a_sign_off(), subject=OTHER_SUBJECT))),
    "counts a sign-off": (Clearance, counts_a_signature_under_another_text),
    "no clearance of this text": (Edition, lambda: sealed(released(a_clearance(), subject="page:new:en"))),
    "withdrawn or had ended": (Edition, released_after_withdrawal),
    "had ended": (Edition, lambda: sealed(released(a_clearance(days=-1, subject="page:new:en")))),
    "although its clearance was withdrawn": (Edition, withdrawn_and_still_shown),
    "shown as well": (Edition, two_shown_at_once),
}
"""What the rules of the database forbid, by what is said of it: the table, and how to write it with a valid seal."""
