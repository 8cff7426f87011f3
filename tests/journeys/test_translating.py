"""A translation is filled, checked, submitted and sent back, and what a reviewer says of a passage stands at it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from core.models import User
from ledger.models import SignOff
from review.models import Submission
from review.policy import TRANSLATORS
from tests import factories
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.steps import fill, open_from_queue, open_translation, segment
from tests.translations.tool import sent_for_translation
from translations.editor import notes
from translations.editor.notes import Note

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def translator(index: Any) -> User:
    return factories.user(TRANSLATORS)


@pytest.fixture
def spanish(index: Any, author: User) -> Any:
    """The Spanish page of a released article, of which nothing is translated yet."""
    body = [("rich_text", "<p>It works.</p>"), ("faq", {"items": [{"question": "Why?", "answer": "<p>Because.</p>"}]})]
    article = factories.article(index, title="Ketamine and sleep", slug="sleep", owner=author, body=body)
    return sent_for_translation(factories.release(article), author)


@pytest.mark.parametrize("viewport", [DESK, PHONE])
def test_a_translator_fills_checks_and_submits_and_finds_the_comments_at_their_segments(
    sit_down: Any, spanish: Any, translator: User, clinician: User, viewport: dict[str, int]
) -> None:
    page = sit_down(translator, viewport)
    open_translation(page, spanish)
    fill(page, "Ketamine and sleep", "La ketamina y el sueño")
    fill(page, "Introduction", "Introducción")
    fill(page, "Why?", "¿Por qué?")
    # The last words are still open when the draft is checked: they are saved first.
    last = segment(page, "It works.")
    last.get_by_role("button", name="Translate").click()
    last.get_by_role("textbox").fill("Es un milagro.")

    page.get_by_role("button", name="Check", exact=True).click()
    found = page.get_by_role("region", name="What the checks find")
    expect(found).to_be_focused()
    expect(last.get_by_text("Do not say")).to_be_visible()
    found.get_by_role("listitem").filter(has_text="milagro").get_by_role("link", name="Go there").click()
    expect(last.get_by_role("button", name="Edit")).to_be_focused()
    fill(page, "It works.", "Funciona.")
    # What is mended is found no more, without another press of the button.
    expect(last.get_by_text("Do not say")).to_have_count(0)
    expect(found.get_by_text("1 finding keeps it")).to_be_visible()

    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_role("status").get_by_text("Not translated yet")).to_be_visible()
    assert not Submission.objects.waiting().of(spanish).exists()
    fill(page, "Because.", "Porque sí.")
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("submitted to sign-off")).to_be_visible()

    reviewer = sit_down(clinician)
    open_from_queue(reviewer, "La ketamina y el sueño")
    reviewer.locator("#review-say summary").click()
    passage = reviewer.locator("#review-place option", has_text="¿Por qué?")
    reviewer.get_by_label("On", exact=True).select_option(passage.get_attribute("value"))
    reviewer.get_by_label("Your comment").fill("Why what?")
    reviewer.get_by_role("button", name="Add the comment").click()
    expect(reviewer.locator(".review-thread", has_text="Why what?")).to_be_visible()
    reviewer.get_by_label("Your password").fill(factories.PASSWORD)
    reviewer.get_by_role("button", name="Ask for changes").click()
    expect(reviewer.get_by_text("went back to its author")).to_be_visible()

    open_translation(page, spanish)
    expect(page.get_by_text("asked for changes on")).to_be_visible()
    comment = segment(page, "Why?").get_by_role("article", name="Comment by")
    expect(comment).to_contain_text("Why what?")
    comment.get_by_text("Answer", exact=True).click()
    comment.get_by_label("Your answer").fill("The question as it stands.")
    comment.get_by_role("button", name="Send").click()
    expect(segment(page, "Why?").get_by_text("The question as it stands.")).to_be_visible()
    assert [each.approves for each in SignOff.objects.filter(subject=str(spanish.subject))] == [False]


def test_a_term_is_one_click_away_and_a_similar_translation_is_used(
    sit_down: Any, spanish: Any, translator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Similar:
        words, score, origin = "Funciona bien.", 80, "Another page"

    term = Note("term", "Glossary", "sleep", "sueño")
    monkeypatch.setattr(
        notes,
        "_notes",
        [lambda translation, segments: {each.pk: [term] for each in segments if "sleep" in each.string.data}],
    )
    monkeypatch.setattr(notes, "_similar", [lambda translation, segment: [Similar()]])
    page = sit_down(translator)
    open_translation(page, spanish)
    title = segment(page, "Ketamine and sleep")
    title.get_by_role("button", name="Translate").click()
    field = title.get_by_role("textbox", name="Ketamine and sleep")
    field.fill("El  y la ketamina")
    field.evaluate("field => field.setSelectionRange(3, 3)")
    title.get_by_role("button", name="Insert “sueño”").press("Enter")
    expect(field).to_have_value("El sueño y la ketamina")
    expect(field).to_be_focused()
    expect(page.get_by_role("status").get_by_text("Inserted: sueño")).to_be_visible()
    # To the end of its own undo.
    page.keyboard.press("Control+z")
    expect(field).to_have_value("El  y la ketamina")

    text = segment(page, "It works.")
    text.get_by_role("button", name="Similar").press("Enter")
    text.get_by_role("button", name="Use this").press("Enter")
    expect(text.get_by_role("textbox")).to_have_value("Funciona bien.")
    page.keyboard.press("Control+Enter")
    # The next one that is not translated.
    expect(segment(page, "Why?").get_by_role("textbox")).to_be_focused()


def test_source_and_translation_scroll_together(sit_down: Any, index: Any, author: User, translator: User) -> None:
    body = [("rich_text", f"<p>Paragraph {number}. {'Words. ' * 60}</p>") for number in range(30)]
    spanish = sent_for_translation(factories.article(index, title="Long", body=body), author)
    page = sit_down(translator)
    page.goto(f"/admin/pages/{spanish.pk}/edit/")
    page.goto(page.get_by_role("link", name="Compare").get_attribute("href"))
    page.locator("[data-translation-ready]").wait_for()
    expect(page.get_by_text("passages are not translated yet and are marked")).to_be_visible()
    target = page.frame_locator("#translation-target")
    expect(target.locator(".translation-missing").first).to_contain_text("Not translated yet:")
    source = page.frame_locator("#translation-source")
    source.get_by_text("Paragraph 20.").evaluate("element => element.scrollIntoView({behavior: 'instant'})")
    expect(target.get_by_text("Paragraph 20.")).to_be_in_viewport()
