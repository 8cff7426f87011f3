"""The page of a resource: what it is, when it came, what can be taken away, what else there is."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.delivery.copies import many
from tests.practitioners.reading.conftest import logged_in

MOST_QUERIES = 12
"""Account and session 2, groups and licence 2, generation, page, what stands around it, what its copy refers to, its
acknowledgements, related resources, and 2 of permissions for Wagtail's bar."""


@pytest.fixture
def read(rows, reader):
    """Reads a resource as a practitioner does."""
    client = logged_in(reader)
    return lambda page: BeautifulSoup(client.get(page.url).content, "html.parser")


def test_a_download_says_in_words_what_it_is_and_how_large(rows, read):
    words = read(rows.protocol).select_one(".download").get_text(" ", strip=True)

    assert words == "Download “Outline” PDF document, 13\xa0bytes"


def test_a_resource_leads_to_those_about_the_same_treatments_or_of_its_kind(rows, read):
    another = factories.release(factories.resource(rows.section, title="Second protocol", kind="protocol"))

    def related(page):
        return [link.get_text(strip=True) for link in read(page).select(".related-resources .resource-title a")]

    assert related(rows.protocol) == ["How to refer", "Second protocol"]
    assert related(another) == ["Infusion day"]
    assert related(rows.evidence) == []


def test_a_resource_says_when_it_was_released_and_by_whom_reviewed(rows, read):
    byline = read(rows.evidence).select_one(".byline").get_text(" ", strip=True)

    assert "Released" in byline
    assert "Medically reviewed by" in byline


def test_a_resource_among_forty_costs_what_one_among_four_costs(rows, reader):
    client, address = logged_in(reader), rows.safety.url

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    many(rows.safety, 4, "kind", "summary")
    few = cost()
    many(rows.protocol, 40, "kind", "summary")

    assert cost() == few <= MOST_QUERIES
