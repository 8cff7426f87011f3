"""One released clinic that every test here reads, in two languages, with a draft of everything beside it."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Locale

from articles.models import ArticleAuthor
from core.models import ClinicSettings
from home.models import FeaturedPage
from practitioners.models import SpokenLanguage
from tests import factories
from tests.rows import Rows, once

SCRIPT = "<script>alert('x')</script>"
DRAFT = "UNSIGNED"
BOOKING = "https://booking.example.org/"
PHONE = "212-555-0100"
HOURS = "Open late"


@pytest.fixture
def visit(clinic: Rows, client: Client) -> Any:
    """Fetches a page (or an address) as an anonymous reader and parses it."""

    def fetch(page: Any, status: int = 200) -> BeautifulSoup:
        answer = client.get(page if isinstance(page, str) else page.specific.url)
        assert answer.status_code == status
        return BeautifulSoup(answer.content, "html.parser")

    return fetch


def translated(page: Any, **fields: Any) -> Any:
    """The released Spanish translation of a page."""
    spanish = page.copy_for_translation(Locale.objects.get(language_code="es"))
    for name, value in fields.items():
        setattr(spanish, name, value)
    spanish.save_revision(user=factories.editor())
    return factories.release(spanish)


def build() -> Rows:
    """Every page type and every block, released; then a newer unsigned draft of each page, published in vain."""
    home = factories.site()
    site = home.get_site()
    ClinicSettings.objects.create(site=site, name="Test Clinic", phone=PHONE, hours=HOURS, booking_url=BOOKING)
    cta = factories.release(factories.call_to_action(title="Talk to us", label="Book now"))
    safety = factories.release(factories.safety_statement(source_url="https://example.org/label"))
    reference = factories.reference(title="A cited trial", doi="10.1000/1", pmid="123")
    other = factories.reference(title="Another trial", url="https://example.org/trial")
    cited = f'<a linktype="citation" id="{reference.pk}">[x]</a>'
    treatments = factories.release(factories.treatment_index(home, title="Treatments", show_in_menus=True))
    treatment = factories.release(
        factories.treatment(
            treatments,
            title="Esketamine",
            brand_name="Spravato",
            regulatory_status="approved",
            how_it_works=f"<p>It works{cited}.</p>",
            contraindications="<p>Not for everybody</p>",
            faq=[("faq", {"items": [{"question": "Is it safe?", "answer": "<p>Ask us.</p>"}]})],
            safety_statement=safety,
            call_to_action=cta,
        )
    )
    directory = factories.release(factories.practitioner_index(home, title="Team", show_in_menus=True))
    practitioner = factories.practitioner(
        directory, title="Dr Sample", credentials="MD, FACEP", npi="1234567893", photo=factories.picture()
    )
    practitioner.languages = [SpokenLanguage(language="en"), SpokenLanguage(language="es")]
    practitioner.treatments = [treatment]
    practitioner.save_revision(user=factories.editor())
    practitioner = factories.release(practitioner)
    therapist = factories.release(factories.practitioner(directory, title="Ines Muestra", credentials="PhD"))
    articles = factories.release(factories.article_index(home, title="Articles", slug="articles", show_in_menus=True))
    article = factories.article(
        articles,
        title=f"Infusions {SCRIPT}",
        slug="infusions",
        seo_title="",
        search_description=f'A "description" {SCRIPT}',
        introduction=f"<p onclick=\"alert('x')\">Introduction{cited}</p>{SCRIPT}",
        display_date="2026-03-01",
        hero_image=factories.picture("A shore", size=(2000, 1000)),
        conditions=[factories.condition()],
        treatments=[treatment],
        topics=[factories.topic()],
        call_to_action=cta,
        body=every_block(cited, other, practitioner, safety, cta),
    )
    article.authors = [ArticleAuthor(practitioner=practitioner)]
    article.save_revision(user=factories.editor())
    article = factories.release(article)
    plain_body = [("rich_text", "<p>The ketamine infusion takes forty minutes.</p>")]
    lengthy = factories.release(factories.article(articles, title="How long it takes", body=plain_body))
    infusion = factories.release(factories.article(articles, title="Ketamine infusion", body=plain_body))
    standard = factories.release(factories.standard(home, title="About us", body=plain_body))
    section = factories.release(factories.section(home, title="SECRET section", slug="for-practitioners"))
    resource = factories.release(factories.resource(section, title="SECRET protocol"))
    home = factories.revise(home, show_in_menus=False)
    home.featured = [FeaturedPage(page=practitioner)]
    home.save_revision(user=factories.editor())
    home = factories.release(home)
    spanish_home = translated(home, hero_heading="Cuidado")
    spanish_articles = translated(articles, title="Artículos", slug="articulos")
    spanish_article = translated(lengthy, title="Cuánto dura", slug="cuanto-dura")
    public = {
        "home": home,
        "standard": standard,
        "articles": articles,
        "article": article,
        "treatments": treatments,
        "treatment": treatment,
        "directory": directory,
        "practitioner": practitioner,
        "spanish_home": spanish_home,
        "spanish_articles": spanish_articles,
        "spanish_article": spanish_article,
        "lengthy": lengthy,
        "infusion": infusion,
        "therapist": therapist,
    }
    for page in public.values():
        factories.revise(page, title=DRAFT, slug=f"unsigned-{page.pk}").get_latest_revision().publish()
    factories.article(articles, title=DRAFT).latest_revision.publish()
    cta.title = DRAFT
    cta.save_revision().publish()
    return Rows(**public, section=section, resource=resource, cta=cta)


built = once(build, "package")


@pytest.fixture
def clinic(built: Rows, db: None) -> Rows:
    """The released pages by name."""
    return built


def every_block(cited: str, other: Any, page: Any, safety: Any, cta: Any) -> list[tuple[str, Any]]:
    """A body with one block of every type."""
    again = f'<a linktype="citation" id="{other.pk}">[x]</a>'
    text = f"<p>Words{cited}{again}</p>"
    picture = factories.picture("A table")
    return [
        ("for_practitioners", [("rich_text", f"<p>SECRET dose{again}</p>")]),
        ("heading", {"text": f"Heading {SCRIPT}", "level": "h2"}),
        ("heading", {"text": "Smaller", "level": "h3"}),
        ("rich_text", f'<p onclick="alert(1)">Text{cited} <a href="javascript:alert(1)">link</a></p>'),
        ("numbered_sections", {"sections": [{"title": SCRIPT, "text": text}, {"title": "Two", "text": text}]}),
        ("key_points", {"title": "", "points": [SCRIPT]}),
        ("quote", {"text": SCRIPT, "attribution": SCRIPT, "source_url": "https://example.org/"}),
        ("image", {"image": illustration(picture), "caption": SCRIPT}),
        ("callout", {"tone": "warning", "title": SCRIPT, "text": text}),
        ("faq", {"items": [{"question": SCRIPT, "answer": text}]}),
        ("table", {"data": [["Head", SCRIPT], ["", None]], "first_row_is_table_header": True, "table_caption": SCRIPT}),
        ("embed", {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": SCRIPT}),
        ("safety_statement", safety),
        ("call_to_action", cta),
        ("related_pages", {"title": "", "pages": [page]}),
    ]


def illustration(picture: Any) -> Any:
    """A picture as an ImageBlock holds it."""
    picture.contextual_alt_text, picture.decorative = f"Alternative {SCRIPT}", False
    return picture
