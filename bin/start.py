"""Prepare the database and the static files, then serve: what `make run` runs."""

import errno
import gc
import hashlib
import os
import socket
import sys
from multiprocessing import Process
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.migrations.executor import MigrationExecutor

ROOT = Path(__file__).resolve().parent.parent
# Unless the environment says otherwise. A thread holds a database connection; left alone, Granian starts 512.
SERVER = {"GRANIAN_WORKERS": "2", "GRANIAN_BLOCKING_THREADS": "4"}


def main() -> None:
    """Run every step that is due, then become the server."""
    port = os.environ.setdefault("PORT", "8000")
    refuse_taken_port(port)
    os.chdir(ROOT)
    (ROOT / "var").mkdir(exist_ok=True)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings")
    django.setup()
    static = Process(target=collect_static)
    static.start()
    migrate()
    call_command("load_demo", if_empty=True)
    static.join()
    if static.exitcode:
        sys.exit("The static files could not be collected; the reason stands above.")
    call_command("welcome")
    connection.close()
    sys.stdout.flush()
    os.environ.update(SERVER | os.environ)
    server = ["--interface", "wsgi", "--no-ws", "--port", port, "--respawn-failed-workers"]
    os.execv(sys.executable, [sys.executable, "-m", "granian", *server, "cms.wsgi:application"])


def refuse_taken_port(port: str) -> None:
    """Say so now, not after a minute of preparation, when somebody else listens on the port."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {port!r}.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((os.environ.get("GRANIAN_HOST", "127.0.0.1"), int(port)))
        except OSError as error:
            why = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used ({error.strerror})"
            sys.exit(f"Port {port} {why}. Choose another one: make run PORT={int(port) + 1}")


def migrate() -> None:
    """Apply what has not been applied; asking first saves the seconds that an idle `migrate` takes.

    After an upgrade readers get what the new version makes of what was signed before.
    """
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Preparing the database …", flush=True)
        # Migrations make classes by the thousand. Looking through them less often saves a third of the time.
        gc.set_threshold(300_000, 50, 50)
        call_command("migrate", database=DEFAULT_DB_ALIAS, interactive=False, verbosity=0)
        with open(os.devnull, "w") as nowhere:
            call_command("rebuild_public", stdout=nowhere)


def collect_static() -> None:
    """Collect and compress the static files when one of them changed since the last time."""
    # A process of its own, which on some systems starts from nothing.
    django.setup()
    stamp = ROOT / "var" / "static.collected"
    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(None):
            stat = Path(storage.path(name)).stat()
            state.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == state.hexdigest() and Path(settings.STATIC_ROOT).is_dir():
        return
    print("Collecting static files …", flush=True)
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state.hexdigest())


if __name__ == "__main__":
    main()
