"""The rules of the ledger that the database itself keeps and Django has no constraint for.

They stand in ``Meta.constraints``, so migrations carry them and they also hold in databases built without
migrations. On SQLite, foreign keys are part of the table and triggers are put in place after migrations
(``ledger.sqlite``).
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table
from django.db.models import BooleanField, CharField, Func, Model
from django.db.models.constraints import BaseConstraint
from django.db.models.sql.compiler import SQLCompiler

LOCK = 0x6B657461
"""The advisory lock that makes writers of the ledger queue on PostgreSQL."""


class Sha256(Func):
    """The SHA-256 of a binary column in hexadecimal."""

    function = "ledger_sha256"
    arity = 1
    output_field = CharField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        return super().as_sql(compiler, connection, template="encode(sha256(%(expressions)s), 'hex')")


class IsNoAuthor(Func):
    """Whether a user id is not in a JSON list of user ids. Anything but a list of numbers counts as false."""

    function = "ledger_is_no_author"
    arity = 2
    output_field = BooleanField()

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        (signer, _), (authors, _) = (compiler.compile(part) for part in self.get_source_expressions())
        return (
            f"(jsonb_typeof({authors}) = 'array'"
            f""" AND NOT jsonb_path_exists({authors}, 'strict $[*] ? (@.type() != "number")')"""
            f" AND NOT {authors} @> to_jsonb({signer}))",
            [],
        )


class Rule(BaseConstraint):
    """A rule written in DDL. ``name`` is unique in the database and starts with ``ledger_``."""

    name: str

    def inline(self) -> str | None:
        """The part of CREATE TABLE that states the rule on SQLite, if there is one."""
        return None

    def adding(self, table: str) -> str:
        """The statements that add the rule to a table of PostgreSQL."""
        raise NotImplementedError

    def removing(self, table: str) -> str:
        """The statements that take it away again."""
        raise NotImplementedError

    def stands(self, cursor: Any, table: str, columns: Sequence[str]) -> bool:
        """Whether the database keeps the rule as it is written here."""
        raise NotImplementedError

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:
        if schema_editor.connection.vendor == "sqlite":
            return self.inline()
        # Later, when every table it mentions exists.
        schema_editor.deferred_sql.append(self.create_sql(model, schema_editor))
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        return _statement(self.adding(model._meta.db_table), model, schema_editor)

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return _statement(self.removing(model._meta.db_table), model, schema_editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """The database alone decides."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rule) and self.deconstruct() == other.deconstruct()

    def __hash__(self) -> int:
        return hash(self.name)


def is_kept(rule: BaseConstraint, cursor: Any, table: str, columns: Sequence[str]) -> bool:
    """Whether the database keeps a constraint. Of Django's own only the name counts: databases reword checks."""
    if isinstance(rule, Rule):
        return rule.stands(cursor, table, columns)
    if cursor.db.vendor == "sqlite":
        named = "SELECT 1 FROM sqlite_master WHERE tbl_name = %s AND instr(sql, '\"' || %s || '\"')"
    else:
        named = (
            "SELECT 1 FROM (SELECT conrelid, conname FROM pg_constraint WHERE convalidated UNION ALL"
            " SELECT indrelid, relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indisvalid)"
            " AS kept (kept_on, name) WHERE kept_on = %s::regclass AND name = %s"
        )
    cursor.execute(named, [table, rule.name])
    return cursor.fetchone() is not None


def _statement(sql: str, model: type[Model], editor: BaseDatabaseSchemaEditor) -> Statement:
    """``sql`` as Django keeps it: forgotten when the table of ``model`` goes before it was run."""
    return Statement("%(sql)s", sql=sql, table=Table(model._meta.db_table, editor.quote_name))


