"""Rows of the ledger to test with, made by its own services or by SQL behind their backs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from ledger import record
from ledger.models import Change, Clearance, Copy, Edition, Seal, SignOff

SUBJECT = "page:0b2f7a52-2a0f-4f39-8b59-6c3a3f0b8a11:en"
OTHER_SUBJECT = "page:0b2f7a52-2a0f-4f39-8b59-6c3a3f0b8a11:es"
SIGNER, AUTHOR = 11, 22

_numbers = count()


def a_copy(text: str | None = None) -> Copy:
    """A stored copy; of new text unless the text is given."""
    return record.store((f"text {next(_numbers)}" if text is None else text).encode())


def a_sign_off(**given: Any) -> SignOff:
    """An approval of a new copy of ``SUBJECT``."""
    values: dict[str, Any] = {
        "subject": SUBJECT,
        "signer_id": SIGNER,
        "signer_name": "Demo Clinician",
        "credentials": "MD",
        "role": "clinician",
        "meaning": "medically accurate",
        "statement": "I have read it.",
        "answers": {"claims": True},
        "comment": "",
        "method": "password",
        "authors": [AUTHOR],
        "approves": True,
    }
    values |= given
    if "digest" not in values:
        values["digest"] = a_copy().digest
    return record.sign(**values)


def a_clearance(days: float = 30, **given: Any) -> Clearance:
    """A clearance that stands for ``days`` from now (negative: expired), on a sign-off of its own."""
    return record.clear(a_sign_off(**given), timezone.now() + timedelta(days=days))


def an_edition(**given: Any) -> Edition:
    """The current edition of ``SUBJECT``."""
    clearance = a_clearance(**given)
    return record.release(clearance.subject, clearance)


def a_change() -> Change:
    return Change.objects.get(pk=record.record_change(Change.Kind.MOVED))


def a_seal() -> Seal:
    """The seal of a new copy."""
    return Seal.objects.get(row=a_copy().digest)


def insert(row: Model) -> None:
    """INSERT an unsaved row by SQL, as somebody would who goes round the services."""
    fields = [field for field in row._meta.local_concrete_fields if field.value_from_object(row) is not None]
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    values = [field.get_db_prep_save(field.value_from_object(row), connection) for field in fields]
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {row._meta.db_table} ({columns}) VALUES ({marks})", values)


def execute(sql: str, *params: Any) -> int:
    """Run one statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.rowcount


@contextmanager
def refused(reason: str) -> Iterator[None]:
    """The database refuses what the block does, at once or on commit, for ``reason``, a pattern."""
    with pytest.raises(IntegrityError, match=f"(?i){reason}"), transaction.atomic():  # noqa: PT012
        yield
        connection.check_constraints()


sqlite_only = pytest.mark.skipif(connection.vendor != "sqlite", reason="needs SQLite")

APPEND_ONLY = "is append-only"
FOREIGN_KEY = "foreign key"
CHECK = "check constraint"
UNIQUE = "unique constraint"
NOT_STANDING = "the clearance was withdrawn, has expired or does not exist"
