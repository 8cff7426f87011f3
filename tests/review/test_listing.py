"""The list of pages: what each column tells, and that fifty rows cost no more than five."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from public.listing import WIDE
from public.models import PublicPage
from review import signing
from review.editor.overviews import Overview, Stage, overviews
from review.models import Submission
from tests import factories
from tests.delivery.copies import many_articles
from tests.moments import ends


@pytest.fixture
def client(db: None) -> Client:
    client = Client()
    client.force_login(factories.editor())
    return client


def overview(article: Any) -> Overview:
    return overviews([type(article).objects.get(pk=article.pk)])[article.pk]


TYPE = ["articles", "articlepage"]
LISTS = {
    "explorer": lambda index: reverse("wagtailadmin_explore", args=[index.pk]),
    "search": lambda index: reverse("wagtailadmin_pages:search") + "?q=Ketamine",
    "search_results": lambda index: reverse("wagtailadmin_pages:search_results") + "?q=Ketamine",
    "type": lambda index: reverse("wagtailadmin_pages:type_use", args=TYPE),
    "type_results": lambda index: reverse("wagtailadmin_pages:type_use_results", args=TYPE),
}
"""The addresses of the lists in which the pages below an index stand, with others."""


def listed(client: Client, index: Any, among: str = "explorer") -> str:
    return client.get(LISTS[among](index)).content.decode()


def columns(html: str) -> list[str]:
    """The names of a list's columns, as they stand above it."""
    (head,) = BeautifulSoup(html, "html.parser").select("table.listing thead")
    return [" ".join(cell.text.split()) for cell in head.select("th, td")]


def test_follows_a_text_from_draft_to_signature_and_back(article: Any) -> None:
    assert (overview(article).stage, overview(article).edition) == (Stage.DRAFT, None)
    submission = factories.submit(article)
    assert overview(article).stage is Stage.IN_REVIEW
    assert overview(article).waits_for == ["Clinician"]
    item = signing.item_for(submission)
    signing.ask_for_changes(submission.pk, factories.clinician(), item.digest, "Not yet.", "password")
    assert overview(article).stage is Stage.RETURNED
    article.current_workflow_state.cancel(user=article.owner)
    article = factories.release(article)
    assert overview(article).stage is Stage.SIGNED
    assert overview(article).is_latest
    changed = overview(factories.revise(article, title="Changed"))
    assert changed.edition is not None
    assert (changed.stage, changed.is_latest) == (Stage.DRAFT, False)


def test_a_round_to_sign_again_is_told_as_one(article: Any) -> None:
    article = factories.release(article)
    Submission.objects.open(article, kind=Submission.Kind.PERIODIC)
    assert overview(article).stage is Stage.AGAIN


def test_names_the_languages_that_are_public_and_marks_those_behind(article: Any) -> None:
    article = factories.release(article)
    translation = article.copy_for_translation(factories.Locale.objects.get(language_code="es"), copy_parents=True)
    translation.save_revision()
    assert [language.code for language in overview(article).languages] == ["en"]
    factories.release(translation)
    article = factories.release(factories.revise(article, title="Other"), grade=factories.Grade.MEANING)
    languages = {language.code: language.is_behind for language in overview(article).languages}
    assert languages == {"en": False, "es": True}


@pytest.mark.parametrize("among", LISTS)
def test_the_columns_are_drawn(client: Client, article: Any, index: Any, among: str) -> None:
    article = factories.release(article)
    factories.submit(factories.revise(article, title="Ketamine, changed"))
    answer = listed(client, index, among)
    for words in ("Public edition", "Older text", "In review", "Clinician", "Due again", "Languages"):
        assert words in answer


@pytest.mark.parametrize("among", LISTS)
def test_no_list_tells_of_the_status_of_a_row(client: Client, article: Any, index: Any, among: str) -> None:
    named = columns(listed(client, index, among))
    assert "Public edition" in named
    assert not [name for name in named if "status" in name.lower() or "None" in name]


@pytest.mark.parametrize("among", LISTS)
def test_where_there_is_no_room_a_column_goes_with_its_name(
    client: Client, article: Any, index: Any, among: str
) -> None:
    table = BeautifulSoup(listed(client, index, among), "html.parser").select_one("table.listing")
    above, below = table.select("thead th"), table.select("tbody tr")[0].select("td")
    wide = [place for place, cell in enumerate(above) if WIDE in cell.get("class", ())]
    assert wide
    assert wide == [place for place, cell in enumerate(below) if WIDE in cell.get("class", ())]


@pytest.mark.parametrize("among", ["explorer", "search", "type"])
def test_many_rows_cost_no_more_than_few(client: Client, article: Any, index: Any, among: str) -> None:
    first, second = factories.release(article), factories.release(factories.article(index, title="Ketamine"))
    costs = []
    for base, more in ((first, 2), (second, 15)):
        many_articles(base, more)
        listed(client, index, among)
        with CaptureQueriesContext(connection) as queries:
            assert listed(client, index, among).count("review-language") >= 2 + more
        costs.append(len(queries))
    assert costs[1] <= costs[0]


def test_what_is_overdue_is_marked(client: Client, article: Any, index: Any) -> None:
    article = factories.release(article)
    ends(article, timezone.now() - timedelta(days=1))
    assert overview(article).is_overdue
    assert "Overdue" in listed(client, index)


def test_screens_lead_to_what_readers_get_and_not_to_a_row_that_is_live(client: Client, article: Any) -> None:
    edit, below = (reverse(name, args=[article.pk]) for name in ("wagtailadmin_pages:edit", "wagtailadmin_explore"))

    def led_to() -> list[list[str]]:
        pages = (BeautifulSoup(client.get(screen).content, "html.parser") for screen in (edit, below))
        return [[link["href"] for link in page.select(".page-status-tag")] for page in pages]

    article.latest_revision.publish()
    assert type(article).objects.get(pk=article.pk).live
    assert led_to() == [[], []]

    address = factories.release(article).public.address
    assert led_to() == [[address], [address]]

    # What stands at the address is then a notice, or the text of another page.
    PublicPage.objects.filter(page=article).update(stands_in=PublicPage.StandsIn.NOTICE)
    assert led_to() == [[], []]