class CompositeForeignKey(Rule):
    """``columns`` together point at one row of ``to_table``, which has a unique constraint on ``to_columns``.

    Checked when the transaction commits, like every foreign key of Django's.
    """

    def __init__(self, *, name: str, columns: Sequence[str], to_table: str, to_columns: Sequence[str]) -> None:
        super().__init__(name=name)
        self.columns = tuple(columns)
        self.to_table = to_table
        self.to_columns = tuple(to_columns)

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        own = {"columns": self.columns, "to_table": self.to_table, "to_columns": self.to_columns}
        return path, args, kwargs | own

    def inline(self) -> str:
        return (
            f"CONSTRAINT {self.name} FOREIGN KEY ({', '.join(self.columns)})"
            f" REFERENCES {self.to_table} ({', '.join(self.to_columns)}) DEFERRABLE INITIALLY DEFERRED"
        )

    def stands(self, cursor: Any, table: str, columns: Sequence[str]) -> bool:
        if cursor.db.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = %s", [table])
            return any(self.inline() in sql for (sql,) in cursor.fetchall())
        cursor.execute(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND conname = %s"
            " AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgconstraint = pg_constraint.oid AND tgenabled = 'D')",
            [table, self.name],
        )
        written = self.inline().replace(" ", "")
        return any(f"CONSTRAINT{self.name}{text}".replace(" ", "") == written for (text,) in cursor.fetchall())

    def adding(self, table: str) -> str:
        return f"ALTER TABLE {table} ADD {self.inline()}"

    def removing(self, table: str) -> str:
        return f"ALTER TABLE {table} DROP CONSTRAINT {self.name}"


class Trigger(Rule):
    """A rule kept by a trigger; subclasses say when it fires and what it does."""

    event: str
    """When it fires on PostgreSQL: ``BEFORE INSERT``, say."""

    def postgresql(self, table: str) -> str:
        """The body of the trigger's function, in PL/pgSQL."""
        raise NotImplementedError

    def sqlite(self, table: str, columns: Sequence[str]) -> dict[str, str]:
        """The triggers of SQLite: what follows CREATE TRIGGER and the name, by name."""
        raise NotImplementedError

    def _function(self, table: str) -> str:
        return f" BEGIN {self.postgresql(table)} END "

    def _trigger(self, table: str) -> str:
        return f"CREATE TRIGGER {self.name} {self.event} ON {table} FOR EACH ROW EXECUTE FUNCTION {self.name}()"

    def stands(self, cursor: Any, table: str, columns: Sequence[str]) -> bool:
        if cursor.db.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            found = dict(cursor.fetchall())
            written = self.sqlite(table, columns).items()
            return all(found.get(name) == f"CREATE TRIGGER {name} {definition}" for name, definition in written)
        cursor.execute(
            "SELECT pg_get_triggerdef(pg_trigger.oid, true), prosrc FROM pg_trigger"
            " JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = %s::regclass AND tgname = %s AND tgenabled IN ('O', 'A')",
            [table, self.name],
        )
        # PostgreSQL names the events in an order of its own.
        words = sorted(self._trigger(table).split())
        return any(
            sorted(trigger.split()) == words and function == self._function(table)
            for trigger, function in cursor.fetchall()
        )

    def adding(self, table: str) -> str:
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS"
            f" $rule${self._function(table)}$rule$; {self._trigger(table)}"
        )

    def removing(self, table: str) -> str:
        return f"DROP TRIGGER {self.name} ON {table}; DROP FUNCTION {self.name}()"


class AppendOnly(Trigger):
    """Rows are never changed or deleted; but the column ``once`` may go from NULL to a value, once."""

    event = "BEFORE UPDATE OR DELETE"

    def __init__(self, *, name: str, once: str = "") -> None:
        super().__init__(name=name)
        self.once = once

    def deconstruct(self) -> Any:
        path, args, kwargs = super().deconstruct()
        return path, args, kwargs | ({"once": self.once} if self.once else {})

    def postgresql(self, table: str) -> str:
        allowed = ""
        if self.once:
            allowed = (
                f"IF TG_OP = 'UPDATE' AND OLD.{self.once} IS NULL AND NEW.{self.once} IS NOT NULL"
                f" AND to_jsonb(NEW) - '{self.once}' = to_jsonb(OLD) - '{self.once}'"
                " THEN RETURN NEW; END IF; "
            )
        return allowed + (
            f"RAISE EXCEPTION '{table} is append-only'"
            f" USING ERRCODE = 'restrict_violation', CONSTRAINT = '{self.name}';"
        )

    def sqlite(self, table: str, columns: Sequence[str]) -> dict[str, str]:
        allowed = "0"
        if self.once:
            same = " AND ".join(f'OLD."{name}" IS NEW."{name}"' for name in columns if name != self.once)
            allowed = f"OLD.{self.once} IS NULL AND NEW.{self.once} IS NOT NULL AND {same}"
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        return {
            f"{self.name}_update": f"BEFORE UPDATE ON {table} WHEN NOT ({allowed}) {refuse}",
            f"{self.name}_delete": f"BEFORE DELETE ON {table} WHEN NOT ledger_erasing() {refuse}",
        }


