"""The section's resources: what they can be narrowed by, searched for, and what a list of them costs."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from practitioners.models import Acknowledgement
from tests import arabic, factories
from tests.delivery.copies import many
from tests.practitioners.reading.conftest import OUTSIDERS, logged_in, outsider, public, titles

EVERYTHING = ["Driving after a session", "Infusion day", "How to refer", "What trials say"]
MOST_QUERIES = 16
"""Account and session 2, groups and licence 2, generation, page, what stands around it, visit, kinds, treatments, both
counts, list and its length, how to refer, and 2 of permissions for Wagtail's bar."""


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, EVERYTHING),
        ({"kind": "protocol"}, ["Infusion day"]),
        ({"kind": "safety"}, ["Driving after a session"]),
        ({"treatments": "infusion"}, ["Infusion day", "How to refer"]),
        ({"treatments": "spray", "kind": "referral"}, ["How to refer"]),
        ({"treatments": "spray", "kind": "protocol"}, []),
        ({"show": "waiting"}, ["Driving after a session"]),
        ({"kind": "nonsense", "treatments": "page:nothing", "show": "\x00", "page": "-3"}, EVERYTHING),
    ],
)
def test_a_practitioner_narrows_the_list_by_kind_and_treatment(rows, reader, asked, found):
    if asked.get("treatments") in ("infusion", "spray"):
        asked = {**asked, "treatments": f"page:{getattr(rows, asked['treatments']).translation_key}"}

    assert titles(logged_in(reader).get(rows.section.url, asked)) == found


def test_only_kinds_and_treatments_that_something_has_are_offered(rows, reader):
    options = logged_in(reader).get(rows.section.url).context["options"]

    assert [key for key, _ in options["kind"]] == ["protocol", "referral", "evidence", "safety"]
    assert [label for _, label in options["treatments"]] == ["Infusion", "Nasal spray"]


@pytest.mark.parametrize("role", OUTSIDERS)
@pytest.mark.parametrize("asked", [{}, {"kind": "safety"}, {"show": "waiting"}])
def test_for_everybody_else_there_is_no_section_however_they_ask(rows, role, asked):
    answer = logged_in(outsider(role)).get(rows.section.url, asked)

    assert answer.status_code in (302, 404)
    assert b"Driving" not in answer.content


def test_an_administrator_reads_the_resources_without_being_asked_anything(rows):
    client = logged_in(factories.user(is_superuser=True))

    answer = client.get(rows.section.url)

    assert set(titles(answer)) == set(EVERYTHING)
    assert answer.context["waiting"] == 0
    assert b"I have read this" not in client.get(rows.safety.url).content


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"kind": "evidence", "treatments": "infusion"}, "No resource matches that."),
        ({"show": "new"}, "Nothing is new since your last visit."),
        ({"show": "waiting"}, "You have read them all."),
    ],
)
def test_an_empty_list_says_why_it_is_empty(rows, reader, asked, said):
    edition = public(rows.safety).edition
    Acknowledgement.objects.create(user=reader, subject=edition.subject, digest=edition.copy_id, at=edition.released_at)
    if "treatments" in asked:
        asked = {**asked, "treatments": f"page:{rows.infusion.translation_key}"}

    assert said in logged_in(reader).get(rows.section.url, asked).content.decode()


def test_a_section_without_resources_says_so(rows, reader):
    empty = factories.release(factories.section(rows.home, title="Another one"))

    assert "There are no resources here yet." in logged_in(reader).get(empty.url).content.decode()


class TestSearch:
    def test_the_section_is_searched_alone(self, rows, reader):
        factories.release(factories.standard(rows.home, title="Oxygen", body=[("rich_text", "<p>Oxygen for all</p>")]))

        answer = logged_in(reader).get("/en/search/", {"q": "oxygen", "in": rows.section.pk})

        assert {page.title for page in answer.context["results"]} == {"Infusion day", "Driving after a session"}
        assert "Only pages of “For practitioners” are searched." in answer.content.decode()

    def test_the_section_offers_to_search_in_it(self, rows, reader):
        page = logged_in(reader).get(rows.section.url).content.decode()

        assert f'<input type="hidden" name="in" value="{rows.section.pk}">' in page

    @pytest.mark.parametrize("role", OUTSIDERS)
    def test_whoever_may_not_read_the_section_learns_nothing_by_searching_in_it(self, rows, role):
        client = logged_in(outsider(role))

        there = client.get("/en/search/", {"q": "oxygen", "in": rows.section.pk})
        nowhere = client.get("/en/search/", {"q": "oxygen", "in": 999_999})

        assert there.context["results"].paginator.count == 0
        assert there.context["within"] is None
        assert BeautifulSoup(there.content, "html.parser").main == BeautifulSoup(nowhere.content, "html.parser").main

    @pytest.mark.parametrize("asked", ["", "x", "-1", "1.5", "²", "٣", "9" * 18, "9" * 400, "\x00"])
    def test_a_place_that_is_none_narrows_nothing(self, rows, reader, asked):
        answer = logged_in(reader).get("/en/search/", {"q": "oxygen", "in": asked})

        assert answer.status_code == 200
        assert answer.context["results"].paginator.count == 2


def test_two_resources_cost_what_forty_cost(rows, reader):
    client, address = logged_in(reader), rows.section.url

    def cost() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    few = cost()
    many(rows.safety, 40, "kind", "summary")

    assert cost() == few <= MOST_QUERIES


def test_the_list_is_paged_and_keeps_its_filters(rows, reader):
    many(rows.safety, 25, "kind", "summary")

    answer = logged_in(reader).get(rows.section.url, {"kind": "safety", "page": 2})

    assert len(titles(answer)) == 6
    assert "kind=safety" in answer.content.decode()


def test_the_section_reads_in_spanish(rows, reader):
    arabic.translated(rows.home, "es", title="Inicio")
    section = arabic.translated(rows.section, "es", title="Para profesionales", slug="para-profesionales")
    arabic.translated(rows.safety, "es", title="Conducir después", slug="conducir")

    answer = logged_in(reader).get(section.url, {"kind": "safety"})

    assert titles(answer) == ["Conducir después"]
    assert answer.context["waiting"] == 1


@pytest.mark.parametrize(("name", "value"), [("kind", "protocol"), ("treatments", None)])
def test_apps_of_practitioners_narrow_resources_by_kind_and_treatment(rows, reader, name, value):
    asked = {"type": "practitioners.PractitionerResourcePage", name: value or rows.infusion.pk}

    mine = logged_in(reader).get("/api/v2/pages/", asked).json()
    nobodys = logged_in(None).get("/api/v2/pages/", asked).json()

    expected = {"Infusion day"} if value else {"Infusion day", "How to refer"}
    assert {item["title"] for item in mine["items"]} == expected
    assert nobodys["items"] == []
