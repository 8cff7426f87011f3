"""An editor cites a reference in the rich text of an article."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import ArticlePage
from review.copy import copy_data
from tests import factories

pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("saved_by_hand"),
]

BLOCK_KEY = re.compile(r' data-block-key="[^"]*"')


@pytest.fixture
def article(index: Any, author: Any) -> ArticlePage:
    return factories.article(index, owner=author, introduction="<p>Relief came within a day.</p>")


@pytest.fixture
def trial(index: Any) -> Any:
    return factories.reference(authors="Zarate CA, Singh JB", title="A randomized trial", year=2006)


def saved(page: Page, article: ArticlePage, words: str) -> ArticlePage:
    """Save the draft once the editor has put its words into the form; the article as it is stored then."""
    expect(page.locator("input[name=introduction]")).to_have_value(re.compile(re.escape(words)))
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("has been updated")).to_be_visible()
    return ArticlePage.objects.get(pk=article.pk).get_latest_revision_as_object()


def test_a_citation_stands_behind_the_words_and_takes_none_of_them(
    sit_down: Any, author: Any, article: ArticlePage, trial: Any
) -> None:
    page = sit_down(author)
    page.goto(f"/admin/pages/{article.pk}/edit/")
    introduction = page.locator("[data-contentpath=introduction]")
    text = introduction.locator("[contenteditable=true]")

    text.click()
    page.keyboard.press("Control+a")
    introduction.get_by_role("button", name="Cite a reference").click()
    page.get_by_role("link", name="A randomized trial").click()
    expect(text).to_have_text("Relief came within a day.[Zarate 2006]")
    # Until the dialog is gone it takes the keys.
    expect(page.locator(".modal")).to_have_count(0)
    text.press("Control+End")
    text.press_sequentially(" It lasted.")

    draft = saved(page, article, "It lasted.")
    stored = BLOCK_KEY.sub("", draft.introduction)
    assert stored == (
        f'<p>Relief came within a day.<a linktype="citation" id="{trial.pk}">[Zarate 2006]</a> It lasted.</p>'
    )
    copy = copy_data(draft)
    assert copy["introduction"] == '<p>Relief came within a day.<a data-cite="1"></a> It lasted.</p>'
    assert [reference["title"] for reference in copy["references"]] == ["A randomized trial"]


def test_a_citation_shows_what_it_cites_and_is_removed_with_its_label(
    sit_down: Any, author: Any, article: ArticlePage, trial: Any
) -> None:
    article = factories.revise(
        article, author, introduction=f'<p>Relief<a linktype="citation" id="{trial.pk}">[Zarate 2006]</a> came.</p>'
    )
    page = sit_down(author)
    page.goto(f"/admin/pages/{article.pk}/edit/")
    text = page.locator("[data-contentpath=introduction] [contenteditable=true]")

    expect(text.get_by_title("Zarate CA 2006: A randomized trial")).to_be_visible()
    text.get_by_text("[Zarate 2006]").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(text).to_have_text("Relief came.")

    draft = saved(page, article, "Relief came.")
    assert BLOCK_KEY.sub("", draft.introduction) == "<p>Relief came.</p>"
    assert copy_data(draft)["references"] == []
