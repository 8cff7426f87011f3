"""What is for practitioners is found by practitioners, and moves nothing that others find."""

import pytest

from public.models import PublicPage
from public.projection import rebuild
from search.query import search
from tests import factories
from tests.parts.conftest import OTHERS, SECRET


@pytest.mark.parametrize("name", OTHERS)
def test_others_find_nothing_by_its_words(pages, reading, name):
    client = reading(name)

    assert client.get("/api/v2/search/", {"q": SECRET}).json()["meta"]["total_count"] == 0
    assert client.get("/api/v2/pages/", {"search": f"{SECRET} everybody", "search_operator": "or"}).json()["meta"][
        "total_count"
    ] == len(["article", "spanish"])
    assert b"/for-two/" not in client.get("/en/search/", {"q": SECRET}).content


def test_practitioners_find_every_page_once_by_words_of_both_parts(pages, reading):
    client = reading("verified")

    found = client.get("/api/v2/search/", {"q": f"everybody {SECRET}"}).json()

    assert [item["id"] for item in found["items"]] == [pages.spanish.pk, pages.article.pk]
    assert found["meta"]["total_count"] == 2
    assert b"/en/articles/for-two/" in client.get("/en/search/", {"q": SECRET}).content


def test_what_others_find_first_does_not_hang_on_it(pages):
    often = " ".join(["racemate"] * 30)
    quiet = [("rich_text", "<p>The racemate.</p>"), ("for_practitioners", [("rich_text", f"<p>{often}</p>")])]
    loud = [("rich_text", "<p>The racemate, a racemate and the racemate.</p>")]
    one = factories.release(factories.article(pages.index, title="Quiet", body=quiet))
    two = factories.release(factories.article(pages.index, title="Loud", body=loud))

    def order(whole: bool) -> list[int]:
        return [page.pk for page in search("racemate", PublicPage.objects.all(), whole=whole)]

    assert order(whole=False) == [two.pk, one.pk]
    assert order(whole=True) == [one.pk, two.pk]


def test_it_is_forgotten_with_the_page_and_made_again_from_the_ledger(pages, reading):
    rebuild()
    assert reading("verified").get("/api/v2/search/", {"q": SECRET}).json()["meta"]["total_count"] == 4

    pages.article.unpublish()
    assert reading("verified").get("/api/v2/search/", {"q": SECRET}).json()["meta"]["total_count"] == 3
