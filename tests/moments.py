"""Time that has passed: no test waits a year for a clearance to end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from wagtail.models import Page

from ledger import record
from ledger.models import Clearance
from ledger.sqlite import create_triggers
from public.projection import project_snippet, project_tree

TABLE, RULE = "ledger_clearance", "ledger_clearance_append_only"


@transaction.atomic
def ends(obj: Any, moment: datetime) -> Clearance:
    """Let the clearance on which a page or snippet is public have been given until another moment.

    The ledger allows no such change, so its rule is set aside for it.
    """
    edition = record.current_edition(str(obj.subject))
    with _changeable():
        Clearance.objects.filter(pk=edition.clearance_id).update(until=moment)
    if isinstance(obj, Page):
        project_tree(obj)
    else:
        project_snippet(obj.subject)
    record.record_change("settings")
    return Clearance.objects.get(pk=edition.clearance_id)


@contextmanager
def _changeable() -> Iterator[None]:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"DROP TRIGGER {RULE}_update")
            yield
            create_triggers(apps.get_app_config("ledger"), connection.alias)
            return
        # Nothing may be left to check when a table is altered.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {TABLE} DISABLE TRIGGER {RULE}")
        yield
        cursor.execute(f"ALTER TABLE {TABLE} ENABLE TRIGGER {RULE}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
