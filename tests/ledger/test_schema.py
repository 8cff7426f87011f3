"""The rules stand wherever the tables come from."""

import importlib
import pkgutil

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState

from ledger import migrations, sqlite
from ledger.changes import ChangeTrigger, install
from ledger.models import Change, Clearance, Edition, Seal, SignOff
from tests.ledger.factories import (
    APPEND_ONLY,
    FOREIGN_KEY,
    NOT_STANDING,
    a_clearance,
    a_sign_off,
    an_edition,
    execute,
    insert,
    refused,
    sqlite_only,
)

OBJECTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND conrelid::regclass::text ~ '^ledger_'
    AND contype <> 'n'
    UNION ALL
    SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace AND relname ~ '^ledger_'
    UNION ALL
    SELECT tablename, indexname, indexdef FROM pg_indexes
    WHERE schemaname = current_schema() AND tablename ~ '^ledger_'
    UNION ALL
    SELECT table_name, column_name, data_type || is_nullable || is_identity FROM information_schema.columns
    WHERE table_schema = current_schema() AND table_name ~ '^ledger_'
"""


def objects() -> set[tuple[str, str, str]]:
    """Tables, columns, constraints, indexes and triggers of the ledger in the current schema."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        schema = cursor.fetchone()[0]
        cursor.execute(OBJECTS)
        return {(table, name, text.replace(f"{schema}.", "")) for table, name, text in cursor.fetchall()}


def ledger_migrations() -> list[Migration]:
    """The migrations of the ledger in their order."""
    names = sorted(module.name for module in pkgutil.iter_modules(migrations.__path__))
    return [importlib.import_module(f"ledger.migrations.{name}").Migration(name, "ledger") for name in names]


def migrate() -> list[tuple[Migration, ProjectState]]:
    """Apply all of them; each with the state before it."""
    applied, state = [], ProjectState()
    for migration in ledger_migrations():
        applied.append((migration, state.clone()))
        with connection.schema_editor() as editor:
            state = migration.apply(state, editor)
    return applied


@pytest.mark.postgres
@pytest.mark.django_db
def test_migrations_and_models_make_the_same_tables_and_rules() -> None:
    made_from_models = objects()
    execute("CREATE SCHEMA migrated")
    execute("SET LOCAL search_path TO migrated")
    migrate()
    assert objects() == made_from_models
    assert {name for _, name, _ in made_from_models} >= {
        constraint.name
        for model in apps.get_app_config("ledger").get_models()
        for constraint in model._meta.constraints
    }


@pytest.mark.postgres
@pytest.mark.django_db
def test_the_migrations_can_be_undone() -> None:
    execute("CREATE SCHEMA migrated")
    execute("SET LOCAL search_path TO migrated")
    for _ in range(2):
        for migration, before in reversed(migrate()):
            with connection.schema_editor() as editor:
                migration.unapply(before, editor)
    assert objects() == set()


@pytest.fixture
def altered_tables(transactional_db: None) -> None:
    """SQLite tables as Django leaves them when a migration has altered them."""
    install(connection, [ChangeTrigger("django_content_type", "moved", ["model"])])
    sqlite.drop_triggers(using="default")
    with connection.schema_editor() as editor:
        for model in (SignOff, Clearance, Edition, Change, Seal):
            editor._remake_table(model)
    sqlite.create_triggers(apps.get_app_config("ledger"), using="default")


@sqlite_only
@pytest.mark.usefixtures("altered_tables")
def test_rules_survive_altered_tables_on_sqlite() -> None:
    sign_off, clearance = an_edition().clearance.sign_off, a_clearance(days=-1)
    for table in (
        "ledger_copy",
        "ledger_signoff",
        "ledger_clearance",
        "ledger_edition",
        "ledger_change",
        "ledger_seal",
    ):
        with refused(APPEND_ONLY):
            execute(f"DELETE FROM {table}")
    with refused(NOT_STANDING):
        insert(
            Edition(
                subject="other",
                copy_id=clearance.digest,
                clearance=clearance,
                released_at=clearance.created_at,
            )
        )
    with refused(FOREIGN_KEY):
        insert(
            Clearance(
                sign_off=sign_off,
                subject="other",
                digest=sign_off.digest,
                until=clearance.until,
                created_at=clearance.created_at,
            )
        )
    assert Clearance.objects.count() == 2
    assert a_sign_off().pk
