"""Rows of the ledger as plain values: the form in which they are sealed, checked and exported."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any, NamedTuple

from django.db import DatabaseError
from django.db.models import Model

from ledger.sqlite import sha256_hex

BATCH = 500
"""How many rows are held in memory at a time."""

UNREADABLE = (DatabaseError, ValueError, TypeError, AttributeError, OverflowError)
"""What reading a column raises when it holds what no service of the ledger writes there: the 32nd of May, say."""


class Unreadable(Exception):
    """A row holds what cannot be read, and so can neither be sealed nor exported."""


def columns_of(model: type[Model]) -> list[str]:
    """The columns of a table, in the order of the model's fields."""
    return [str(field.column) for field in model._meta.concrete_fields]


class Row(NamedTuple):
    """One row: its primary key, and its values by column; None when the database holds what cannot be read."""

    key: str
    values: dict[str, Any] | None


def stored(model: type[Model], keys: Sequence[Any]) -> list[Row]:
    """The rows with these primary keys as they stand in the database, in their order."""
    fields = model._meta.concrete_fields
    rows = model._base_manager.filter(pk__in=keys).order_by("pk").values_list(*[field.attname for field in fields])
    columns = columns_of(model)
    key = fields.index(model._meta.pk)
    try:
        return [Row(str(row[key]), dict(zip(columns, row, strict=True))) for row in rows]
    except UNREADABLE:
        if len(keys) == 1:
            return [Row(str(keys[0]), None)]
        half = len(keys) // 2
        return stored(model, keys[:half]) + stored(model, keys[half:])


def batches(model: type[Model]) -> Iterator[list[Row]]:
    """Every row of a table in the order of its primary key, some hundreds at a time."""
    keys = model._base_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=BATCH)
    while batch := list(islice(keys, BATCH)):
        yield stored(model, batch)


def plain(values: Mapping[str, Any], binary: Callable[[bytes], str] = sha256_hex) -> dict[str, Any]:
    """A row as JSON can say it: moments in UTC with microseconds; bytes as ``binary`` writes them, by their SHA-256."""

    def said(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        if isinstance(value, bytes | memoryview):
            return binary(bytes(value))
        return value

    return {name: said(value) for name, value in values.items()}


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def content_of(values: Mapping[str, Any]) -> str:
    """The SHA-256 of a row's JSON in hexadecimal: what a seal vouches for."""
    return sha256_hex(canonical(plain(values)).encode())
