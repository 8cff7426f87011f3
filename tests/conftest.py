"""What every test may count on."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_migrate
from django.test import TransactionTestCase
from django.utils import translation
from playwright.sync_api import Browser, sync_playwright

from home.models import HomePage
from public import state
from tests import database, factories

EXTENSIONS = ("unaccent", "pg_trgm")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
# As root Chromium runs only without its sandbox; the rest keeps it quiet.
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
]


def create_extensions(using: str, **kwargs: Any) -> None:
    """Tables are made without migrations here, so somebody else has to create what their indexes need."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for extension in EXTENSIONS:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")


pre_migrate.connect(create_extensions, dispatch_uid="tests.create_extensions")


def create_history(using: str, **kwargs: Any) -> None:
    """Translating asks for the latest migration of a model, so the table of migrations has to be there."""
    MigrationRecorder(connections[using]).ensure_schema()


pre_migrate.connect(create_history, dispatch_uid="tests.create_history")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Every test begins with a site whose home page is released; what a test commits is undone."""
    with django_db_blocker.unblock():
        factories.site()
        beginning = database.Kept()
    TransactionTestCase._fixture_teardown = lambda test_case: beginning.put_back()


@pytest.fixture(autouse=True)
def skip_on_other_databases(request: pytest.FixtureRequest) -> None:
    """A test marked ``postgres`` proves what SQLite cannot do."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """The cache outlives the transaction that a test runs in, so it would remember rows that are gone."""
    cache.clear()
    state.forget()


@pytest.fixture(autouse=True)
def clinics_own_language() -> None:
    """A request in another language leaves that active in its thread."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def home(db: None) -> HomePage:
    """The home page of the site that every test begins with: released, in English."""
    return factories.site()


@pytest.fixture
def bare(db: None) -> None:
    """No site, no accounts, an empty ledger: nothing but tables."""
    database.empty()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the machine's, else the one that `playwright install chromium` put into the user's cache."""
    # Playwright runs an event loop in this thread, which makes Django refuse its database there.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    installed = next(filter(None, map(shutil.which, BROWSERS)), None)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed, args=BROWSER_FLAGS)
        yield chromium
        chromium.close()
