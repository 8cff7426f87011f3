"""One small site in three languages, and what is missing in each."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import PageViewRestriction

from tests import arabic, factories
from tests.arabic import translated
from tests.rows import Rows, made_once


@pytest.fixture(scope="package", autouse=True)
def arabic_is_spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Arabic beside the languages that the product ships."""
    with arabic.spoken(tmp_path_factory.mktemp("locale")):
        yield


def build() -> Rows:
    """An article in every language, one in English alone, one in Arabic and Spanish alone, and a Spanish page behind a
    login, whose English one is public.
    """
    home = factories.site()
    index = factories.release(factories.article_index(home, title="Articles", slug="articles", show_in_menus=True))
    reference = factories.reference(title="A trial of ketamine")
    cited = [("rich_text", f'<p>It works<a linktype="citation" id="{reference.pk}">[x]</a>.</p>')]
    article = factories.article(index, title="What it does", slug="what-it-does", body=cited, display_date="2026-03-01")
    article = factories.release(article)
    alone = factories.release(factories.article(index, title="English alone", slug="alone"))
    withdrawn = factories.release(factories.article(index, title="Withdrawn", slug="withdrawn"))
    open_page = factories.release(factories.standard(home, title="Open", slug="open"))
    spanish_home = translated(home, "es", title="Inicio", hero_heading="Cuidado")
    spanish_index = translated(index, "es", title="Artículos", slug="articulos", show_in_menus=True)
    arabic_home = arabic.arabic_home(home)
    arabic_index = arabic.arabic_index(index)
    spanish_article = translated(article, "es", title="Qué hace", slug="que-hace")
    arabic_article = arabic.arabic_article(article)
    spanish_withdrawn = translated(withdrawn, "es", title="Sin inglés", slug="sin-ingles")
    arabic_withdrawn = translated(withdrawn, "ar", title="بلا إنجليزية", slug="بلا-إنجليزية")
    withdrawn.unpublish()
    secret = translated(open_page, "es", title="SECRETO", slug="secreto")
    PageViewRestriction.objects.create(page=secret, restriction_type=PageViewRestriction.LOGIN)
    return Rows(
        home=home,
        spanish_home=spanish_home,
        arabic_home=arabic_home,
        index=index,
        spanish_index=spanish_index,
        arabic_index=arabic_index,
        article=article,
        spanish_article=spanish_article,
        arabic_article=arabic_article,
        alone=alone,
        spanish_withdrawn=spanish_withdrawn,
        arabic_withdrawn=arabic_withdrawn,
        open_page=open_page,
        secret=secret,
    )


@pytest.fixture(scope="package")
def built(arabic_is_spoken: None, django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """The released pages."""
    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture(autouse=True)
def site(built: Rows, db: None) -> Rows:
    """The released pages by name."""
    return built


@pytest.fixture
def visit(client: Client) -> Callable[..., BeautifulSoup]:
    """Fetches a page, or an address, as the client's reader and parses it."""

    def fetch(page: Any, status: int = 200, **headers: str) -> BeautifulSoup:
        answer = client.get(page if isinstance(page, str) else page.url, headers=headers)
        assert answer.status_code == status
        return BeautifulSoup(answer.content, "html.parser")

    return fetch
