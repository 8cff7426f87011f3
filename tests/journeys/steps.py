"""What people do at their browsers in more than one journey."""

import re
from typing import Any
from urllib.request import urlopen

from playwright.sync_api import Locator, Page, expect

from tests import factories

WATCHED = "document.addEventListener('w-unsaved:watch-edits', () => document.body.setAttribute('data-watched', ''))"


def open_editor(page: Page, path: str) -> None:
    """Open a form of the admin; done once it notices changes, which Wagtail's begins to do two seconds later."""
    page.add_init_script(WATCHED)
    page.goto(path)
    page.locator("body[data-watched]").wait_for()


def read(live_server: Any, path: str) -> str:
    """What any reader gets."""
    return urlopen(live_server.url + path).read().decode()


def write(page: Page, index: Any, title: str, introduction: str, body: str) -> None:
    """Write an article in the admin; done once the editors have put their words into the form."""
    open_editor(page, f"/admin/pages/add/articles/articlepage/{index.pk}/")
    page.locator("#id_title").fill(title)
    page.locator("[data-contentpath=introduction] [contenteditable=true]").click()
    page.keyboard.type(introduction)
    stream = page.locator("[data-contentpath=body]")
    stream.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Text").first.click()
    stream.locator("[contenteditable=true]").last.click()
    page.keyboard.type(body)
    expect(page.locator("input[name=introduction]")).to_have_value(re.compile(re.escape(introduction)))
    expect(page.locator("input[name='body-0-value']")).to_have_value(re.compile(re.escape(body)))


def submit(page: Page) -> None:
    page.get_by_role("button", name="Submit to Sign-off").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def open_from_queue(page: Page, title: str) -> None:
    """Open a text from the queue, and wait until it is drawn."""
    page.goto("/admin/review/")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.frame_locator("#review-text").get_by_role("heading", name=title).first).to_be_visible()


def sign(page: Page, password: str = factories.PASSWORD, grade: str | None = None) -> None:
    """Confirm every point and sign; ``grade`` says how grave the change is for translations, where that is asked."""
    for point in page.locator(".review-point").filter(has=page.get_by_role("checkbox")).all():
        point.click()
    if grade:
        page.locator(f"input[name=grade][value={grade}]").check()
    page.get_by_label("Your password").fill(password)
    page.get_by_role("button", name="Sign", exact=True).click()


def segment(page: Page, words: str) -> Locator:
    """The segment of some words of the source."""
    return page.locator("[data-translation-segment]").filter(has=page.locator("> p").get_by_text(words, exact=True))


def open_translation(page: Page, spanish: Any) -> None:
    page.goto(f"/admin/pages/{spanish.pk}/edit/")
    expect(segment(page, "Ketamine and sleep")).to_be_visible()


def fill(page: Page, words: str, translated: str) -> None:
    """Fill in one segment by keyboard, as translators do."""
    where = segment(page, words)
    where.get_by_role("button", name="Translate").or_(where.get_by_role("button", name="Edit")).press("Enter")
    where.get_by_role("textbox").fill(translated)
    where.get_by_role("textbox").press("Enter")
    expect(where.get_by_text("Translated manually on")).to_be_visible()
