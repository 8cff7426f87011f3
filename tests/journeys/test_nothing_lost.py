"""Nothing is lost to readers who enlarge, space or recolour what they read, or who want it to keep still."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Browser, Page
from wagtail.models import Site

from core.models import ClinicSettings
from tests import factories
from tests.journeys.conftest import PATIENCE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

MEASURE = (Path(__file__).parent / "measure.js").read_text()
PHONE = {"width": 360, "height": 800}
ZOOMED = {"width": 320, "height": 256}
"""A window of 1280 x 1024 pixels at 400 %."""
DESK = {"width": 1280, "height": 1024}
SPACED = """* {
  line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important;
} p { margin-block-end: 2em !important; }"""
"""WCAG 2.2, success criterion 1.4.12."""
LONG = "Otorhinolaryngological considerations"
GALLERY = "/styleguide/"
SIGHTS = ("wide", "cut", "overlapping")
"""What measure.js looks for on a page that is only read."""

BROKEN = {
    "wide": "<p style='inline-size: 90rem'>Too wide</p>",
    "cut": "<p style='block-size: 0.5rem; overflow: hidden'>Cut off</p>",
    "overlapping": "<p>Below</p><p style='margin-block-start: -2rem'>Above</p>",
    "edgeless": "<button style='border: 0'>Edge</button>",
    "moving": "<p style='transition: color 1s'>Slow</p>",
}
"""A page for each of the things that measure.js looks for, where it finds it."""


@pytest.fixture
def addresses(live_server: Any, home: Any) -> list[str]:
    """A page of each kind, and the gallery, which has every block and every component."""
    with transaction.atomic():
        articles = factories.release(factories.article_index(home, title="Articles", show_in_menus=True))
        treatments = factories.release(factories.treatment_index(home, title="Treatments", show_in_menus=True))
        directory = factories.release(factories.practitioner_index(home, title="Practitioners", show_in_menus=True))
        safety = factories.release(factories.safety_statement())
        treatment = factories.release(factories.treatment(treatments, title=LONG, safety_statement=safety))
        practitioner = factories.practitioner(directory, title="Dr Sample", photo=factories.picture())
        article = factories.article(articles, title=LONG, body=[("rich_text", f"<p>{LONG}</p>")])
        pages = [
            articles,
            treatments,
            directory,
            treatment,
            factories.release(practitioner),
            factories.release(article),
        ]
    others = ["/en/search/", "/en/nowhere/", "/account/login/", GALLERY]
    return [home.url, *(page.specific.url for page in pages), *others]


@pytest.fixture
def open_as(live_server: Any, browser: Browser) -> Iterator[Callable[..., Page]]:
    """A browser set up as a reader wishes, able to measure what it shows."""
    contexts: list[Any] = []

    def open_browser(**wishes: Any) -> Page:
        context = browser.new_context(base_url=live_server.url, bypass_csp=True, locale="en-US", **wishes)
        contexts.append(context)
        context.add_init_script(MEASURE)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return page

    yield open_browser
    for context in contexts:
        context.close()


def lost(page: Page, sights: tuple[str, ...]) -> list[str]:
    """What measure.js finds, each with the address of the page."""
    found = page.evaluate(
        "(sights) => sights.flatMap((sight) => measure[sight]().map((what) => [sight, what]))", sights
    )
    return [f"{page.url} {sight}: {what}" for sight, what in found]


def test_nothing_is_lost_at_four_hundred_percent_with_spaced_text_in_forced_colours_or_without_motion(
    open_as, addresses, settings
):
    zoomed = open_as(viewport=ZOOMED)
    still = open_as(viewport=DESK, forced_colors="active", reduced_motion="reduce")
    found = []
    for address in addresses:
        settings.DEBUG = address == GALLERY
        zoomed.goto(address)
        found += lost(zoomed, SIGHTS)
        zoomed.add_style_tag(content=SPACED)
        found += lost(zoomed, SIGHTS)
        still.goto(address)
        found += lost(still, (*SIGHTS, "edgeless", "moving"))
        still.add_style_tag(content=SPACED)
        found += lost(still, SIGHTS)

    assert not found, "\n".join(dict.fromkeys(found))


@pytest.mark.parametrize("wishes", [{"viewport": ZOOMED}, {"viewport": DESK, "forced_colors": "active"}])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(open_as, settings, wishes):
    settings.DEBUG = True
    page = open_as(reduced_motion="reduce", **wishes)
    page.goto(GALLERY)
    controls = page.evaluate("measure.controls().length")

    stops = [press_tab(page) for _ in range(controls)]

    assert controls > 50
    assert [stop["index"] for stop in stops] == list(range(controls))
    assert not [stop["name"] for stop in stops if not stop["seen"]]


@pytest.mark.parametrize(("booking", "style"), [("", "main {}"), ("https://booking.example.org/", SPACED)])
def test_the_bar_of_phones_lies_over_nothing_that_the_keyboard_reaches_and_not_over_the_end(
    open_as, addresses, booking, style
):
    with transaction.atomic():
        ClinicSettings.objects.update_or_create(site=Site.objects.get(), defaults={"booking_url": booking})
    page = open_as(viewport=PHONE, reduced_motion="reduce")
    covered = []
    for address in addresses:
        if address == GALLERY:
            continue
        page.goto(address)
        page.add_style_tag(content=style)
        assert page.evaluate("getComputedStyle(measure.bar()).position") == "sticky"
        others = page.evaluate("measure.controls().length") - 1
        for key in ["Tab", *["Tab"] * others, *["Shift+Tab"] * others]:
            page.keyboard.press(key)
            if page.evaluate("measure.covers(document.activeElement)"):
                covered.append(f"{page.url} {key}: {page.evaluate('measure.focused()')['name']}")
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        if page.evaluate("measure.covers(document.querySelector('.site-footer'))"):
            covered.append(f"{page.url}: its end")

    assert not covered, "\n".join(covered)


def test_a_loss_is_noticed(open_as):
    page = open_as(viewport=ZOOMED)
    noticed = {}
    for sight, broken in BROKEN.items():
        page.set_content(f"<!DOCTYPE html>{broken}")
        page.evaluate(MEASURE)
        noticed[sight] = [sight for sight in BROKEN if page.evaluate(f"measure.{sight}()")]

    assert noticed == {sight: [sight] for sight in BROKEN}


def press_tab(page: Page) -> dict[str, Any]:
    """Where the keyboard is after one step."""
    page.keyboard.press("Tab")
    return page.evaluate("measure.focused()")
