"""Through every door, each reader gets their own version: no byte of the part for practitioners for anybody else."""

from typing import Any

import pytest
from bs4 import BeautifulSoup

from tests.parts.conftest import OTHERS, OUTSIDERS, SECRET, TRUSTED

PAGES = ("article", "spanish", "treatment", "standard")
NESTED = "*,conditions(*),treatments(*),authors(practitioner(*))"
LISTS: list[tuple[str, dict[str, Any]]] = [
    ("/api/v2/pages/", {"fields": "*", "limit": 100}),
    ("/api/v2/pages/", {"type": "articles.ArticlePage", "fields": NESTED}),
    ("/api/v2/pages/", {"type": "treatments.TreatmentPage", "fields": "*"}),
    ("/api/v2/pages/", {"type": "home.StandardPage", "fields": "*", "order": "title"}),
    ("/api/v2/pages/", {"search": SECRET, "fields": "*"}),
    ("/api/v2/search/", {"q": f"{SECRET} words"}),
    ("/api/v2/images/", {"fields": "*"}),
    ("/api/v2/documents/", {"fields": "*"}),
    ("/api/v2/changes/", {}),
    ("/api/v2/redirects/", {}),
    ("/api/v2/site/", {}),
    ("/en/search/", {"q": "protocol"}),
    ("/en/feed/", {}),
    ("/sitemap.xml", {}),
]


def everything(client: Any, pages: Any) -> bytes:
    """All that a reader is told of these pages, anywhere."""
    said = [client.get(path, query) for path, query in LISTS]
    for name in PAGES:
        page = getattr(pages, name)
        said.append(client.get(page.public.address))
        said.append(client.get(f"/api/v2/pages/{page.pk}/"))
        said.append(client.get("/api/v2/pages/find/", {"html_path": page.public.address}, follow=True))
    assert {answer.status_code for answer in said} == {200}
    return b"".join(answer.content for answer in said)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_gets_a_byte_of_it(pages, reading, name):
    told = everything(reading(name), pages).lower()

    traces = (SECRET, "hushdoi", "777777", pages.picture.digest, pages.document.digest, "for_practitioners")
    assert not [trace for trace in traces if trace.encode() in told]
    assert b"everybody reads this" in told


@pytest.mark.parametrize("name", TRUSTED)
@pytest.mark.parametrize("page", PAGES)
def test_a_verified_practitioner_gets_the_whole_and_nobody_keeps_it(pages, reading, name, page):
    client = reading(name)
    row = getattr(pages, page)

    shown = client.get(row.public.address)
    told = client.get(f"/api/v2/pages/{row.pk}/")

    for answer in (shown, told):
        assert f"{SECRET} heading" in answer.content.decode()
        assert answer["Cache-Control"] == "private, no-store"
    part = BeautifulSoup(shown.content, "html.parser").select_one("section.for-practitioners")
    assert part["aria-label"]
    assert part.p.text == part["aria-label"]
    assert SECRET in part.text


def test_references_are_those_of_the_readers_version_numbered_as_it_cites_them(pages, reading):
    address = f"/api/v2/pages/{pages.article.pk}/"
    theirs = reading("anonymous").get(address).json()
    whole = reading("verified").get(address).json()
    titles = ["Another known trial", "A known trial"]

    assert [reference["title"] for reference in theirs["references"]] == titles
    assert [reference["number"] for reference in theirs["references"]] == [1, 2]
    assert [len(reference["places"]) for reference in theirs["references"]] == [1, 1]
    assert 'href="#ref-2"' in theirs["body"][-1]["value"]
    assert [reference["title"] for reference in whole["references"]] == [titles[0], f"{SECRET} trial", titles[1]]
    assert 'href="#ref-3"' in whole["body"][-1]["value"]


def test_the_place_of_a_heading_does_not_tell_that_another_one_is_left_out(pages, reading):
    shown = BeautifulSoup(reading("anonymous").get(pages.article.public.address).content, "html.parser")

    assert shown.find(id="dosing")
    assert not shown.find(id="dosing-2")


def test_structured_data_cites_what_the_reader_sees(pages, reading):
    def cited(name: str) -> str:
        shown = BeautifulSoup(reading(name).get(pages.article.public.address).content, "html.parser")
        return shown.find("script", type="application/ld+json").text

    assert SECRET not in cited("anonymous")
    assert f"{SECRET} trial" in cited("verified")


def test_a_picture_in_both_parts_is_described_to_each_reader_by_their_own(pages, reading):
    def alternatives(name: str) -> set[str]:
        items = reading(name).get("/api/v2/images/", {"limit": 100}).json()["items"]
        return {item["alt"] for item in items}

    assert alternatives("anonymous") == {"A room"}
    assert f"{SECRET} alt" in alternatives("verified")


@pytest.mark.parametrize("name", OUTSIDERS)
@pytest.mark.parametrize("file", ["picture", "document"])
def test_its_files_are_for_practitioners_alone(pages, reading, name, file):
    digest = getattr(pages, file).digest
    address = f"/m/{digest}/w400.webp" if file == "picture" else f"/m/{digest}/file.pdf"

    assert reading(name).get(address).status_code == 404
    answer = reading("verified").get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_a_file_in_both_parts_is_for_everybody(pages, reading):
    answer = reading("anonymous").get(f"/m/{pages.both.digest}/w400.webp")

    assert (answer.status_code, answer["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
