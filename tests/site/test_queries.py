"""What an uncached page costs the database, in a process that has served this generation before."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.delivery.copies import many_articles

# Always: the generation; the page with its edition, copy and sign-off; the pages above it and its translations.
# Then, where a page has it: the pages its copy refers to; the count and the rows of a list; the pages those refer to;
# what a list can be filtered by; who gives a treatment. Snippets, menus, clinic, sites and restrictions are held per
# generation.
LIMITS = {
    "home": 4,
    "standard": 3,
    "article": 4,
    "treatment": 4,
    "practitioner": 4,
    "articles": 7,
    "treatments": 7,
    "directory": 7,
}


def cost_of(address: str) -> int:
    """The queries of a second request in the same generation."""
    client = Client()
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("name", LIMITS)
def test_a_page_takes_few_queries(clinic, name):
    assert cost_of(getattr(clinic, name).url) <= LIMITS[name]


def test_search_takes_few_queries(clinic):
    # The generation, the count, the rows.
    assert cost_of("/en/search/?q=ketamine") <= 3


def test_a_list_of_forty_costs_what_a_list_of_two_costs(clinic):
    address = clinic.articles.url
    few = cost_of(address), cost_of("/en/search/?q=ketamine")

    many_articles(clinic.infusion, 40)

    assert (cost_of(f"{address}?page=3"), cost_of("/en/search/?q=ketamine")) == few
