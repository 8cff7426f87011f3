"""A small site with one of everything, released, and a client that speaks JSON."""

from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from articles.models import ArticleAuthor
from practitioners.models import SpokenLanguage
from tests import factories
from tests.rows import Rows, once


def translated(obj: Any, parent: Any = None, **fields: Any) -> Any:
    """A draft Spanish translation of a page."""
    copy = obj.copy_for_translation(Locale.objects.get(language_code="es"))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save_revision(user=factories.editor()).publish()
    return type(obj).objects.get(pk=copy.pk)


def build() -> Rows:
    """One of everything, released."""
    home = factories.site()
    picture = factories.picture("A waiting room")
    document = factories.document("Consent form")
    condition, topic = factories.condition(), factories.topic()
    reference = factories.reference(title="A trial of ketamine")
    safety = factories.release(factories.safety_statement())
    invitation = factories.release(factories.call_to_action(text="<p>Call us.</p>"))
    treatments = factories.release(factories.treatment_index(home, title="Treatments", slug="treatments"))
    treatment = factories.release(
        factories.treatment(
            treatments,
            title="Esketamine",
            slug="esketamine",
            brand_name="Spravato",
            hero_image=picture,
            conditions=[condition],
            who_for="Adults",
            who_not="Children",
            timeline=[("timeline", {"steps": [{"when": "At once", "title": "You arrive", "text": "<p>Sit.</p>"}]})],
            safety_statement=safety,
            call_to_action=invitation,
        )
    )
    directory = factories.release(factories.practitioner_index(home, title="Team", slug="team"))
    practitioner = factories.practitioner(
        directory,
        title="Dr Ada Example",
        slug="ada",
        credentials="MD",
        photo=picture,
        treatments=[treatment],
        languages=[_language("en"), _language("es")],
    )
    practitioner = factories.release(practitioner)
    articles = factories.release(factories.article_index(home, title="Articles", slug="articles"))
    body = [
        ("heading", {"text": "How it works", "level": "h2"}),
        (
            "rich_text",
            f'<p>See <a linktype="page" id="{treatment.pk}">esketamine</a> and the '
            f'<a linktype="document" id="{document.pk}">form</a>'
            f'<a linktype="citation" id="{reference.pk}">1</a>.</p>',
        ),
        ("image", {"image": _pictured(picture, "A quiet room"), "caption": "Our room"}),
        ("faq", {"items": [{"question": "Does it hurt?", "answer": "<p>No.</p>"}]}),
        ("safety_statement", safety),
        ("call_to_action", invitation),
        ("related_pages", {"title": "More", "pages": [treatment, practitioner]}),
        (
            "table",
            {
                "data": [["a", None], ["b", "c"]],
                "first_row_is_table_header": True,
                "first_col_is_header": False,
                "table_caption": "What",
                "table_header_choice": "row",
            },
        ),
    ]
    article = factories.article(
        articles,
        title="What ketamine does",
        slug="what-ketamine-does",
        seo_title="Ketamine, explained",
        search_description="How it works, in plain words.",
        introduction="<p>A short introduction.</p>",
        display_date="2026-01-31",
        hero_image=picture,
        authors=[_author(practitioner)],
        conditions=[condition],
        treatments=[treatment],
        topics=[topic],
        body=body,
        call_to_action=invitation,
    )
    article = factories.release(article)
    spanish_home = factories.release(translated(home, title="Inicio", slug="inicio"))
    spanish_articles = factories.release(translated(articles, title="Artículos", slug="articulos"))
    # Nobody has signed the safety statement in Spanish, so text that shows it could not be submitted.
    body = factories.without(article.body, safety)
    spanish_article = factories.release(translated(article, title="Qué hace", slug="que-hace", body=body))
    return Rows(
        home=home,
        treatments=treatments,
        treatment=treatment,
        directory=directory,
        practitioner=practitioner,
        articles=articles,
        article=article,
        spanish_home=spanish_home,
        spanish_articles=spanish_articles,
        spanish_article=spanish_article,
        picture=picture,
        document=document,
        condition=condition,
        topic=topic,
        safety=safety,
        invitation=invitation,
    )


built = once(build, "package")


@pytest.fixture(autouse=True)
def world(built: Rows, db: None) -> Rows:
    """What the tests refer to by name."""
    return built


def _language(code: str) -> Any:
    return SpokenLanguage(language=code)


def _author(practitioner: Any) -> Any:
    return ArticleAuthor(practitioner=practitioner)


def _pictured(picture: Any, alt: str) -> Any:
    picture.contextual_alt_text = alt
    picture.decorative = False
    return picture


class Api:
    """Asks ``/api/v2/`` and checks the status."""

    def __init__(self, client: Client):
        self.client = client

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        response = self.client.get(f"/api/v2/{path}", query)
        assert response.status_code == status, (response.status_code, response.content[:500])
        return response.json()

    def ids(self, path: str = "pages/", **query: Any) -> list[int]:
        """The ids in a list, which must agree with its count."""
        answer = self.get(path, **query)
        found = [item["id"] for item in answer["items"]]
        assert answer["meta"]["total_count"] >= len(found)
        return found


@pytest.fixture
def api(client: Client) -> Api:
    return Api(client)


@pytest.fixture
def redirect(world: Rows) -> Redirect:
    """An old address of the article."""
    return Redirect.add_redirect("/old-article", world.article)
