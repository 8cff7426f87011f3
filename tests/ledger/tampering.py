"""What somebody does to the ledger who may run any SQL, but does not have the key."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.models import (
    BinaryField,
    BooleanField,
    CheckConstraint,
    DateTimeField,
    Field,
    Model,
)
from django.utils import timezone

from ledger import record
from ledger.models import Change
from ledger.seals import TABLES
from ledger.verify import Break, breaks
from tests.ledger.factories import (
    OTHER_SUBJECT,
    SUBJECT,
    a_clearance,
    a_copy,
    a_sign_off,
    an_edition,
    execute,
    insert,
)

CELLS = [(model, field) for model in TABLES for field in model._meta.concrete_fields]
"""Every column of every table."""


def world() -> None:
    """A ledger in which everything that can be recorded was."""
    an_edition(
        answers={"claims": True, "score": 1.5}, comment="“Sí” 🩺", findings=[{"claim": "fast", "answer": "cited"}]
    )
    insert(Change(kind=Change.Kind.MOVED, subject="", at=timezone.now()))
    second = a_sign_off(signer_id=12, role="pharmacist", digest=a_copy("Ketamin ¿qué?").digest)
    first = a_sign_off(digest=second.digest)
    record.release(SUBJECT, record.clear(first, timezone.now() + timezone.timedelta(days=30), others=[second.pk]))
    a_sign_off(approves=False, subject=OTHER_SUBJECT)
    record.withdraw(an_edition(subject=OTHER_SUBJECT).clearance)
    an_edition(subject="safety:1:en")
    a_clearance(days=-1)
    record.record_change(Change.Kind.SETTINGS)
    insert(Change(kind=Change.Kind.RESTRICTED, subject="", at=timezone.now().replace(microsecond=0)))


def found() -> list[Break]:
    """What is wrong with rows; that rules of the database are switched off goes without saying here."""
    return [broken for broken in breaks(lambda rows: None) if broken.row]


@contextmanager
def unguarded(model: type[Model]) -> Iterator[None]:
    """Without the rules of a table; they are back afterwards, and what the block did is undone."""
    checks = [rule.name for rule in model._meta.constraints if isinstance(rule, CheckConstraint)]
    with transaction.atomic():
        if connection.vendor == "sqlite":
            execute("PRAGMA ignore_check_constraints = ON")
            for name in triggers(model):
                execute(f"DROP TRIGGER {name}")
        else:
            execute("SET CONSTRAINTS ALL IMMEDIATE")
            execute("SET LOCAL session_replication_role = replica")
            for name in checks:
                execute(f"ALTER TABLE {model._meta.db_table} DROP CONSTRAINT {name}")
        yield
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
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


def alter(field: Field, key: Any, position: int) -> bool:
    """Change one character of one column, the one at ``position`` (counted round); whether the database took it."""
    meta = field.model._meta
    column, kind = f'"{field.column}"', field.db_type(connection)
    raw = column if isinstance(field, BinaryField | BooleanField) else f"CAST({column} AS text)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {raw} FROM {meta.db_table} WHERE {meta.pk.column} = %s", [key])
        (before,) = cursor.fetchone()
    after = other(field, before, position)
    value = f"CAST(%s AS {kind})" if connection.vendor == "postgresql" else "%s"
    try:
        with transaction.atomic():
            return (
                execute(f"UPDATE {meta.db_table} SET {column} = {value} WHERE {meta.pk.column} = %s", after, key) == 1
            )
    except DatabaseError:
        return False


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
