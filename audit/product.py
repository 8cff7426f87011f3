"""The product as `make run` starts it, with a database, a folder and a port of its own, all gone afterwards."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import polib

ROOT = Path(__file__).resolve().parent.parent
UNWANTED = ("ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "DEBUG", "REDIS_URL", "REQUIRE_MFA", "TIME_ZONE")
"""Settings of the environment that would make two runs differ, or touch what others use."""
PATIENCE = 900
"""Seconds for tables, static files and the demo, on a machine that does much else."""


@contextmanager
def product() -> Iterator[str]:
    """Its address, once it answers; the environment then lets Django open the same database."""
    with tempfile.TemporaryDirectory(prefix="keta-audit-") as folder:
        port = _free_port()
        for name in UNWANTED:
            os.environ.pop(name, None)
        os.environ |= {
            "DATABASE_URL": f"sqlite:///{folder}/keta.sqlite3",
            "DJANGO_SETTINGS_MODULE": "audit.settings",
            "EMAIL_URL": "dummymail://",
            "LEDGER_KEY": "a25vd24gdG8gZXZlcnlib2R5LCBhcyBpcyB0aGlzIGs=",
            "MAINTENANCE_FILE": f"{folder}/maintenance",
            "MEDIA_ROOT": f"{folder}/media",
            "PORT": str(port),
            "SECRET_KEY": "known to everybody",
            "SITE_URL": f"http://localhost:{port}",
        }
        _compile_arabic(Path(folder) / "locale/ar/LC_MESSAGES")
        log = Path(folder) / "log"
        with log.open("w") as output:
            server = subprocess.Popen(
                [sys.executable, ROOT / "bin" / "start.py"], cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
            )
        try:
            _wait(server, f"{os.environ['SITE_URL']}/robots.txt", log)
            yield os.environ["SITE_URL"]
        finally:
            server.terminate()
            server.wait()


@contextmanager
def closed() -> Iterator[None]:
    """The product as it is during maintenance."""
    file = Path(os.environ["MAINTENANCE_FILE"])
    file.write_text("We are back at four in the afternoon.")
    yield
    file.unlink()


def _compile_arabic(folder: Path) -> None:
    folder.mkdir(parents=True)
    polib.pofile(str(ROOT / "tests/arabic/django.po")).save_as_mofile(str(folder / "django.mo"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    """Until an address answers. Exits with what the server said when it stops before."""
    for _ in range(PATIENCE):
        if server.poll() is not None:
            sys.exit(f"The product did not start:\n{log.read_text()}")
        try:
            urlopen(address).close()
        except URLError:
            time.sleep(1)
        else:
            return
    sys.exit(f"The product did not start within {PATIENCE} seconds:\n{log.read_text()}")
