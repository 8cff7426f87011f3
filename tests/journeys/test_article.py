"""Somebody reads an article: follows its citations in place, prints it, passes it on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import factories
from tests.journeys.conftest import PATIENCE


@pytest.fixture
def article(index: Any) -> Any:
    """A released article that cites two trials."""
    first, second = factories.reference(title="A first trial", pmid="123"), factories.reference(title="A second trial")
    cite = '<a linktype="citation" id="{}">x</a>'
    text = f"<p>It works{cite.format(first.pk)} and lasts{cite.format(second.pk)}.</p>"
    body = [("rich_text", text), ("rich_text", "<p>Then it ends.</p>" * 30)]
    return factories.release(factories.article(index, title="What it does", slug="what", body=body))


@pytest.fixture
def read(live_server: Any, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser of its own; what breaks in its scripts fails the test."""
    contexts: list[Any] = []
    broken: list[str] = []

    def open_page(address: str, **wishes: Any) -> Page:
        context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=live_server.url, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


def test_a_citation_opens_in_place_and_closes_and_the_link_is_passed_on(read, article):
    page = read(article.url, permissions=["clipboard-read", "clipboard-write"])
    first, second = page.locator(".cite a").all()
    note = page.get_by_role("dialog")

    first.click()
    expect(note).to_contain_text("A first trial")
    first.click()
    expect(note).to_have_count(0)

    second.press("Enter")
    expect(note).to_contain_text("A second trial")
    second.press("Enter")
    expect(note).to_have_count(0)

    first.press("Enter")
    expect(note).to_be_focused()
    page.keyboard.press("Tab")
    expect(note.get_by_role("link", name="PubMed")).to_be_focused()
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(first).to_be_focused()
    assert page.url.endswith(article.url)

    page.get_by_role("button", name="Copy the link").click()
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert page.evaluate("navigator.clipboard.readText()").endswith(article.url)


def test_without_scripts_a_citation_leads_to_the_list_and_prints_with_its_address(read, article):
    page = read(article.url, java_script_enabled=False)

    page.locator(".cite a").first.click()

    assert page.url.endswith("#ref-1")
    expect(page.get_by_role("button", name="Copy the link")).to_have_count(0)
    expect(page.get_by_role("link", name="Send by e-mail")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".signed-text code").first).to_be_visible()
    expect(page.locator(".share")).to_be_hidden()
    address = page.locator(".references .source").evaluate("link => getComputedStyle(link, '::after').content")
    assert "pubmed.ncbi.nlm.nih.gov/123/" in address
