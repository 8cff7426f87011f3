"""What an answer costs the database: the same for many pages as for two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from public import state
from tests.delivery.copies import many_articles


def queries(api, path: str, **query) -> list[str]:
    """The statements of a request that is not the first of its generation, which also reads what is held for it."""
    api.get(path, **query)
    with CaptureQueriesContext(connection) as captured:
        api.get(path, **query)
    return [entry["sql"] for entry in captured.captured_queries]


def test_a_detail_takes_three(world, api):
    """The generation; the page with its copy and signature; the pages it names with its parent and translations."""
    assert len(queries(api, f"pages/{world.article.pk}/")) == 3


def test_a_list_takes_three(world, api):
    """The generation; how many there are; those asked for."""
    assert len(queries(api, "pages/", limit=100)) == 3


def test_a_list_of_everything_takes_four(world, api):
    """As a list, and the pages that its pages name, with their translations."""
    assert len(queries(api, "pages/", type="articles.ArticlePage", fields="*")) == 4


def test_the_first_answer_of_a_generation_reads_what_is_held_for_it(world, api):
    """Restrictions with their groups, sites and their home pages, the next end of a clearance; editions of snippets,
    and the rows of each kind; the clinic, who signs with a page of their own, and those pages.
    """
    state.forget()
    with CaptureQueriesContext(connection) as captured:
        api.get(f"pages/{world.article.pk}/")
    assert len(captured) <= 3 + 5 + 3 + 3


def test_the_number_of_pages_makes_no_difference(world, api):
    asked = [{"type": "articles.ArticlePage", "limit": 20, **more} for more in ({}, {"fields": "*"})]
    before = [len(queries(api, "pages/", **query)) for query in asked]

    many_articles(world.article, 40)

    assert len(api.ids("pages/", **asked[0])) == 20
    assert [len(queries(api, "pages/", **query)) for query in asked] == before


def test_a_filter_that_names_a_page_takes_one_more(world, api):
    """The page is looked up first, so that one this reader may not see is an error and no oracle."""
    plain = queries(api, "pages/", type="articles.ArticlePage")
    assert len(queries(api, "pages/", type="articles.ArticlePage", child_of=world.articles.pk)) == len(plain) + 1
    assert len(queries(api, "pages/", type="articles.ArticlePage", treatments=world.treatment.pk)) == len(plain) + 1


@pytest.mark.parametrize("path", ["images/", "documents/"])
def test_a_list_of_files_takes_five(world, api, path):
    """The generation; how many there are; those asked for; the pages that show them; the editions of those."""
    assert len(queries(api, path)) == 5
