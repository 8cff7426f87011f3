"""Clients of Wagtail's own API get the same answers here, in everything both of them say."""

from typing import Any

import pytest
from django.test import override_settings

pytestmark = pytest.mark.django_db
PARTS = {"articles.ArticleAuthor", "practitioners.SpokenLanguage"}
"""Rows of a page's own: a copy knows no ids of theirs."""
DIFFERENT = {
    "detail_url",  # another mount
    "html_url",  # Wagtail's own addresses are not served here, so it knows none
    "first_published_at",  # of the edition, and in UTC
    "hero_image",  # the signed file, with its renditions
    "photo",
    "body",  # rich text with its links resolved, references as objects: see docs/api.md
}


@pytest.fixture
def ask(client):
    """The answers of both to the same question."""

    def ask(path: str, **query: Any) -> tuple[Any, Any]:
        with override_settings(ROOT_URLCONF="tests.delivery.stock_urls"):
            ours, theirs = client.get(f"/api/v2/{path}", query), client.get(f"/stock/{path}", query)
        assert ours.status_code == theirs.status_code
        return ours.json(), theirs.json()

    return ask


def assert_covers(ours: Any, theirs: Any, name: str = "") -> None:
    """Whatever Wagtail says, we say too."""
    if name in DIFFERENT:
        return
    if isinstance(theirs, dict):
        for key, value in theirs.items():
            if key == "id" and ours.get("meta", {}).get("type") in PARTS:
                continue
            assert key in ours, f"{name}.{key} is missing"
            assert_covers(ours[key], value, key)
    elif isinstance(theirs, list):
        assert len(ours) == len(theirs), name
        for mine, other in zip(ours, theirs, strict=True):
            assert_covers(mine, other, name)
    else:
        assert ours == theirs, name


LISTS = [
    {},
    {"limit": 2, "offset": 3},
    {"limit": 0},
    {"order": "title"},
    {"order": "-title"},
    {"order": "-slug,id"},
    {"locale": "es"},
    {"type": "wagtailcore.Page"},
    {"type": "articles.ArticlePage", "locale": "en", "fields": "display_date,authors,conditions,treatments"},
    {"type": "articles.ArticlePage", "fields": "_,title"},
    {"type": "articles.ArticlePage", "locale": "en", "fields": "-title,treatments(title)"},
    {"type": "articles.ArticlePage,treatments.TreatmentPage"},
    {"type": "articles.ArticlePage", "display_date": "2026-01-31"},
    {"type": "practitioners.PractitionerPage", "accepts_new_patients": "true"},
    {"type": "practitioners.PractitionerPage", "accepts_new_patients": "false"},
    {"slug": "esketamine"},
    {"title": "Esketamine"},
    {"show_in_menus": "true"},
    {"child_of": "root"},
    {"descendant_of": "root", "locale": "en"},
    {"fields": "seo_title,search_description,show_in_menus,alias_of"},
    {"fields": "*"},
]


def test_lists(world, ask, subtests):
    for query in LISTS:
        with subtests.test(query=query):
            assert_covers(*ask("pages/", **query))


def test_details(world, ask, subtests):
    for name in ("home", "article", "treatment", "practitioner", "articles"):
        with subtests.test(page=name):
            assert_covers(*ask(f"pages/{getattr(world, name).pk}/"))


def test_places_in_the_tree(world, ask, subtests):
    for parameter in ("child_of", "descendant_of", "ancestor_of", "translation_of"):
        for name in ("home", "articles", "article"):
            with subtests.test(parameter=parameter, page=name):
                assert_covers(*ask("pages/", **{parameter: getattr(world, name).pk}))


ERRORS = [
    {"limit": "x"},
    {"limit": "-1"},
    {"limit": "101"},
    {"offset": "-1"},
    {"type": "articles.Nothing"},
    {"type": "core.User"},
    {"fields": "colour"},
    {"fields": "title("},
    {"fields": "*,title"},
    {"fields": "title,,slug"},
    {"fields": "title(id)"},
    {"order": "colour"},
    {"order": "random,title"},
    {"order": "random", "offset": "1"},
    {"child_of": "x"},
    {"child_of": "999999"},
    {"descendant_of": "999999"},
    {"ancestor_of": "999999"},
    {"ancestor_of": "root"},
    {"translation_of": "999999"},
    {"child_of": "root", "descendant_of": "root"},
    {"show_in_menus": "perhaps"},
    {"colour": "red"},
    {"locale": "xx"},
]


def test_errors_have_the_same_status_and_words(world, ask, subtests):
    for query in ERRORS:
        with subtests.test(query=query):
            ours, theirs = ask("pages/", **query)
            assert ours == theirs


def test_an_address_is_found(world, client):
    for path in ("/articles/what-ketamine-does/", "articles/what-ketamine-does"):
        with override_settings(ROOT_URLCONF="tests.delivery.stock_urls"):
            ours, theirs = (
                client.get(f"{mount}pages/find/", {"html_path": path, "fields": "title"})
                for mount in ("/api/v2/", "/stock/")
            )
        assert ours.status_code == theirs.status_code == 302
        assert ours["Location"].replace("/api/v2/", "/stock/") == theirs["Location"]
