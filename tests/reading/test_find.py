"""``find`` takes any form of an address of this site, and never answers in another language than the one it names."""

from urllib.parse import quote

import pytest

from tests import factories

HOST = "http://localhost:8000"


@pytest.fixture
def find(client):
    """The id of the page that is found, None for a 404."""

    def find(path: str) -> int | None:
        answer = client.get("/api/v2/pages/find/", {"html_path": path})
        if answer.status_code == 404:
            assert answer.json() == {"message": "not found"}
            return None
        assert answer.status_code == 302
        return int(answer["Location"].rstrip("/").rpartition("/")[2])

    return find


@pytest.mark.parametrize(
    "name", ["article", "spanish_article", "arabic_article", "home", "spanish_home", "arabic_home"]
)
def test_a_page_is_found_by_every_form_of_its_address(find, site, name):
    page = getattr(site, name)
    plain = page.url
    forms = [
        plain,
        plain.strip("/"),
        plain.rstrip("/"),
        quote(plain),
        HOST + plain,
        HOST + quote(plain),
        f"{HOST}{quote(plain)}?page=2#ref-1",
        f"//LOCALHOST:8000{plain}",
    ]

    assert {form: find(form) for form in forms} == dict.fromkeys(forms, page.pk)


def test_what_the_api_gives_as_address_is_found(find, client):
    for item in client.get("/api/v2/pages/").json()["items"]:
        assert find(item["meta"]["html_url"]) == item["id"]


def test_without_a_locale_the_default_one_is_meant(find, site):
    assert find("/articles/what-it-does/") == find("articles/what-it-does") == site.article.pk
    assert find("/") == find("") == find(HOST) == site.home.pk


@pytest.mark.parametrize(
    "path",
    [
        "/es/articles/alone/",  # public in English alone
        "/es/articulos/alone/",
        "/ar/articles/what-it-does/",
        "/en/articulos/que-hace/",
        "/articulos/que-hace/",  # without a locale it is English that is asked for
        "/en/articles/withdrawn/",
        "/fr/articles/what-it-does/",
        "/ES/articulos/que-hace/",
        "/es/secreto/",  # behind a login
        "https://elsewhere.example/en/articles/what-it-does/",
        "//elsewhere.example/en/",
        "http://[/en/",
        "/en/%00",
        "/en/%FF/",
        "/en/../es/",
    ],
)
def test_what_is_not_public_there_is_not_found(find, path):
    assert find(path) is None


def test_a_page_below_the_default_home_does_not_stand_in_for_a_language(find, site):
    # Its address is /en/es/; /es/ is the Spanish home page, and /es/here/ is nothing.
    named = factories.release(factories.standard(site.home, title="Named like a language", slug="es"))
    factories.release(factories.standard(named, title="Here", slug="here"))

    assert find("/es/") == site.spanish_home.pk
    assert find("/es/here/") is None
    assert find("/en/es/") == named.pk
