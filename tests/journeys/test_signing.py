"""From an author's desk over a clinician's phone to the public, in real browsers over real HTTP."""

from typing import Any

import pytest
from playwright.sync_api import expect

from articles.models import ArticlePage
from public.models import PublicPage
from review.models import Submission
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.steps import open_from_queue, read, sign, submit, write

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("saved_by_hand"),
]


@pytest.fixture
def article(index: Any, author: Any) -> ArticlePage:
    return factories.article(index, owner=author, title="Ketamine and sleep", slug="sleep")


def test_an_article_is_public_in_the_request_after_the_signature(
    sit_down: Any, live_server: Any, index: Any, author: Any, clinician: Any
) -> None:
    desk_page = sit_down(author)
    write(desk_page, index, "Ketamine and sleep", "People ask about sleep.", "They slept.")
    submit(desk_page)
    article = ArticlePage.objects.get()
    assert not PublicPage.objects.filter(page_id=article.pk).exists()
    assert "Ketamine and sleep" not in read(live_server, "/en/articles/")
    assert "Ketamine and sleep" not in read(live_server, "/api/v2/pages/")

    phone = sit_down(clinician, PHONE)
    open_from_queue(phone, "Ketamine and sleep")
    expect(phone.frame_locator("#review-text").get_by_text("They slept.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    sign(phone)
    expect(phone.get_by_text("is signed and public")).to_be_visible()

    address = PublicPage.objects.get(page_id=article.pk).address
    assert "They slept." in read(live_server, address)
    assert "Ketamine and sleep" in read(live_server, "/en/articles/")
    assert "Ketamine and sleep" in read(live_server, "/api/v2/pages/")
    phone.get_by_role("link", name="See it").first.wait_for()


def test_a_signature_needs_no_mouse(sit_down: Any, article: Any, clinician: Any) -> None:
    factories.submit(article)
    page = sit_down(clinician)
    open_from_queue(page, article.title)
    page.locator(".review-point input").first.focus()
    for _ in range(3):
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.name") != "password":
        page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("is signed and public")).to_be_visible()
    assert PublicPage.objects.filter(page_id=article.pk).exists()


def test_the_text_is_shown_at_the_width_of_a_phone_and_of_a_desktop(
    sit_down: Any, article: Any, clinician: Any
) -> None:
    factories.submit(article)
    page = sit_down(clinician)
    open_from_queue(page, article.title)
    width = "document.getElementById('review-text').contentWindow.innerWidth"
    page.get_by_role("button", name="Phone").click()
    assert page.evaluate(width) == 390
    page.get_by_role("button", name="Desktop").click()
    assert page.evaluate(width) >= 960
    expect(page.get_by_role("button", name="Desktop")).to_have_attribute("aria-pressed", "true")


def test_an_author_is_told_that_somebody_else_has_to_sign(sit_down: Any, index: Any) -> None:
    author = factories.user("Clinicians", "Editors")
    factories.submit(factories.article(index, owner=author, title="Own words"))
    page = sit_down(author)
    page.goto("/admin/review/")
    expect(page.get_by_text("You wrote part of this")).to_be_visible()
    open_from_queue(page, "Own words")
    expect(page.get_by_text("somebody else has to sign it")).to_be_visible()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)


def test_changes_asked_for_reach_the_author_who_submits_again(
    sit_down: Any, live_server: Any, article: Any, author: Any, clinician: Any
) -> None:
    factories.submit(article)
    phone = sit_down(clinician, PHONE)
    open_from_queue(phone, article.title)
    phone.get_by_label("Your password").fill(factories.PASSWORD)
    phone.get_by_role("button", name="Ask for changes").click()
    expect(phone.get_by_text("Say what has to change")).to_be_visible()
    phone.get_by_role("textbox", name="Comment", exact=True).fill("Which trial says so?")
    phone.get_by_label("Your password").fill(factories.PASSWORD)
    phone.get_by_role("button", name="Ask for changes").click()
    expect(phone.get_by_text("went back to its author")).to_be_visible()
    expect(phone.get_by_role("link", name=article.title)).to_have_count(0)

    page = sit_down(author)
    page.goto(f"/admin/pages/{article.pk}/edit/")
    expect(page.get_by_text("Which trial says so?").first).to_be_visible()
    page.get_by_role("button", name="Resubmit to").click()
    expect(page.get_by_text("submitted for moderation")).to_be_visible()
    assert Submission.objects.waiting().count() == 1
    assert not PublicPage.objects.filter(page_id=article.pk).exists()
    assert article.title not in read(live_server, "/en/articles/")


def test_an_author_takes_back_what_nobody_has_decided(sit_down: Any, article: Any, author: Any) -> None:
    factories.submit(article)
    page = sit_down(author)
    page.goto(f"/admin/pages/{article.pk}/edit/")
    expect(page.get_by_text("This text is under review").first).to_be_visible()
    page.get_by_role("button", name="Take back from review").click()
    expect(page.get_by_role("button", name="Submit to Sign-off")).to_be_visible()
    assert not Submission.objects.waiting().exists()


def test_a_text_changed_under_the_reviewer_is_not_signed(
    sit_down: Any, live_server: Any, article: Any, clinician: Any
) -> None:
    factories.submit(article)
    page = sit_down(clinician)
    open_from_queue(page, article.title)
    revision = article.latest_revision
    revision.content["title"] = "Overwritten in place"
    revision.save()
    page.get_by_role("textbox", name="Comment", exact=True).fill("Well written")
    sign(page)
    expect(page.get_by_text("The text has changed since you opened it")).to_be_visible()
    assert not PublicPage.objects.filter(page_id=article.pk).exists()
    assert "Overwritten in place" not in read(live_server, "/en/articles/")

    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value("Well written")
    expect(page.frame_locator("#review-text").get_by_role("heading", name="Overwritten in place").first).to_be_visible()
    sign(page)
    expect(page.get_by_text("is signed and public")).to_be_visible()
    assert PublicPage.objects.get(page_id=article.pk).title == "Overwritten in place"
