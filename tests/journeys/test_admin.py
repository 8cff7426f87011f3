"""The admin of an editor: what it says while they write, and that nobody else is told."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Response, Route, expect

from core.models import User
from tests import factories
from tests.journeys.pictures import guide_picture
from tests.journeys.steps import open_editor, open_from_queue

SCREENS = ("images/", "documents/", "snippets/", "review/", "translations/", "account/", "guide/editors/")
VIDEO = [("embed", {"url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": "A walk"})]
OFFICES = (
    "",
    "users/",
    "groups/",
    "sites/",
    "locales/",
    "redirects/",
    "collections/",
    "workflows/list/",
    "workflows/tasks/index/",
    "reports/audit-log/",
    "reports/locked/",
    "reports/workflow/",
    "reports/workflow_tasks/",
    "reports/site-history/",
    "reports/aging-pages/",
    "reports/page-types-usage/",
    "reports/acknowledgements/",
    "translations/",
    "translations/matrix/",
    "applications/",
    "callbacks/",
)
"""What administrators alone, or nearly alone, come to."""


SitDown = Callable[..., Page]


def saving(words: str) -> Callable[[Response], bool]:
    """Whether something answers to a form of the editor in which these words stand."""
    return lambda response: response.url.endswith("/edit/") and words in (response.request.post_data or "")


def draft_of(article: Any) -> Any:
    """What was saved last."""
    return type(article).objects.get(pk=article.pk).get_latest_revision_as_object()


def watch(page: Page) -> set[str]:
    """The hosts that a browser has asked for something, as it goes on."""
    hosts: set[str] = set()
    page.context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    return hosts


def open_panel(page: Page, name: str) -> Any:
    """Open a side panel of the editor."""
    page.locator(f"[data-side-panel-toggle={name}]").click()
    return page.locator(f"[data-side-panel={name}]")


def test_an_editor_sees_what_the_public_reads_and_nobody_else_is_asked(
    live_server: Any, index: Any, sit_down: Callable[..., Page], author: User, clinician: User
) -> None:
    article = factories.release(factories.article(index, title="Getting here", owner=author), clinician)
    waiting = factories.article(index, title="What to bring", owner=author)
    factories.submit(waiting, author)
    factories.article(index, title="After the session", owner=author)
    page = sit_down(author)
    hosts = watch(page)

    page.goto("/admin/")
    expect(page.get_by_role("heading", name="My drafts")).to_be_visible()
    expect(page.locator(".clinic-brand-name")).to_be_visible()
    guide_picture(page, "dashboard")
    page.goto(f"/admin/pages/{index.pk}/")
    row = page.get_by_role("row").filter(has_text="Getting here")
    expect(row).to_contain_text("This draft")
    guide_picture(page, "pages")

    factories.revise(article, author, title="Getting here by train")
    open_editor(page, f"/admin/pages/{article.pk}/edit/")
    panel = open_panel(page, "public-edition")
    expect(panel).to_contain_text("Public: an older text")
    expect(panel).to_contain_text("What differs from your draft")
    expect(panel.get_by_text("Title", exact=True)).to_be_visible()
    expect(panel).to_contain_text("to be mended or answered")
    guide_picture(page, "public-edition")
    expect(open_panel(page, "checks")).to_contain_text("Before review")
    expect(page.locator("[data-side-panel=checks]")).to_contain_text("Readability")
    guide_picture(page, "checks")

    for screen in SCREENS:
        answer = page.goto(f"/admin/{screen}")
        assert answer, screen
        assert answer.ok, screen
    assert hosts == {urlsplit(live_server.url).netloc}


def test_an_administrator_comes_to_every_office_and_nobody_else_is_asked(
    live_server: Any, index: Any, sit_down: Callable[..., Page]
) -> None:
    chief = factories.user(is_superuser=True, is_staff=True)
    video = factories.article(index, owner=chief, body=VIDEO)
    rows = (
        reverse("wagtailusers_users:edit", args=[chief.pk]),
        reverse("wagtailsettings:edit", args=["core", "clinicsettings", index.get_site().pk]),
        reverse("wagtailadmin_pages:edit", args=[video.pk]),
    )
    page = sit_down(chief)
    hosts = watch(page)
    for address in (*(f"/admin/{office}" for office in OFFICES), *rows, "/styleguide/"):
        answer = page.goto(address)
        assert answer, address
        assert answer.ok, address
        assert urlsplit(page.url).path == address
    page.wait_for_load_state("networkidle")
    assert hosts == {urlsplit(live_server.url).netloc}


def test_a_clinician_finds_the_queue_first(
    index: Any, sit_down: Callable[..., Page], author: User, clinician: User
) -> None:
    text = factories.release(factories.article(index, title="Getting here", owner=author))
    factories.submit(factories.revise(text, author, introduction="<p>We are close to the station.</p>"), author)
    page = sit_down(clinician)
    hosts = watch(page)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="1 text waits for your signature")).to_be_visible()
    open_from_queue(page, "Getting here")
    guide_picture(page, "review")
    page.goto("/admin/review/")
    guide_picture(page, "queue")
    assert hosts == {urlsplit(page.url).netloc}


@pytest.mark.parametrize("field", ["#id_title", "[data-contentpath=introduction] [contenteditable=true]"])
def test_words_typed_as_soon_as_there_is_a_form_are_saved_and_the_panel_tells(
    index: Any, author: User, sit_down: SitDown, field: str
) -> None:
    article = factories.release(factories.article(index, title="Getting here", owner=author))
    page = sit_down(author)
    page.goto(f"/admin/pages/{article.pk}/edit/", wait_until="domcontentloaded")

    with page.expect_response(saving("By train: ")):
        page.locator(field).press_sequentially("By train: ")

    draft = draft_of(article)
    assert "By train: " in f"{draft.title} {draft.introduction}"
    expect(open_panel(page, "public-edition")).to_contain_text("Public: an older text")


def test_words_typed_while_others_are_being_saved_are_saved_after_them(
    index: Any, author: User, sit_down: SitDown
) -> None:
    article = factories.article(index, title="Getting here", owner=author)
    page = sit_down(author)
    open_editor(page, f"/admin/pages/{article.pk}/edit/")
    title = page.locator("#id_title")

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        title.press_sequentially("Train, ")
        route.fulfill(response=answer)

    page.route("**/edit/", answer_late, times=1)
    with page.expect_response(saving("Bus, Train, ")):
        title.press_sequentially("Bus, ")

    assert draft_of(article).title == "Bus, Train, Getting here"
