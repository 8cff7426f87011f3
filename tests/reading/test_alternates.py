"""Pages, sitemap and API name the same translations, and no restricted one to those who may not see it."""

from xml.etree import ElementTree

import pytest

from public.models import PublicPage
from tests import factories

LINK = "{http://www.w3.org/1999/xhtml}link"
URL = "{http://www.sitemaps.org/schemas/sitemap/0.9}url"
LOCATION = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
HOST = "http://localhost:8000"


def in_sitemap(client) -> dict[str, list[tuple[str, str]]]:
    """The alternates of each address."""
    tree = ElementTree.fromstring(client.get("/sitemap.xml").content)
    return {
        url.find(LOCATION).text: [(link.get("hreflang"), link.get("href")) for link in url.findall(LINK)]
        for url in tree.findall(URL)
    }


def on_page(page) -> list[tuple[str, str]]:
    return [(link["hreflang"], link["href"]) for link in page.find_all("link", rel="alternate")]


def in_api(client, page) -> list[tuple[str, str]]:
    """The translations of a page, itself included, in the order of the API."""
    meta = client.get(f"/api/v2/pages/{page.pk}/").json()["meta"]
    return [(other["locale"], other["html_url"]) for other in meta["translations"]]


def test_page_sitemap_and_api_agree_on_every_page_of_the_site(visit, site, client):
    sitemap = in_sitemap(client)
    public = PublicPage.objects.exclude(page=site.secret.pk)

    assert len(sitemap) == len(public) == 13
    for row in public:
        named = on_page(visit(row.address))
        translations = [pair for pair in named if pair[0] != "x-default"]
        own = next(address for language, address in translations if language == row.locale)
        assert sitemap[own] == named
        assert in_api(client, row) == [pair for pair in translations if pair[0] != row.locale]


def test_every_translation_names_all_of_them_and_the_default_one_for_everybody_else(visit, site):
    for name in ("article", "spanish_article", "arabic_article"):
        named = on_page(visit(getattr(site, name)))

        assert [language for language, _ in named] == ["en", "es", "ar", "x-default"]
        assert named[0][1] == named[-1][1] == HOST + site.article.url
        assert named[1][1] == HOST + site.spanish_article.url
        assert named[2][1].isascii()


def test_without_the_default_language_the_first_one_is_for_everybody_else(visit, site):
    named = on_page(visit(site.arabic_withdrawn))

    assert [language for language, _ in named] == ["es", "ar", "x-default"]
    assert dict(named)["x-default"] == HOST + site.spanish_withdrawn.url


def test_a_page_in_one_language_names_itself(visit, site):
    address = HOST + site.alone.url

    assert on_page(visit(site.alone)) == [("en", address), ("x-default", address)]


@pytest.mark.parametrize("address", ["/en/open/", "/sitemap.xml", "/api/v2/pages/?fields=translations", "/"])
def test_a_restricted_translation_is_named_to_no_stranger(client, address):
    answer = client.get(address, follow=True).content.decode().lower()

    assert "secreto" not in answer


def test_a_restricted_translation_is_named_to_those_who_may_see_it_and_never_in_the_sitemap(visit, site, client):
    client.force_login(factories.editor())

    assert ("es", HOST + site.secret.url) in on_page(visit(site.open_page))
    assert in_api(client, site.open_page) == [("es", HOST + site.secret.url)]
    assert "secreto" not in client.get("/sitemap.xml").content.decode()
