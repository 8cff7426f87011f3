"""A translation is made and signed, withdrawn when its source turns out unsafe, brought up to date, and back."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Locale

from public.models import PublicPage
from review.lineage import Grade
from review.policy import TRANSLATORS
from tests import factories
from tests.journeys.pictures import guide_picture
from tests.journeys.steps import fill, open_from_queue, open_translation, read, segment, sign
from tests.translations.glossary import term
from tests.translations.tool import sent_for_translation
from translations.models import WithdrawalNotice

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BODY = [("rich_text", "<p>Take 80 mg.</p>"), ("rich_text", "<p>Rest for an hour.</p>")]
NOTICE = "Estamos actualizando esta página"


@pytest.fixture
def article(index: Any) -> Any:
    """A released article below pages that are public in Spanish, where a notice and a term of the glossary are too."""
    spanish = Locale.objects.get(language_code="es")
    home = factories.release(factories.revise(index.get_parent().specific, title="Keta Medical Center"))
    for parent in (home, index):
        factories.release(parent.copy_for_translation(spanish))
    factories.release(factories.snippet(WithdrawalNotice, title="Aviso", text=f"<p>{NOTICE}</p>", locale=spanish))
    factories.release(factories.article(index, title="Getting here", slug="getting-here"))
    term("sleep", "sueño", forbidden=["descanso"])
    return factories.release(factories.article(index, title="Ketamine and sleep", slug="sleep", body=BODY))


def translation_meta(live_server: Any, page: Any) -> dict[str, Any]:
    """What the API tells of a translation."""
    return json.loads(read(live_server, f"/api/v2/pages/{page.pk}/"))["meta"]["translation"]


def submit_translation(page: Page) -> None:
    """Send the translation in the editor to review."""
    page.get_by_role("button", name="Submit for review").click()
    expect(page.get_by_text("submitted to sign-off")).to_be_visible()


def test_a_translation_is_never_public_beside_a_source_that_is_unsafe(
    sit_down: Any, live_server: Any, article: Any, author: Any, clinician: Any
) -> None:
    spanish = sent_for_translation(article, author)
    translator = sit_down(factories.user(TRANSLATORS, first_name="Talia", last_name="Translator"))
    open_translation(translator, spanish)
    fill(translator, "Introduction", "Introducción")
    fill(translator, "Take 80 mg.", "Tome 80 mg.")
    fill(translator, "Rest for an hour.", "Repose una hora.")
    fill(translator, "Ketamine and sleep", "La ketamina y el descanso")
    translator.get_by_role("button", name="Check", exact=True).click()
    title = segment(translator, "Ketamine and sleep")
    expect(title.get_by_text("is not to be called “descanso” but “sueño”")).to_be_visible()
    fill(translator, "Ketamine and sleep", "La ketamina y el sueño")
    expect(title.get_by_text("is not to be called")).to_have_count(0)
    submit_translation(translator)

    reader = sit_down(clinician)
    open_from_queue(reader, "La ketamina y el sueño")
    expect(reader.get_by_role("region", name="The translation beside its source")).to_contain_text("Tome 80 mg.")
    sign(reader)
    expect(reader.get_by_text("is signed and public")).to_be_visible()
    address = PublicPage.objects.get(page_id=spanish.pk).address
    assert "Tome 80 mg." in read(live_server, address)
    assert translation_meta(live_server, spanish)["status"] == "current"

    draft = article.get_latest_revision_as_object()
    draft.body[0].value.source = "<p>Take 40 mg.</p>"
    factories.submit(factories.revise(article, body=draft.body))
    signer = sit_down(factories.clinician())
    open_from_queue(signer, "Ketamine and sleep")
    sign(signer, grade=Grade.SAFETY)
    expect(signer.get_by_text("is signed and public")).to_be_visible()
    assert NOTICE in read(live_server, address)
    assert "80 mg" not in read(live_server, address)
    assert translation_meta(live_server, spanish)["status"] == "withdrawn"

    translator.goto("/admin/")
    expect(translator.get_by_role("heading", name="Behind their source")).to_be_visible()
    guide_picture(translator, "translations")
    translator.goto("/admin/translations/")
    expect(translator.get_by_role("row").filter(has_text="Ketamine and sleep")).to_contain_text("Withdrawn")
    guide_picture(translator, "board", down_to=translator.get_by_text("4 translations"))
    open_translation(translator, spanish)
    translator.get_by_role("link", name="Bring it up to date").click()
    translator.get_by_role("button", name="Submit", exact=True).click()
    changed = segment(translator, "Take 40 mg.")
    expect(changed.get_by_text("The source said before")).to_be_visible()
    expect(changed.get_by_text("Take 80 mg.")).to_be_visible()
    guide_picture(translator, "segments", about=changed)
    fill(translator, "Take 40 mg.", "Tome 40 mg.")
    translator.goto(translator.get_by_role("link", name="Compare").get_attribute("href"))
    translator.locator("[data-translation-ready]").wait_for()
    expect(translator.frame_locator("#translation-target").get_by_text("Tome 40 mg.")).to_be_visible()
    guide_picture(translator, "compare")
    open_translation(translator, spanish)
    submit_translation(translator)

    open_from_queue(reader, "La ketamina y el sueño")
    pairs = reader.get_by_role("region", name="The translation beside its source")
    expect(pairs.get_by_text("1 passage to compare")).to_be_visible()
    expect(pairs.locator("ins")).to_have_text(["40", "40"])
    sign(reader)
    expect(reader.get_by_text("is signed and public")).to_be_visible()
    assert "Tome 40 mg." in read(live_server, address)
    assert NOTICE not in read(live_server, address)
    assert translation_meta(live_server, spanish)["status"] == "current"
