"""What every test may count on."""

from typing import Any

import pytest
from django.db import connection
from django.db.models.signals import pre_migrate

EXTENSIONS = ("unaccent", "pg_trgm")


def create_extensions(using: str, **kwargs: Any) -> None:
    """Tables are made without migrations here, so somebody else has to create what their indexes need."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


pre_migrate.connect(create_extensions, dispatch_uid="tests.create_extensions")


@pytest.fixture(autouse=True)
def skip_on_other_databases(request: pytest.FixtureRequest) -> None:
    """A test marked ``postgres`` proves what SQLite cannot do."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
