"""A practitioner reads a safety update and says so; a practice manager sees it."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from core.models import User
from practitioners.models import Acknowledgement
from public.models import PublicPage
from review.policy import PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.pictures import guide_picture

DRIVING = "Nobody drives before the next morning, however well they feel."


@pytest.fixture
def section(live_server: Any, home: Any, clinician: User) -> Any:
    """A released section with a protocol and a safety update."""
    section = factories.release(factories.section(home, title="For practitioners", slug="for-practitioners"))
    factories.release(factories.resource(section, title="Infusion day", summary="From arrival to going home."))
    update = factories.resource(
        section, title="Driving after a session", slug="driving", kind="safety", summary=DRIVING
    )
    factories.release(update, clinician)
    return section


def log_in(page: Page, user: User, address: str) -> None:
    """Open a page of the section, which asks who they are, and log in."""
    page.goto(address)
    page.locator("input[name=username], input[name=login]").fill(user.email)
    page.locator("input[type=password]").fill(factories.PASSWORD)
    page.locator("input[type=password]").press("Enter")
    page.wait_for_url(lambda url: urlsplit(url).path == address)


def test_a_safety_update_is_read_acknowledged_and_reported(sit_down: Any, section: Any) -> None:
    reader = factories.user(
        VERIFIED_PRACTITIONERS, email="petra@example.org", first_name="Petra", last_name="Practitioner"
    )
    factories.user(VERIFIED_PRACTITIONERS, email="ulla@example.org", first_name="Ulla", last_name="Unread")
    page = sit_down(None, viewport=PHONE)

    log_in(page, reader, section.url)
    expect(page.locator(".resource").first).to_contain_text("Please acknowledge")
    guide_picture(page, "section")
    page.get_by_label("Kind").select_option("Safety update")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".resource")).to_have_count(1)
    page.get_by_role("link", name="Driving after a session").click()
    guide_picture(page, "acknowledge")
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_role("heading", name="You have acknowledged this update")).to_be_visible()
    page.goto(section.url)
    expect(page.get_by_text("Please acknowledge")).to_have_count(0)

    update = PublicPage.objects.get(slug="driving")
    assert Acknowledgement.objects.get().digest == update.edition.copy_id

    manager = sit_down(factories.user(PRACTICE_MANAGERS, first_name="Mara", last_name="Manager"))
    manager.goto("/admin/reports/acknowledgements/")
    manager.get_by_role("link", name="Driving after a session").click()
    rows = manager.locator("#listing-results tbody tr")
    expect(rows.nth(0)).to_contain_text("Ulla Unread")
    expect(rows.nth(1)).to_contain_text(re.compile(r"Petra Practitioner.*Read\s+\S", re.DOTALL))
    guide_picture(manager, "acknowledgements", down_to=manager.get_by_text("2 practitioners"))


def test_a_text_that_changed_meanwhile_is_not_acknowledged(sit_down: Any, section: Any) -> None:
    update = PublicPage.objects.get(slug="driving")
    page = sit_down(None)
    log_in(page, factories.user(VERIFIED_PRACTITIONERS), update.address)
    factories.release(factories.revise(update.page.specific, summary="In other words"))

    page.get_by_role("button", name="I have read this").click()

    expect(page.get_by_role("alert")).to_contain_text("changed while you were reading")
    expect(page.get_by_text("In other words")).to_be_visible()
    assert not Acknowledgement.objects.exists()
