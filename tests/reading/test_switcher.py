"""The switcher offers what is there, in its own words, and calls nothing a translation that is none."""

import pytest

from tests import factories

ENGLISH, SPANISH, ARABIC = "English", "Español", "العربيّة"


def offered(page):
    """The text, address and language of each link of the switcher."""
    return [(link.text.strip(), link["href"], link["lang"]) for link in page.select(".languages a")]


@pytest.mark.parametrize("name", ["article", "spanish_article", "arabic_article"])
def test_every_translation_is_offered_in_its_own_words_wherever_the_reader_is(visit, site, name):
    page = visit(getattr(site, name))

    assert offered(page) == [
        (ENGLISH, site.article.url, "en"),
        (SPANISH, site.spanish_article.url, "es"),
        (ARABIC, site.arabic_article.url, "ar"),
    ]
    assert [link["hreflang"] for link in page.select(".languages a")] == ["en", "es", "ar"]
    (current,) = page.select(".languages [aria-current]")
    assert current["href"] == getattr(site, name).url


def test_where_a_translation_is_missing_the_way_to_that_language_is_called_its_home_page(visit, site):
    assert offered(visit(site.alone)) == [
        (ENGLISH, site.alone.url, "en"),
        (f"{SPANISH} · Inicio", "/es/", "es"),
        (f"{ARABIC} · الرئيسية", "/ar/", "ar"),
    ]


def test_a_page_without_the_default_language_offers_the_others(visit, site):
    assert offered(visit(site.spanish_withdrawn)) == [
        (SPANISH, site.spanish_withdrawn.url, "es"),
        (ARABIC, site.arabic_withdrawn.url, "ar"),
        (f"{ENGLISH} · Home", "/en/", "en"),
    ]


def test_a_restricted_translation_is_offered_to_those_alone_who_may_see_it(visit, site, client):
    assert (f"{SPANISH} · Inicio", "/es/", "es") in offered(visit(site.open_page))

    client.force_login(factories.editor())

    assert (SPANISH, site.secret.url, "es") in offered(visit(site.open_page))


def test_an_unknown_address_offers_the_home_pages_of_the_other_languages(visit):
    assert [address for _, address, _ in offered(visit("/es/no-hay/", status=404))] == ["/en/", "/ar/"]


def test_an_address_in_a_language_the_site_does_not_speak_is_not_answered_in_it(visit):
    assert visit("/fr/rien/", status=404).html["lang"] == "en"


def test_search_is_offered_in_every_language(visit):
    page = visit("/es/search/")

    assert offered(page) == [
        (ENGLISH, "/en/search/", "en"),
        (SPANISH, "/es/search/", "es"),
        (ARABIC, "/ar/search/", "ar"),
    ]
    assert page.select_one(".languages [aria-current]")["lang"] == "es"


@pytest.mark.parametrize(("address", "language"), [("/es/search/", "es"), ("/es/feed/", "es"), ("/ar/", "ar")])
def test_an_answer_says_which_language_it_is_in(client, address, language):
    assert client.get(address)["Content-Language"] == language
