"""The product's settings on a database and folders that vanish, whatever the environment says."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

SCRATCH = Path(tempfile.mkdtemp(prefix="keta-tests-"))
atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)

# The parallel workers inherit the address of the server that the first process started.
if "DATABASE_URL" not in os.environ:
    from tests.postgres import start_postgres

    os.environ["DATABASE_URL"] = start_postgres()
UNWANTED = (
    "ACCEL_REDIRECT",
    "ALLOWED_HOSTS",
    "CALL_BACKS_KEPT_DAYS",
    "CORS_ALLOWED_ORIGINS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "LEDGER_TRUSTED_KEYS",
    "MACHINE_TRANSLATES_PRIVATE",
    "MACHINE_TRANSLATOR",
    "MAINTENANCE_FILE",
    "NPI_REGISTRY_URL",
    "REDIS_URL",
    "REQUIRE_MFA",
    "SIGNED_MEDIA_BUCKET",
    "SITE_URL",
    "TIME_ZONE",
    "TRUSTED_PROXY_COUNT",
)
for name in UNWANTED:
    os.environ.pop(name, None)
os.environ |= {
    "SECRET_KEY": "known to every test",
    "LEDGER_KEY": "a25vd24gdG8gZXZlcnkgdGVzdCwgc28gbm8gc2VjcmU=",
    "MEDIA_ROOT": str(SCRATCH / "media"),
    "EMAIL_URL": "memorymail://",
}

from cms.settings import *  # noqa: E402, F403
from cms.settings import DATABASES, STORAGES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, from the first moment on: threads that share a database in memory lock each other out at once instead of
    # waiting, and a live server that starts before the tests' database would share one connection between them.
    DATABASES["default"] |= {"NAME": str(SCRATCH / "sqlite3"), "TEST": {"NAME": str(SCRATCH / "test.sqlite3")}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
