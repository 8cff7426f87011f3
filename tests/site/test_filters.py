"""Lists of articles and treatments are narrowed by what is public, with plain forms."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.rows import Rows, once

MOST_QUERIES = 8


def build() -> Rows:
    """Three articles about two conditions and two treatments; drafts of theirs that say otherwise."""
    home = factories.site()
    depression, anxiety = factories.condition("Depression"), factories.condition("Anxiety")
    research = factories.topic("Research")
    treatments = factories.release(factories.treatment_index(home, title="Treatments"))
    ketamine = factories.release(factories.treatment(treatments, title="Ketamine", conditions=[depression, anxiety]))
    esketamine = factories.release(factories.treatment(treatments, title="Esketamine", conditions=[depression]))
    draft = factories.treatment(treatments, title="SECRET treatment", conditions=[anxiety])
    articles = factories.release(factories.article_index(home, title="Articles"))
    about = {
        "One": {"conditions": [depression], "treatments": [ketamine], "topics": [research]},
        "Two": {"conditions": [anxiety], "treatments": [ketamine, draft], "topics": []},
        "Three": {"conditions": [depression], "treatments": [esketamine], "topics": []},
    }
    made = {}
    for day, (title, fields) in enumerate(about.items(), start=1):
        article = factories.article(articles, title=title, display_date=f"2026-01-0{day}", **fields)
        made[title.lower()] = factories.release(article)
    factories.revise(made["three"], topics=[factories.topic("SECRET topic")]).get_latest_revision().publish()
    depression.name = "SECRET name"
    depression.save()
    return Rows(
        articles=articles, treatments=treatments, ketamine=ketamine, draft=draft, depression=depression,
        anxiety=anxiety, research=research, **made,
    )  # fmt: skip


built = once(build)


@pytest.fixture(autouse=True)
def rows(built: Rows, db: None) -> Rows:
    return built


def read(client, index, **query) -> BeautifulSoup:
    answer = client.get(index.url, query)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def titles(page) -> list[str]:
    return [link.text.strip() for link in page.select(".card-title a")]


def key(row) -> str:
    return str(row.translation_key)


def test_articles_are_narrowed_by_condition_treatment_and_topic(rows, client):
    ketamine = f"page:{key(rows.ketamine)}"

    assert titles(read(client, rows.articles)) == ["Three", "Two", "One"]
    assert titles(read(client, rows.articles, conditions=key(rows.depression))) == ["Three", "One"]
    assert titles(read(client, rows.articles, treatments=ketamine)) == ["Two", "One"]
    assert titles(read(client, rows.articles, topics=key(rows.research))) == ["One"]
    assert titles(read(client, rows.articles, conditions=key(rows.anxiety), treatments=ketamine)) == ["Two"]


def test_treatments_are_narrowed_by_condition(rows, client):
    assert titles(read(client, rows.treatments, conditions=key(rows.anxiety))) == ["Ketamine"]


def test_choices_are_what_public_copies_say(rows, client):
    """No draft, no page that is not public, and no name that was changed after it was signed."""
    page = read(client, rows.articles)

    choices = {select["name"]: [option.text for option in select.select("option")][1:] for select in page("select")}
    assert choices == {
        "conditions": ["Anxiety", "Depression"],
        "treatments": ["Esketamine", "Ketamine"],
        "topics": ["Research"],
    }
    assert "SECRET" not in page.text


@pytest.mark.parametrize("value", ["x", "\x00", "page:", "' OR 1=1", "unknown", "é" * 3000])
def test_what_is_no_choice_finds_nothing_and_never_fails(rows, client, value):
    page = read(client, rows.articles, treatments=value)

    assert titles(page) == []
    assert page.select_one(f'.empty a[href="{rows.articles.url}"]')


def test_a_page_that_is_not_public_narrows_nothing_down(rows, client):
    """Else anybody could ask which article an unsigned treatment belongs to."""
    assert titles(read(client, rows.articles, treatments=f"page:{key(rows.draft)}")) == []


def test_an_empty_list_says_what_was_asked_and_leads_to_everything(rows, client):
    asked = {"conditions": key(rows.anxiety), "topics": key(rows.research)}

    empty = read(client, rows.articles, **asked).select_one(".empty")

    assert "Anxiety" in empty.text
    assert "Research" in empty.text
    assert empty.a["href"] == rows.articles.url


def test_turning_the_page_keeps_what_was_asked(rows, client, monkeypatch):
    monkeypatch.setattr("public.lists.PAGE_SIZE", 1)
    asked = {"conditions": key(rows.depression)}

    page = read(client, rows.articles, **asked)
    following = page.select_one('a[rel="next"]')["href"]

    assert titles(page) == ["Three"]
    assert f"conditions={key(rows.depression)}" in following
    assert titles(BeautifulSoup(client.get(rows.articles.url + following).content, "html.parser")) == ["One"]
    assert page.select_one("option[selected]").text == "Depression"


def test_narrowing_costs_few_queries(rows, client):
    asked = {"conditions": key(rows.depression), "treatments": f"page:{key(rows.ketamine)}"}
    client.get(rows.articles.url, asked)

    with CaptureQueriesContext(connection) as queries:
        client.get(rows.articles.url, asked)

    assert len(queries) <= MOST_QUERIES
