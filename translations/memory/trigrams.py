"""What finds similar strings fast on PostgreSQL: the extension pg_trgm, and an index on wagtail-localize's table."""

import logging
from typing import Any

from django.db import DatabaseError, connections, transaction
from django.db.models import QuerySet
from wagtail_localize.models import String

logger = logging.getLogger(__name__)

EXTENSION = "pg_trgm"
INDEX = "translations_string_trigrams"


def install(using: str, **kwargs: object) -> None:
    """Put extension and index in place after migrations; installing again changes nothing.

    A role that may create no extension goes without: then similar strings are looked for without an index.
    """
    connection = connections[using]
    table = String._meta.db_table
    if connection.vendor != "postgresql" or table not in connection.introspection.table_names():
        return
    try:
        with transaction.atomic(using), connection.cursor() as cursor:
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {INDEX} ON {table} USING gin (data gin_trgm_ops)")
    except DatabaseError:
        logger.warning("The extension %s cannot be used; similar translations are found by comparison.", EXTENSION)


def available(using: str) -> bool:
    """Whether the database of an alias can compare strings by their trigrams."""
    connection = connections[using]
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = %s", [EXTENSION])
        return cursor.fetchone() is not None


def at_least(score: float, rows: QuerySet[Any]) -> list[Any]:
    """Rows chosen by pg_trgm's operator ``%``, which holds from a score between 0 and 1 on."""
    with transaction.atomic(rows.db), connections[rows.db].cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(score)])
        return list(rows)
