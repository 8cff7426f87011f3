"""A reader's languages: from right to left, on a phone and at a desk, and told of the one they prefer."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests import arabic, factories
from tests.journeys.conftest import PATIENCE

WIDTHS = [360, 1280]
NOTE = ".language-note:visible"


@pytest.fixture(scope="module", autouse=True)
def arabic_is_spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Arabic beside the languages that the product ships."""
    with arabic.spoken(tmp_path_factory.mktemp("locale")):
        yield


@pytest.fixture
def article(home: Any, index: Any) -> Any:
    """A released article, in English and Spanish."""
    body = [("rich_text", "<p>It works.</p>")]
    article = factories.article(index, title="What it does", body=body, display_date="2026-03-01")
    factories.release(article)
    arabic.translated(home, "es", title="Inicio")
    arabic.translated(index, "es", title="Artículos", slug="articulos")
    arabic.translated(article, "es", title="Qué hace", slug="que-hace")
    return article


@pytest.fixture
def arabic_article(home: Any, index: Any, article: Any) -> Any:
    """The article in Arabic, with all that stands above it."""
    arabic.arabic_home(home)
    arabic.arabic_index(index)
    return arabic.arabic_article(article)


@pytest.fixture
def read(live_server: Any, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens an address in a browser of its own; what breaks in its scripts fails the test."""
    contexts: list[Any] = []
    broken: list[str] = []

    def open_page(address: str, width: int = 1280, **wishes: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, base_url=live_server.url, **wishes)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: broken.append(str(error)))
        page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not broken


def place(part: Locator) -> tuple[float, float]:
    """Where a part begins and ends, in pixels from the left."""
    box = part.bounding_box()
    assert box
    return box["x"], box["x"] + box["width"]


def begin_from_left(page: Page, part: str) -> float:
    """How far a part begins from the left side of the window."""
    return place(page.locator(part).first)[0]


def begin_from_right(page: Page, part: str) -> float:
    """How far a part begins from the right side of the window."""
    return page.evaluate("innerWidth") - place(page.locator(part).first)[1]


def middle(part: Locator) -> float:
    return sum(place(part)) / 2


def test_an_arabic_article_is_laid_out_from_right_to_left(read, article, arabic_article):
    for width in WIDTHS:
        english, page = read(article.url, width), read(arabic_article.url, width)

        for shown in (english, page):
            assert shown.evaluate("document.documentElement.scrollWidth") == width
        # What begins a line begins it at the other side, and what ends it ends it there.
        for part in (".topbar-section", ".masthead .wordmark", ".breadcrumbs li", "main h1", ".site-footer .wordmark"):
            assert begin_from_right(page, part) == pytest.approx(begin_from_left(english, part), abs=1), part
        here, there = place(page.locator(".languages")), place(english.locator(".languages"))
        assert here[0] == pytest.approx(width - there[1], abs=1)
        # Breadcrumbs and languages follow one another from right to left.
        for links in (".breadcrumbs li", ".languages li"):
            middles = [middle(part) for part in page.locator(links).all()]
            assert middles == sorted(middles, reverse=True)
        # Text begins at the right; numbers of sections and edges of quotes stand there, too.
        for part in ("main h1", "main h2 >> nth=0", "main .rich-text p", "main th >> nth=0"):
            assert page.locator(part).first.evaluate("part => getComputedStyle(part).textAlign") in (
                "start",
                "-webkit-auto",
            )
            assert page.locator(part).first.evaluate("part => getComputedStyle(part).direction") == "rtl"
        table = page.locator("main table")
        heads = [middle(head) for head in table.locator("thead th").all()]
        assert heads == sorted(heads, reverse=True)
        # A dose reads “84 mg” among Arabic words, too, and players do not run backwards.
        dose = page.locator("td bdi", has_text="84 mg")
        assert dose.evaluate("part => part.matches(':dir(ltr)')")
        player = page.locator(".video a").evaluate("part => getComputedStyle(part, '::before').borderLeftWidth")
        assert player != "0px"
        quote = page.locator("main .quote").evaluate("part => getComputedStyle(part).borderRightWidth")
        assert quote == "3px"


def test_the_menu_of_a_phone_opens_from_the_keyboard_and_reads_from_right_to_left(read, arabic_article):
    page = read("/ar/", 360)

    page.get_by_role("button", name="القائمة").focus()
    page.keyboard.press("Enter")

    link = page.locator("#menu").get_by_role("link", name="المقالات")
    expect(link).to_be_visible()
    assert place(page.locator("#menu"))[0] == 0
    assert place(link)[1] > 180
    page.keyboard.press("Tab")
    expect(link).to_be_focused()


def test_the_switcher_works_with_keys_alone_and_without_scripts(read, article):
    for width in WIDTHS:
        page = read(article.url, width, java_script_enabled=False, locale="es-ES")
        links = page.locator(".languages a")
        for link in links.all():
            begins, ends = place(link)
            assert 0 <= begins < ends <= width
        expect(page.locator(NOTE)).to_have_count(0)

        page.get_by_role("link", name="Español", exact=True).focus()
        page.keyboard.press("Enter")

        expect(page.get_by_role("heading", level=1)).to_have_text("Qué hace")


def test_a_reader_who_prefers_another_language_is_told_in_it_and_led_there(read, article):
    page = read(article.url, locale="es-MX")

    note = page.locator(NOTE)
    expect(note).to_have_attribute("lang", "es")
    assert page.url.endswith(article.url)
    note.get_by_role("link").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Qué hace")
    expect(page.locator(NOTE)).to_have_count(0)


def test_a_note_that_is_closed_does_not_come_back_and_nothing_else_is_kept(read, article, index):
    page = read(article.url, locale="es-ES")

    page.locator(NOTE).get_by_role("button").click()
    expect(page.locator(NOTE)).to_have_count(0)
    page.goto(index.url)

    expect(page.locator(NOTE)).to_have_count(0)
    assert page.evaluate("JSON.stringify([localStorage, sessionStorage])") == '[{"language-chosen":"yes"},{}]'
    assert page.context.cookies() == []


def test_whoever_chose_a_language_is_not_told_of_another(read, article):
    page = read("/es/articulos/que-hace/", locale="es-ES")
    expect(page.locator(NOTE)).to_have_count(0)

    page.get_by_role("link", name="English", exact=True).click()

    expect(page.get_by_role("heading", level=1)).to_have_text("What it does")
    expect(page.locator(NOTE)).to_have_count(0)


def test_a_reader_without_a_better_language_is_told_nothing(read, article):
    for locale in ("en-GB", "fr-FR"):
        page = read(article.url, locale=locale)

        expect(page.locator(".language-note")).to_have_count(1)
        expect(page.locator(NOTE)).to_have_count(0)
