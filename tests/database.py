"""The rows that every test begins with, and the way back to them after a test that commits."""

import sqlite3
from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

from ledger.changes import CHANGES
from ledger.sqlite import erasing

OF_THE_TABLES = {ContentType._meta.db_table, Permission._meta.db_table}
"""Django fills these as soon as it has made the tables."""
UNGUARDED = "SET LOCAL session_replication_role = replica"
"""PostgreSQL takes rows as they come: no trigger refuses or adds any, and no key is looked up."""
GUARDED = "SET LOCAL session_replication_role = origin"


class Kept:
    """Every row there was when this was made."""

    def __init__(self) -> None:
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._copy = sqlite3.connect(":memory:", check_same_thread=False)
            connection.connection.backup(self._copy)
            return
        with connection.cursor() as cursor:
            self._rows = {table: _read(cursor, table) for table in _tables()}

    def put_back(self) -> None:
        """Make the rows what they were, whoever has committed others.

        Much faster than what Django does after such a test: to empty every table and fill some of them again.
        """
        assert not connection.in_atomic_block, "rows made once for a package still stand: see tests/rows.py"
        connection.ensure_connection()
        if connection.vendor == "sqlite":
            self._copy.backup(connection.connection)
            return
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("; ".join([UNGUARDED, *map("DELETE FROM {}".format, self._rows)]))
            for table, rows in self._rows.items():
                if rows:
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(rows)


def empty() -> None:
    """Leave what a database holds whose tables have just been made."""
    # On SQLite deleting a page is recorded as a change, so the changes go last.
    tables = sorted(set(_tables()) - OF_THE_TABLES, key=CHANGES.__eq__)
    statements = [f"DELETE FROM {table}" for table in tables]
    with transaction.atomic(), erasing(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("; ".join([UNGUARDED, *statements, GUARDED]))
        else:
            for statement in statements:
                cursor.execute(statement)


def _read(cursor: Any, table: str) -> bytes:
    with cursor.copy(f"COPY {table} TO STDOUT") as rows:
        return b"".join(rows)


def _tables() -> list[str]:
    return connection.introspection.django_table_names(only_existing=True, include_views=False)
