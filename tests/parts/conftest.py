"""Pages with a part for practitioners alone, released, and everybody who may come to read them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate
from wagtail.models import Locale

from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once

SECRET = "hushword"
"""Stands in every word, title, text and name of what is for practitioners alone."""
TRUSTED = ("verified", "superuser")
OUTSIDERS = ("anonymous", "pending", "expired", "revoked")
OTHERS = (*OUTSIDERS, "editor", "clinician", "translator", "manager")
ROLES = {
    "editor": EDITORS,
    "clinician": CLINICIANS,
    "translator": TRANSLATORS,
    "manager": PRACTICE_MANAGERS,
    "verified": VERIFIED_PRACTITIONERS,
    "expired": VERIFIED_PRACTITIONERS,
    "revoked": VERIFIED_PRACTITIONERS,
}


def cite(reference: Any) -> str:
    """A citation as rich text stores it."""
    return f'<a linktype="citation" id="{reference.pk}">x</a>'


def part(hidden: Any, known: Any, page: Any, picture: Any, document: Any) -> list[tuple[str, Any]]:
    """A part for practitioners that says the secret in every way in which a block can."""
    file = f'<a linktype="document" id="{document.pk}">{SECRET} file</a>'
    link = f'<a linktype="page" id="{page.pk}">{SECRET} link</a>'
    return [
        ("heading", {"text": "Dosing", "level": "h2"}),
        ("heading", {"text": f"{SECRET} heading", "level": "h3"}),
        ("rich_text", f"<p>{SECRET} words{cite(hidden)}{cite(known)} {file} {link}</p>"),
        ("key_points", {"title": SECRET, "points": [f"{SECRET} point"]}),
        ("numbered_sections", {"sections": [{"title": SECRET, "text": f"<p>{SECRET}{cite(hidden)}</p>"}]}),
        ("quote", {"text": f"{SECRET} quote", "attribution": SECRET, "source_url": f"https://example.org/{SECRET}"}),
        ("image", {"image": shown(picture, f"{SECRET} alt"), "caption": f"{SECRET} caption"}),
        ("callout", {"tone": "warning", "title": SECRET, "text": f"<p>{SECRET}</p>"}),
        ("faq", {"items": [{"question": SECRET, "answer": f"<p>{SECRET}</p>"}]}),
        ("table", {"data": [[SECRET, "1"]], "table_caption": SECRET}),
        ("embed", {"url": "https://vimeo.com/777777", "title": SECRET}),
        ("related_pages", {"title": SECRET, "pages": [page]}),
    ]


def shown(picture: Any, alt: str) -> Any:
    """A picture as a block holds it, with an alternative text of its own there."""
    picture.contextual_alt_text, picture.decorative = alt, False
    return picture


def build() -> Rows:
    """An article, a treatment and a standard page, each with such a part between public words."""
    home = factories.site()
    rows = Rows(home=home)
    hidden = rows.keep("hidden", factories.reference(title=f"{SECRET} trial", doi="10.1000/hushdoi"))
    known = rows.keep("known", factories.reference(title="A known trial"))
    other = factories.reference(title="Another known trial")
    picture = rows.keep("picture", factories.picture(f"{SECRET} picture", "purple"))
    document = rows.keep("document", factories.document(f"{SECRET} protocol", b"%PDF-1.4 hushbytes"))
    both = rows.keep("both", factories.picture("A quiet room", "green"))
    about = rows.keep("about", factories.release(factories.standard(home, title="About", slug="about")))
    private = part(hidden, known, about, picture, document)
    index = rows.keep("index", factories.release(factories.article_index(home, title="Articles", slug="articles")))
    body = [
        ("rich_text", f"<p>Everybody reads this{cite(other)}.</p>"),
        ("image", {"image": shown(both, "A room"), "caption": ""}),
        ("for_practitioners", [*private, ("image", {"image": shown(rows.both, f"{SECRET} again"), "caption": ""})]),
        ("heading", {"text": "Dosing", "level": "h2"}),
        ("rich_text", f"<p>And this{cite(known)}.</p>"),
    ]
    article = factories.article(index, title="For two", slug="for-two", body=body)
    rows.keep("article", factories.release(article))
    spanish = Locale.objects.get(language_code="es")
    factories.release(home.copy_for_translation(spanish))
    factories.release(index.copy_for_translation(spanish))
    rows.keep("spanish", factories.release(rows.article.copy_for_translation(spanish)))
    treatments = factories.release(factories.treatment_index(home, title="Treatments", slug="treatments"))
    treatment = factories.treatment(treatments, title="Therapy", faq=[("for_practitioners", private)])
    rows.keep("treatment", factories.release(treatment))
    standard = factories.standard(home, title="Standard", slug="standard", body=[("for_practitioners", private)])
    rows.keep("standard", factories.release(standard))
    return rows


built = once(build, "package")


@pytest.fixture
def pages(built: Rows, db: None) -> Rows:
    """The released pages by name."""
    return built


@pytest.fixture
def reading(pages: Rows) -> Callable[[str], Client]:
    """The browser of a reader, by what they are."""

    def browser(name: str) -> Client:
        client = Client()
        if name == "anonymous":
            return client
        account = factories.user(*([ROLES[name]] if name in ROLES else []), is_superuser=name == "superuser")
        if name == "expired":
            Verification.objects.filter(user=account).update(until=localdate() - timedelta(days=1))
        if name == "revoked":
            account.groups.clear()
        client.force_login(account)
        return client

    return browser
