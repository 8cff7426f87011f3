"""What SQLite needs to keep the ledger's rules: functions of our own, and triggers put back after migrations.

PostgreSQL needs nothing of this. A program without these functions (the ``sqlite3`` shell, say) can read the
ledger but neither add to it nor delete rows, nor change what readers get: the rules end in "no such function".
"""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from ledger.rules import Trigger

_erasing = ContextVar("ledger_erasing", default=False)


@contextmanager
def erasing() -> Iterator[None]:
    """Allow rows of the ledger to be deleted inside the block, on SQLite.

    For test databases only, which Django empties with DELETE (on PostgreSQL with TRUNCATE, which fires no
    row trigger).
    """
    token = _erasing.set(True)
    try:
        yield
    finally:
        _erasing.reset(token)


def sha256_hex(payload: bytes) -> str:
    """The SHA-256 of ``payload`` in lower-case hexadecimal, as PostgreSQL's ``encode(sha256(…), 'hex')``."""
    return hashlib.sha256(payload).hexdigest()


def is_no_author(signer_id: int, authors: str) -> bool:
    """Whether ``authors`` is a JSON list of numbers and ``signer_id`` is none of them."""
    ids = json.loads(authors)
    return isinstance(ids, list) and all(type(author) is int for author in ids) and signer_id not in ids


def hash_of_change(previous: str, number: int, kind: str, subject: str, at: str) -> str:
    """The hash of a change, as ``HashChain`` has PostgreSQL compute it; a moment without an offset is in UTC."""
    moment = datetime.fromisoformat(at)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    lines = (previous, str(number), kind, subject, moment.isoformat(timespec="microseconds"))
    return sha256_hex("\n".join(lines).encode())


def prepare_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Register the functions that the rules call (receiver of ``connection_created``)."""
    if connection.vendor != "sqlite":
        return
    register = connection.connection.create_function
    register("ledger_sha256", 1, sha256_hex, deterministic=True)
    register("ledger_is_no_author", 2, is_no_author, deterministic=True)
    register("ledger_hash_of_change", 5, hash_of_change, deterministic=True)
    register("ledger_erasing", 0, _erasing.get)
    # Without this, INSERT OR REPLACE deletes the old row behind the back of the delete triggers.
    connection.connection.execute("PRAGMA recursive_triggers = ON")


def drop_triggers(using: str, **kwargs: Any) -> None:
    """Take the ledger's triggers away before migrations run (receiver of ``pre_migrate``).

    Django alters a SQLite table by building a new one and renaming it. That loses the triggers of the table,
    and fails when a trigger of another table mentions it. A migration that fails leaves the triggers
    away until one succeeds.
    """
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND substr(name, 1, 7) = 'ledger_'"
    with connection.cursor() as cursor:
        cursor.execute(triggers)
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")


def create_triggers(app_config: AppConfig, using: str, **kwargs: Any) -> None:
    """Put the ledger's triggers (back) in place (receiver of ``post_migrate``)."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    tables = connection.introspection.table_names()
    models = [model._meta for model in app_config.get_models() if model._meta.db_table in tables]
    with connection.cursor() as cursor:
        for meta in models:
            columns = [field.column for field in meta.local_fields if field.column]
            for rule in meta.constraints:
                if isinstance(rule, Trigger):
                    for name, definition in rule.sqlite(meta.db_table, columns).items():
                        cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
                        cursor.execute(f"CREATE TRIGGER {name} {definition}")
