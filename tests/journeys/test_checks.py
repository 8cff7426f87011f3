"""An author sees what the checks find while writing, goes to the words, and mends them."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import open_editor

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

SAVED = 30_000
"""Milliseconds in which the editor has saved by itself and the checks have run, on a busy machine."""


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_findings_lead_to_their_words_and_go_when_these_are_mended(
    sit_down: Any, author: Any, index: Any, viewport: dict[str, int]
) -> None:
    sections = {"sections": [{"title": "One", "text": "<p>Words.</p>"}, {"title": "Two", "text": "<p>A miracle.</p>"}]}
    body = [("numbered_sections", sections), ("rich_text", "<p>It is proven.</p>")]
    article = factories.article(index, owner=author, body=body, search_description="Words.")
    page = sit_down(author, viewport)
    open_editor(page, f"/admin/pages/{article.pk}/edit/")
    toggle = page.get_by_role("button", name="Toggle checks")
    expect(toggle).to_contain_text("2")
    toggle.click()
    panel = page.get_by_role("region", name="Before review")
    expect(panel.get_by_role("heading", name="Blocks submission")).to_be_visible()

    panel.get_by_role("listitem").filter(has_text="miracle").get_by_role("button", name="Go there").click()
    # The text of the second section, and not of the first.
    words = page.locator("[contenteditable=true]", has_text="A miracle.")
    expect(words).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("A spray.")

    # The panel's list, seen or not: on a phone the panel has closed, and its button also counts what Wagtail found.
    found = page.locator("[data-review-results]")
    expect(found.get_by_text("A miracle.")).to_have_count(0, timeout=SAVED)
    expect(found.get_by_text("It is proven.")).to_have_count(1)
    if viewport is PHONE:
        expect(panel).to_be_hidden()
        toggle.click()
    expect(panel.get_by_text("It is proven.")).to_be_visible()


def test_a_new_article_is_checked_from_its_first_save(sit_down: Any, author: Any, index: Any) -> None:
    page = sit_down(author)
    open_editor(page, f"/admin/pages/add/articles/articlepage/{index.pk}/")
    toggle = page.get_by_role("button", name="Toggle checks")
    toggle.click()
    panel = page.get_by_role("region", name="Before review")
    expect(panel.get_by_text("The checks run as soon as the text is saved.")).to_be_visible()
    page.locator("#id_title").press_sequentially("A miracle")
    page.keyboard.press("Tab")
    expect(panel.get_by_text("Do not say “miracle”")).to_be_visible(timeout=SAVED)
