"""Feed, sitemap and robots.txt list what everybody may read, and nothing else."""

from xml.etree import ElementTree

import feedparser
import pytest

from public.models import PublicPage
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories

NAMESPACES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
}
SITE = "http://localhost:8000"


@pytest.fixture
def practitioner_client(clinic, client):
    """Somebody who may read the section for practitioners."""
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    return client


def test_the_feed_is_valid_and_lists_the_released_articles_of_its_language(clinic, client):
    answer = client.get("/en/feed/")
    feed = feedparser.parse(answer.content)

    assert not feed.bozo
    assert answer["Content-Type"].startswith("application/rss+xml")
    assert {entry.title for entry in feed.entries} == {"How long it takes", "Ketamine infusion"} | {
        "Infusions <script>alert('x')</script>"
    }
    assert {entry.link for entry in feed.entries} == {
        SITE + page.url for page in (clinic.article, clinic.lengthy, clinic.infusion)
    }
    assert feed.entries[-1].link.endswith("/infusions/")
    assert "UNSIGNED" not in answer.content.decode()
    assert [entry.title for entry in feedparser.parse(client.get("/es/feed/").content).entries] == ["Cuánto dura"]


def test_the_sitemap_lists_exactly_the_pages_that_everybody_may_read(clinic, client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    listed = [found.text for found in tree.findall("s:url/s:loc", NAMESPACES)]

    section = f"{clinic.section.path}"
    expected = PublicPage.objects.exclude(path__startswith=section).values_list("address", flat=True)
    assert sorted(listed) == sorted(SITE + address for address in expected)
    assert len(listed) == 14


def test_the_sitemap_names_translations_as_alternates(clinic, client):
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    entry = next(
        url for url in tree.findall("s:url", NAMESPACES) if url.find("s:loc", NAMESPACES).text.endswith("cuanto-dura/")
    )

    links = {link.get("hreflang"): link.get("href") for link in entry.findall("x:link", NAMESPACES)}
    assert links == {
        "en": SITE + clinic.lengthy.url,
        "x-default": SITE + clinic.lengthy.url,
        "es": SITE + clinic.spanish_article.url,
    }


@pytest.mark.parametrize("address", ["/sitemap.xml", "/en/feed/"])
def test_nothing_restricted_is_listed_even_for_those_who_may_read_it(practitioner_client, address):
    assert b"for-practitioners" not in practitioner_client.get(address).content
    assert b"SECRET" not in practitioner_client.get(address).content


def test_those_who_may_read_the_section_find_it_in_search(practitioner_client):
    assert b"SECRET protocol" in practitioner_client.get("/en/search/?q=SECRET+protocol").content


def test_robots_are_told_where_the_sitemap_is(client, db):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert "Disallow: /admin/" in lines
