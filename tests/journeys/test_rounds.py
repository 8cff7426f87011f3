"""A text goes to and fro between an author at a desk and signers at their phones until it is public."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from ledger.models import Edition, SignOff
from public.models import PublicPage
from review.models import ReviewerCredential, Submission
from review.policy import CLINICIANS, PRACTICE_MANAGERS
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.pictures import guide_picture
from tests.journeys.steps import open_editor, open_from_queue, read, sign, submit, write
from tests.moments import ends

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("saved_by_hand"),
]


def rewrite(page: Page, old: str, new: str) -> None:
    """Put other words for all of a text block."""
    page.locator("[contenteditable=true]", has_text=old).click()
    page.keyboard.press("Control+a")
    page.keyboard.type(new)
    expect(page.locator("input[name='body-0-value']")).to_have_value(re.compile(re.escape(new)))


def test_a_text_is_checked_sent_back_mended_and_signed(
    sit_down: Any, live_server: Any, index: Any, author: Any, clinician: Any
) -> None:
    desk = sit_down(author)
    write(desk, index, "Ketamine and sleep", "People ask about sleep.", "It is a miracle.")
    desk.get_by_role("button", name="Submit to Sign-off").click()
    expect(desk.get_by_text("could not be created due to validation errors")).to_be_visible()
    expect(desk.get_by_role("status").get_by_text("Do not say “miracle”")).to_be_visible()
    assert not Submission.objects.waiting().exists()

    rewrite(desk, "It is a miracle.", "Many sleep well afterwards.")
    submit(desk)
    article = ArticlePage.objects.get()

    phone = sit_down(clinician, PHONE)
    open_from_queue(phone, "Ketamine and sleep")
    expect(phone.get_by_role("heading", name="New: nothing of it is public yet")).to_be_visible()
    phone.locator("#review-say summary").click()
    passage = phone.locator("#review-place option", has_text="Many sleep well")
    phone.get_by_label("On", exact=True).select_option(passage.get_attribute("value"))
    phone.get_by_label("Your comment").fill("How many?")
    phone.get_by_role("button", name="Add the comment").click()
    expect(phone.locator(".review-thread", has_text="How many?")).to_be_visible()
    phone.get_by_label("Your password").fill(factories.PASSWORD)
    phone.get_by_role("button", name="Ask for changes").click()
    expect(phone.get_by_text("went back to its author")).to_be_visible()
    assert not PublicPage.objects.filter(page_id=article.pk).exists()

    open_editor(desk, f"/admin/pages/{article.pk}/edit/")
    desk.get_by_role("button", name="Toggle checks").click()
    expect(desk.locator(".review-thread", has_text="How many?")).to_be_visible()
    rewrite(desk, "Many sleep well afterwards.", "Some sleep well afterwards.")
    desk.get_by_role("button", name="Resubmit to").click()
    expect(desk.get_by_text("submitted for moderation")).to_be_visible()

    open_from_queue(phone, "Ketamine and sleep")
    expect(phone.get_by_role("heading", name="1 word changed")).to_be_visible()
    (difference,) = phone.locator(".review-differences li").all()
    expect(difference.locator("del")).to_have_text("Many")
    expect(difference.locator("ins")).to_have_text("Some")
    sign(phone)
    expect(phone.get_by_text("is signed and public")).to_be_visible()

    address = PublicPage.objects.get(page_id=article.pk).address
    assert "Some sleep well afterwards." in read(live_server, address)
    assert "Some sleep well afterwards." in read(live_server, f"/api/v2/pages/{article.pk}/")
    assert [decision.approves for decision in SignOff.objects.filter(subject=article.subject).order_by("pk")] == [
        False,
        True,
    ]


@pytest.mark.parametrize("first", ["clinician", "manager"])
def test_two_roles_sign_side_by_side_in_any_order(sit_down: Any, clinician: Any, first: str) -> None:
    manager = factories.user(PRACTICE_MANAGERS)
    statement = factories.safety_statement()
    factories.submit(statement)
    # Both have it before them at once.
    pages = {"clinician": sit_down(clinician, PHONE), "manager": sit_down(manager)}
    for page in pages.values():
        open_from_queue(page, statement.title)
    second = next(name for name in pages if name != first)

    sign(pages[first])
    expect(pages[first].get_by_text("It becomes public with the last signature it takes")).to_be_visible()
    assert not Edition.objects.filter(subject=str(statement.subject)).exists()

    sign(pages[second])
    expect(pages[second].get_by_text("is signed and public")).to_be_visible()
    assert Edition.objects.filter(subject=str(statement.subject)).count() == 1


def test_a_manager_sees_what_is_due_and_hands_a_text_to_somebody_for_whom_another_stands_in(
    sit_down: Any, index: Any, author: Any, clinician: Any
) -> None:
    delegate = factories.user(CLINICIANS, first_name="Dora", last_name="Example")
    ends(factories.release(factories.article(index, title="After the session")), timezone.now() + timedelta(days=20))
    factories.submit(factories.article(index, title="Getting here", owner=author))
    factories.submit(factories.article(index, title="Ketamine and sleep", owner=author))
    manager = sit_down(factories.user(PRACTICE_MANAGERS, first_name="Mara", last_name="Manager"))
    manager.goto("/admin/")
    expect(manager.get_by_text("After the session")).to_be_visible()
    guide_picture(manager, "due-again", down_to=manager.get_by_text("Translations", exact=True).last)
    manager.goto("/admin/review/team/")
    manager.get_by_role("row").filter(has_text="Ketamine and sleep").get_by_role("link", name="Assign").click()
    manager.get_by_label("Hand over to").select_option(label="Amos Example")
    manager.get_by_role("button", name="Hand over").click()
    expect(manager.get_by_text("Amos Example is to sign")).to_be_visible()
    manager.goto("/admin/review/team/")
    expect(manager.get_by_role("row").filter(has_text="Ketamine and sleep")).to_contain_text("Amos Example")
    guide_picture(manager, "team", down_to=manager.get_by_text("2 texts"))

    manager.goto("/admin/review/absences/")
    manager.get_by_label("Who is away").select_option(label="Amos Example")
    manager.locator("[name=delegate]").select_option(label="Dora Example")
    for day, ahead in (("First day", 0), ("Last day", 7)):
        manager.get_by_label(day).fill((timezone.localdate() + timedelta(days=ahead)).isoformat())
    manager.get_by_role("button", name="Enter", exact=True).click()
    absence = manager.get_by_role("listitem").filter(has_text="away now")
    expect(absence).to_contain_text("Dora Example stands in.")
    guide_picture(manager, "absences", down_to=manager.get_by_role("link", name="Back to what waits"))

    page = sit_down(delegate)
    page.goto("/admin/review/")
    expect(page.get_by_role("row").filter(has_text="Ketamine and sleep")).to_contain_text("Amos Example")


def test_an_expired_credential_signs_nothing(sit_down: Any, live_server: Any, index: Any, clinician: Any) -> None:
    article = factories.article(index, title="Ketamine and sleep")
    submission = factories.submit(article)
    page = sit_down(clinician)
    open_from_queue(page, article.title)
    # It ends while the text lies open.
    ReviewerCredential.objects.filter(user=clinician).update(expires_on=timezone.localdate() - timedelta(days=1))
    sign(page)
    expect(page.get_by_text("has expired").first).to_be_visible()
    assert not SignOff.objects.filter(subject=str(article.subject)).exists()
    assert article.title not in read(live_server, "/en/articles/")

    page.goto(reverse("review:sign", args=[submission.pk]))
    expect(page.get_by_text("has expired").first).to_be_visible()
    expect(page.get_by_role("button", name="Sign", exact=True)).to_have_count(0)


def test_keys_lead_from_change_to_change_and_from_text_to_text(sit_down: Any, index: Any, clinician: Any) -> None:
    # Marks would hide a text that is mostly new.
    same = "These words stay as they were before. " * 10
    before, after = (f"<p>{word} come first. {same}</p>" * 2 for word in ("Many", "Few"))
    article = factories.article(index, title="Ketamine and sleep", introduction=before)
    factories.submit(factories.revise(factories.release(article, clinician), introduction=after))
    factories.submit(factories.article(index, title="Ketamine and rest"))
    page = sit_down(clinician)
    open_from_queue(page, "Ketamine and sleep")
    counted = page.locator("[data-review-count]")
    expect(counted).to_contain_text("Changes: 2")
    for key, told in (("n", "Change 1 of"), ("n", "Change 2 of"), ("p", "Change 1 of")):
        page.keyboard.press(key)
        expect(counted).to_contain_text(told)
    page.keyboard.press("a")
    expect(page.get_by_role("heading", name="Your decision")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", name="New: nothing of it is public yet")).to_be_visible()
    expect(page.get_by_role("button", name="Comment", exact=True)).to_be_visible()
    page.keyboard.press("c")
    expect(page.get_by_label("Your comment")).to_be_focused()
    # In a field a key is a letter.
    page.keyboard.type("k")
    expect(page.get_by_label("Your comment")).to_have_value("k")
