"""People at their browsers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from core.models import User
from review.policy import CLINICIANS, EDITORS
from tests import factories

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 900}
PATIENCE = 60_000
"""Milliseconds that a page may take which a process draws first, on a machine that runs many tests at once."""

expect.set_options(timeout=PATIENCE)


@pytest.fixture
def index(live_server: Any, home: Any) -> Any:
    """A released article index on the server that the browsers talk to."""
    return factories.release(factories.article_index(home, title="Articles", slug="articles"))


@pytest.fixture
def sit_down(live_server: Any, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Logs somebody into the admin in a browser of their own; what breaks in its scripts fails the test."""
    contexts: list[Any] = []
    broken: list[str] = []

    def open_admin(user: User | None, viewport: dict[str, int] = DESK) -> Page:
        context = browser.new_context(viewport=viewport, base_url=live_server.url, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("dialog", lambda dialog: dialog.accept())
        if user:
            page.goto("/admin/login/")
            page.get_by_label("E-mail address").fill(user.email)
            page.get_by_label("Password").fill(factories.PASSWORD)
            page.get_by_role("button", name="Sign in").click()
            page.wait_for_url("**/admin/")
        return page

    yield open_admin
    for context in contexts:
        context.close()
    assert not broken


@pytest.fixture
def saved_by_hand(settings: Any) -> None:
    """The editor saves when somebody presses a button, and not also by itself just before that."""
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 0


@pytest.fixture
def author(index: Any) -> User:
    """Somebody who writes."""
    return factories.user(EDITORS, first_name="Edda", last_name="Editor")


@pytest.fixture
def clinician(index: Any) -> User:
    """Somebody who signs."""
    return factories.user(CLINICIANS, first_name="Amos", last_name="Example")
