"""From an author over a clinician to a reader, none of whom has a mouse, and two see little at once."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, TimeoutError, expect

from public.models import PublicPage
from tests import factories
from tests.journeys.steps import WATCHED

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("saved_by_hand"),
]

NEAR = {"width": 320, "height": 256}
"""The window of somebody who has their browser at 400 %."""
SCROLLED = 3_000
"""Milliseconds after which a page has come to what has the focus."""
FOCUSED = "element => element === element.ownerDocument.activeElement"
TOLD = "(document.activeElement ?? document.body).outerHTML.slice(0, 200)"
LOST = """
() => {
  let element = document.activeElement;
  while (element.contentDocument) element = element.contentDocument.activeElement;
  // A page has the focus, as it has before the first key, or is scrolled by the keys; what is looked at shows it.
  if (element.matches('body, main, iframe')) return null;
  const page = element.ownerDocument, told = element.outerHTML.slice(0, 200);
  if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return `not visible: ${told}`;
  const looks = (part) => page.defaultView.getComputedStyle(part);
  const around = [];
  for (let part = element; part; part = part.parentElement) around.push(part);
  const marked = around.some((part) => looks(part).outlineStyle !== 'none') || looks(element).boxShadow !== 'none';
  if (!marked) return `not marked: ${told}`;
  if (page !== document) return null;
  const seen = [...element.getClientRects()].some(({ left, right, top, bottom }) =>
    [[left + 2, top + 2], [right - 2, top + 2], [left + 2, bottom - 2], [right - 2, bottom - 2],
     [(left + right) / 2, (top + bottom) / 2]].some(([x, y]) => {
      const there = page.elementFromPoint(x, y);
      return there && (element.contains(there) || there.contains(element));
    }));
  return seen ? null : `covered: ${told}`;
}
"""
"""What is wrong with how the focus is seen: hidden, not marked, or with something above it; null for nothing."""


def focused(locator: Locator) -> bool:
    return locator.count() > 0 and locator.first.evaluate(FOCUSED)


def tab_to(page: Page, wanted: Locator, limit: int = 80, *, ours: bool = False) -> None:
    """Press Tab until something has the focus; on ``ours``, the focus is to be seen wherever it comes by."""
    expect(wanted.first).to_be_attached()
    for _ in range(limit):
        page.keyboard.press("Tab")
        if ours:
            see_focus(page)
        if focused(wanted):
            return
    pytest.fail(f"{limit} times Tab do not lead to {wanted}; the focus is at {page.evaluate(TOLD)}")


def see_focus(page: Page) -> None:
    """The focus is to be seen, as soon as the page has come to it."""
    if not page.evaluate(LOST):
        return
    try:
        page.wait_for_function(f"() => !({LOST})()", timeout=SCROLLED)
    except TimeoutError:
        pytest.fail(f"The focus is {page.evaluate(LOST)}")


def log_in(page: Page, email: str) -> None:
    page.goto("/admin/login/")
    tab_to(page, page.get_by_label("E-mail address"))
    page.keyboard.type(email)
    tab_to(page, page.get_by_label("Password"))
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def write_and_submit(page: Page, index: Any) -> None:
    """Write an article that cites a trial, and hand it in."""
    page.add_init_script(WATCHED)
    page.goto(f"/admin/pages/add/articles/articlepage/{index.pk}/")
    page.locator("body[data-watched]").wait_for()
    tab_to(page, page.locator("#id_title"))
    page.keyboard.type("Ketamine and sleep")
    introduction = page.locator("[data-contentpath=introduction] [contenteditable=true]")
    tab_to(page, introduction)
    page.keyboard.type("Relief came within a day./cite")
    expect(page.get_by_role("option", name="Cite a reference")).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="A randomized trial"))
    page.keyboard.press("Enter")
    expect(introduction).to_contain_text("Relief came within a day.[Zarate 2006]")
    expect(page.locator(".modal")).to_have_count(0)
    body = page.locator("[data-contentpath=body]")
    tab_to(page, body.get_by_role("button", name="Insert a block"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_placeholder("Search options"), limit=3)
    page.keyboard.type("Text")
    page.keyboard.press("Enter")
    tab_to(page, body.locator("[contenteditable=true]"))
    page.keyboard.type("They slept.")
    expect(page.locator("input[name='body-0-value']")).to_have_value(re.compile("They slept"))
    tab_to(page, page.get_by_role("button", name="Submit to Sign-off"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("submitted for moderation")).to_be_visible()


def read_and_sign(page: Page) -> None:
    """Find the article in the queue, read it, confirm every point and sign."""
    tab_to(page, page.get_by_role("button", name="Toggle sidebar"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Review"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Ketamine and sleep", exact=True), ours=True)
    page.keyboard.press("Enter")
    text = page.frame_locator("#review-text")
    tab_to(page, text.locator(".cite a"), ours=True)
    points = page.locator(".review-point").get_by_role("checkbox")
    for point in points.all():
        tab_to(page, point, ours=True)
        page.keyboard.press("Space")
        expect(point).to_be_checked()
    tab_to(page, page.get_by_label("Your password"), ours=True)
    page.keyboard.type(factories.PASSWORD)
    tab_to(page, page.get_by_role("button", name="Sign", exact=True), ours=True)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is signed and public")).to_be_visible()


def read(page: Page, address: str) -> None:
    """Skip to the text, look at what it cites and go on from there; then through all of the page."""
    page.goto(address)
    tab_to(page, page.get_by_role("link", name="Skip to the content"), limit=1, ours=True)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    number = page.locator(".cite a")
    tab_to(page, number, ours=True)
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog")
    expect(note).to_be_focused()
    expect(note).to_contain_text("A randomized trial")
    page.keyboard.press("Escape")
    expect(note).to_be_hidden()
    expect(number).to_be_focused()
    tab_to(page, page.get_by_role("contentinfo").get_by_role("link").last, ours=True)


def test_words_are_written_signed_and_read_without_a_mouse(
    sit_down: Any, index: Any, author: Any, clinician: Any
) -> None:
    factories.reference(authors="Zarate CA", title="A randomized trial", year=2006, doi="10.1001/a.1")
    desk, near, reader = sit_down(None), sit_down(None, NEAR), sit_down(None, NEAR)
    log_in(desk, author.email)
    write_and_submit(desk, index)
    log_in(near, clinician.email)
    read_and_sign(near)
    read(reader, PublicPage.objects.get(title="Ketamine and sleep").address)
