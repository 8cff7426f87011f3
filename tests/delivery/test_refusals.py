"""What cannot be understood is refused with the reason, as JSON, and never breaks anything."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

HUGE = str(2**70)
REFUSED = [
    ("pages/", {"colour": "red"}, "colour"),
    ("pages/1/", {"colour": "red"}, "colour"),
    ("pages/", {"treatments": "1"}, "treatments"),
    ("pages/", {"limit": HUGE}, "limit"),
    ("pages/", {"limit": "101"}, "100"),
    ("pages/", {"limit": ""}, "limit"),
    ("pages/", {"offset": HUGE}, "offset"),
    ("pages/", {"offset": "-1"}, "offset"),
    ("pages/", {"id": HUGE}, "id"),
    ("pages/", {"child_of": HUGE}, "child_of"),
    ("pages/", {"title": "a\x00b"}, "null"),
    ("pages/", {"search": "\x00"}, "null"),
    ("pages/", {"a\x00b": "1"}, "null"),
    ("pages/", {"format": "xml"}, "format"),
    ("pages/", {"rich_text_format": "db_html"}, "rich_text_format"),
    ("pages/", {"search": "a", "search_operator": "xor"}, "search_operator"),
    ("pages/", {"first_published_at": "yesterday"}, "first_published_at"),
    ("pages/", {"first_published_at": "2026-99-99T00:00:00Z"}, "first_published_at"),
    ("pages/", {"order": "parent"}, "parent"),
    ("pages/", {"fields": "a(" * 900}, "fields"),
    ("pages/", {"fields": "a" * 3000}, "fields"),
    ("pages/", {"fields": ""}, None),
    ("pages/", {"type": "articles.ArticlePage", "display_date": "2026-02-31"}, "display_date"),
    ("pages/", {"type": "articles.ArticlePage", "body": "x"}, "body"),
    ("pages/", {"type": "articles.ArticlePage", "order": "body"}, "body"),
    ("pages/", {"type": "articles.ArticlePage", "hero_image": "1"}, "hero_image"),
    ("pages/", {"type": "articles.ArticlePage", "treatments": "x"}, "treatments"),
    ("pages/", {"type": "articles.ArticlePage", "treatments": HUGE}, "treatments"),
    ("pages/find/", {"id": "x"}, "id"),
    ("images/", {"search": "a"}, "search"),
    ("images/", {"order": "title"}, "title"),
    ("images/", {"title": "a"}, "title"),
    ("documents/", {"id": HUGE}, "id"),
    ("redirects/", {"order": "location"}, "location"),
    ("redirects/", {"location": "/"}, "location"),
    ("changes/", {"since": "-1"}, "since"),
    ("changes/", {"since": HUGE}, "since"),
    ("site/", {"colour": "red"}, "colour"),
]


def test_bad_questions_get_the_reason(home, api, subtests):
    for path, query, word in REFUSED:
        with subtests.test(path=path, query=str(query)[:60]):
            if word is None:
                api.get(path, **query)
            else:
                assert word in api.get(path, status=400, **query)["message"]


@pytest.mark.parametrize(
    "path", ["pages/999999/", f"pages/{HUGE}/", f"images/{HUGE}/", "images/1/", "documents/1/", "redirects/1/", "x/"]
)
def test_what_is_not_there_is_404_as_json(home, api, path):
    assert api.get(path, status=404)["message"]


def test_only_reading_is_possible(home, client):
    for method in ("post", "put", "patch", "delete", "options"):
        response = getattr(client, method)("/api/v2/pages/")
        assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
        assert response.json()["message"]
    assert client.head("/api/v2/pages/").status_code == 200


def test_everybody_may_keep_what_everybody_gets(home, client):
    response = client.get("/api/v2/pages/", headers={"origin": "https://example.org"})

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert response["Content-Type"] == "application/json"
    assert "Access-Control-Allow-Origin" not in response
    assert not response.cookies
    assert client.get("/api/v2/pages/", {"order": "random"})["Cache-Control"] == "private, no-store"


def test_a_forgotten_slash_is_put_right(home, client):
    response = client.get("/api/v2/pages?limit=1")

    assert (response.status_code, response["Location"]) == (301, "/api/v2/pages/?limit=1")
    assert client.get("/api/v2/nothing").status_code == 404


PARAMETERS = (
    "limit offset fields order search search_operator type child_of descendant_of ancestor_of translation_of locale "
    "slug id title site show_in_menus first_published_at alias_of display_date treatments authors conditions _"
)
WORDS = "root * - random articles.ArticlePage wagtailcore.Page title,-slug true ( 1e9"
ENDPOINTS = "pages/ pages/find/ images/ documents/ redirects/ search/ changes/ site/"
NAMES, PATHS = st.sampled_from(PARAMETERS.split()), st.sampled_from(ENDPOINTS.split())
VALUES = st.text(max_size=30) | st.integers().map(str) | st.sampled_from(WORDS.split())


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, query=st.dictionaries(NAMES, VALUES, max_size=4))
def test_no_question_breaks_anything(home, client, path: str, query: dict[str, Any]):
    response = client.get(f"/api/v2/{path}", query)

    assert response.status_code < 500
    if response.status_code != 302:
        assert response.json() is not None
