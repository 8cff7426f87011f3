"""Triggers that write a Change when rows of other tables change, whoever changes them.

Signals miss ``QuerySet.update`` and SQL; readers' caches must not.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

CHANGES = "ledger_change"


@dataclass(frozen=True)
class ChangeTrigger:
    """A Change of ``kind`` is due when rows of ``table`` come or go, or differ in one of ``columns``.

    Without ``columns``, any difference counts. Rows come and go unnoticed while the column ``counts_with`` is empty.
    PostgreSQL writes one Change per statement, SQLite one per row. The Change names no subject. The table's primary
    key is ``id``.
    """

    table: str
    kind: str
    columns: Sequence[str] = ()
    counts_with: str = ""


def install(connection: BaseDatabaseWrapper, triggers: Iterable[ChangeTrigger]) -> None:
    """Put the triggers in place, replacing earlier ones; tables that do not exist (yet) are passed over.

    Call it after every migration: SQLite loses triggers when Django alters a table.
    """
    statements = _postgresql if connection.vendor == "postgresql" else _sqlite
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        if CHANGES not in tables:
            return
        for trigger in triggers:
            if trigger.table not in tables:
                continue
            description = connection.introspection.get_table_description(cursor, trigger.table)
            columns = ["id", *trigger.columns] if trigger.columns else [row.name for row in description]
            for statement in statements(trigger, [connection.ops.quote_name(name) for name in columns]):
                cursor.execute(statement)


def _insert(trigger: ChangeTrigger) -> str:
    values = f"VALUES ('{trigger.kind}', '', CURRENT_TIMESTAMP)"
    return f"INSERT INTO {CHANGES} (kind, subject, at) {values};"


def _postgresql(trigger: ChangeTrigger, columns: Sequence[str]) -> Iterable[str]:
    listed = ", ".join(columns)
    some = f" WHERE {trigger.counts_with} IS NOT NULL" if trigger.counts_with else ""
    events = {
        "insert": ("NEW TABLE AS new_rows", f"SELECT FROM new_rows{some}"),
        "delete": ("OLD TABLE AS old_rows", f"SELECT FROM old_rows{some}"),
        "update": (
            "OLD TABLE AS old_rows NEW TABLE AS new_rows",
            f"SELECT {listed} FROM new_rows EXCEPT SELECT {listed} FROM old_rows",  # noqa: S608 (our own names)
        ),
    }
    for event, (rows, changed) in events.items():
        name = f"{CHANGES}_{trigger.table}_{event}"
        yield (
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $change$"
            f" BEGIN IF EXISTS ({changed}) THEN {_insert(trigger)} END IF; RETURN NULL; END $change$"
        )
        yield (
            f"CREATE OR REPLACE TRIGGER {name} AFTER {event} ON {trigger.table}"
            f" REFERENCING {rows} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def _sqlite(trigger: ChangeTrigger, columns: Sequence[str]) -> Iterable[str]:
    differs = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
    counts = f".{trigger.counts_with} IS NOT NULL" if trigger.counts_with else ""
    came, went = (f"WHEN {row}{counts}" if counts else "" for row in ("NEW", "OLD"))
    for event, condition in {"insert": came, "delete": went, "update": f"WHEN {differs}"}.items():
        name = f"{CHANGES}_{trigger.table}_{event}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield (f"CREATE TRIGGER {name} AFTER {event} ON {trigger.table} {condition} BEGIN {_insert(trigger)} END")