class OnStandingClearance(Trigger):
    """A row is inserted only while its clearance is neither withdrawn nor expired."""

    event = "BEFORE INSERT"
    refusal = "the clearance was withdrawn, has expired or does not exist"

    def postgresql(self, table: str) -> str:
        # FOR SHARE: a withdrawal in another transaction waits for this one, or this one sees it.
        return (
            "PERFORM 1 FROM ledger_clearance WHERE id = NEW.clearance_id AND withdrawn_at IS NULL"
            " AND until > clock_timestamp() FOR SHARE;"
            f" IF NOT FOUND THEN RAISE EXCEPTION '{self.refusal}'"
            f" USING ERRCODE = 'restrict_violation', CONSTRAINT = '{self.name}'; END IF;"
            " RETURN NEW;"
        )

    def sqlite(self, table: str, columns: Sequence[str]) -> dict[str, str]:
        standing = (
            "SELECT 1 FROM ledger_clearance WHERE id = NEW.clearance_id AND withdrawn_at IS NULL"
            " AND until > strftime('%Y-%m-%d %H:%M:%f', 'now')"
        )
        refuse = f"BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END"
        return {self.name: f"BEFORE INSERT ON {table} WHEN NOT EXISTS ({standing}) {refuse}"}


class IdsInCommitOrder(Trigger):
    """A row with a higher id is never committed before one with a lower id.

    A plain sequence hands out ids when rows are inserted: a reader that has seen 8 would miss 7, committed
    later. On SQLite there is one writer at a time, and nothing to do.
    """

    event = "BEFORE INSERT"

    def postgresql(self, table: str) -> str:
        return (
            f"PERFORM pg_advisory_xact_lock({LOCK});"
            f" NEW.id := nextval(pg_get_serial_sequence('{table}', 'id'));"
            " RETURN NEW;"
        )

    def sqlite(self, table: str, columns: Sequence[str]) -> dict[str, str]:
        return {}


class HashChain(Trigger):
    """The database itself fills ``hash``: the SHA-256 over the hash of the row before and the row, a line for each.

    Rows that triggers write cannot be signed. Whoever may run SQL can compute the hashes anew from a row on, but not
    past a row that a seal vouches for.
    """

    # PostgreSQL fires triggers in the order of their names, so this one finds the lock taken and the id given.
    event = "BEFORE INSERT"

    def postgresql(self, table: str) -> str:
        previous = f"SELECT hash FROM {table} ORDER BY id DESC LIMIT 1"  # noqa: S608 (our own names)
        moment = """to_char(NEW.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
        lines = f"coalesce(({previous}), ''), NEW.id, NEW.kind, NEW.subject, {moment}"
        return f"NEW.hash := encode(sha256(convert_to(concat_ws(E'\\n', {lines}), 'UTF8')), 'hex'); RETURN NEW;"

    def sqlite(self, table: str, columns: Sequence[str]) -> dict[str, str]:
        previous = f"SELECT hash FROM {table} WHERE id < NEW.id ORDER BY id DESC LIMIT 1"  # noqa: S608 (our own names)
        row = f"coalesce(({previous}), ''), NEW.id, NEW.kind, NEW.subject, NEW.at"
        update = f"UPDATE {table} SET hash = ledger_hash_of_change({row}) WHERE id = NEW.id"  # noqa: S608
        return {self.name: f"AFTER INSERT ON {table} BEGIN {update}; END"}
