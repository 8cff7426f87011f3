"""What a browser says of its reader's languages is a suggestion: it chooses where ``/`` leads, and no page."""

import pytest

from tests import factories


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("es", "/es/"),
        ("es-MX,en;q=0.5", "/es/"),
        ("ar-EG", "/ar/"),
        ("fr,ar;q=0.8,en;q=0.5", "/ar/"),
        ("en;q=0.4,es;q=0.9", "/es/"),
        ("es;q=0,en;q=0.1", "/en/"),
        ("fr", "/en/"),
        ("*", "/en/"),
        ("", "/en/"),
        ("x" * 5000, "/en/"),
    ],
)
def test_the_root_leads_to_the_language_liked_best(client, asked, leads_to):
    answer = client.get("/", headers={"Accept-Language": asked})

    assert (answer.status_code, answer["Location"]) == (302, leads_to)
    assert answer["Cache-Control"] == "private, no-store"


def test_a_language_whose_home_page_is_not_public_is_passed_over(client, site):
    site.spanish_home.unpublish()

    assert client.get("/", headers={"Accept-Language": "es,ar;q=0.5"})["Location"] == "/ar/"


@pytest.mark.parametrize("name", ["article", "spanish_article", "alone"])
def test_a_page_is_the_same_whatever_the_browser_says(client, site, name):
    address = getattr(site, name).url
    answers = [client.get(address, headers={"Accept-Language": asked}) for asked in ("", "es", "ar,en;q=0.1")]

    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1


def test_a_page_holds_a_note_in_each_other_language_and_shows_none_by_itself(visit, site):
    notes = visit(site.article).select(".language-note")

    assert [(note["lang"], note["dir"], note.a["href"], note.a["hreflang"]) for note in notes] == [
        ("es", "ltr", site.spanish_article.url, "es"),
        ("ar", "rtl", site.arabic_article.url, "ar"),
    ]
    assert all(note.has_attr("hidden") for note in notes)
    assert notes[0].a.text.strip() == "Esta página también está disponible en español."
    assert notes[1].a.text.strip() == "هذه الصفحة متاحة أيضًا باللغة العربية."


def test_no_note_speaks_of_what_is_not_public(visit, site):
    assert not visit(site.alone).select(".language-note")
    assert [note["lang"] for note in visit(site.spanish_withdrawn).select(".language-note")] == ["ar"]
    assert not visit(site.open_page).select(".language-note")
    assert not visit("/es/no-hay/", status=404).select(".language-note")


def test_a_note_speaks_of_a_restricted_translation_to_those_who_may_see_it(visit, site, client):
    client.force_login(factories.editor())

    assert [note.a["href"] for note in visit(site.open_page).select(".language-note")] == [site.secret.url]
