"""The directory: what its page finds, the API finds."""

from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practitioners.models import SpokenLanguage
from tests import factories
from tests.rows import Rows, once

NPI = "1234567893"


def build() -> Rows:
    """A directory of four, and a fifth whose draft nobody signed."""
    home = factories.site()
    index = factories.release(factories.treatment_index(home, title="Treatments", slug="treatments"))
    esketamine = factories.release(factories.treatment(index, title="Esketamine"))
    ketamine = factories.release(factories.treatment(index, title="Ketamine"))
    directory = factories.release(factories.practitioner_index(home, title="Team", slug="team"))
    people = (
        ("Ada", [esketamine], ["en", "es"], True),
        ("Bea", [esketamine, ketamine], ["en"], True),
        ("Cleo", [ketamine], ["es"], False),
        ("Dan", [], [], True),
    )
    made = {}
    for name, treatments, languages, accepts in people:
        person = factories.practitioner(
            directory,
            title=name,
            slug=name.lower(),
            credentials="MD",
            npi=NPI if name == "Ada" else "",
            treatments=treatments,
            languages=[SpokenLanguage(language=code) for code in languages],
            accepts_new_patients=accepts,
        )
        made[name.lower()] = factories.release(person)
    factories.revise(made["cleo"], accepts_new_patients=True)
    factories.practitioner(directory, title="Eve", accepts_new_patients=True)
    return Rows(home=home, directory=directory, esketamine=esketamine, ketamine=ketamine, **made)


built = once(build)


@pytest.fixture(autouse=True)
def rows(built: Rows, db: None) -> Rows:
    return built


def on_page(client, rows, **query) -> list[str]:
    page = BeautifulSoup(client.get(rows.directory.url, query).content, "html.parser")
    return [link.text.strip() for link in page.select(".card-title a")]


def over_api(client, **query) -> list[str]:
    asked = {"type": "practitioners.PractitionerPage", "order": "title", **query}
    return [item["title"] for item in client.get("/api/v2/pages/", asked).json()["items"]]


@pytest.mark.parametrize(
    ("treatment", "language", "accepts"),
    list(product((None, "esketamine", "ketamine"), (None, "en", "es"), (False, True))),
)
def test_page_and_api_find_the_same(rows, client, treatment, language, accepts):
    shared = {"languages": language} if language else {}
    shared |= {"accepts_new_patients": "true"} if accepts else {}
    page = getattr(rows, treatment) if treatment else None
    for_page = {"treatments": f"page:{page.translation_key}"} if page else {}
    for_api = {"treatments": page.pk} if page else {}

    assert on_page(client, rows, **shared, **for_page) == over_api(client, **shared, **for_api)


def test_each_filter_finds_who_is_meant(rows, client):
    assert over_api(client) == ["Ada", "Bea", "Cleo", "Dan"]
    assert over_api(client, treatments=rows.esketamine.pk) == ["Ada", "Bea"]
    assert over_api(client, languages="es") == ["Ada", "Cleo"]
    # What a draft says that nobody signed finds nobody.
    assert over_api(client, accepts_new_patients="true") == ["Ada", "Bea", "Dan"]
    assert over_api(client, treatments=rows.esketamine.pk, languages="es", accepts_new_patients="true") == ["Ada"]


def test_the_form_keeps_what_was_asked(rows, client):
    page = BeautifulSoup(client.get(rows.directory.url, {"accepts_new_patients": "true"}).content, "html.parser")

    assert page.select_one("input[name=accepts_new_patients]").has_attr("checked")
    assert "Show everybody" in page.select_one(".filters").text


@pytest.mark.parametrize("value", ["", "false", "1", "\x00"])
def test_anything_else_shows_everybody(rows, client, value):
    assert on_page(client, rows, accepts_new_patients=value) == ["Ada", "Bea", "Cleo", "Dan"]


def test_a_filter_takes_no_more_queries(rows, client):
    counts = []
    for query in ({}, {"accepts_new_patients": "true"}):
        client.get(rows.directory.url, query)
        with CaptureQueriesContext(connection) as captured:
            client.get(rows.directory.url, query)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_the_page_of_a_practitioner_shows_the_number(rows, client):
    facts = BeautifulSoup(client.get(rows.ada.url).content, "html.parser").select_one(".facts")

    assert ("NPI", NPI) in [(row.dt.text.strip(), row.dd.text.strip()) for row in facts.select("div")]
    assert "NPI" not in client.get(rows.bea.url).content.decode()
