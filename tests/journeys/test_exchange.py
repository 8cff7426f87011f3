"""A translator exchanges files of a translation on a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from review.policy import TRANSLATORS
from tests import factories
from tests.translations.exchange import kept, translation_of
from tests.translations.tool import sent_for_translation, translate

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SMALL = {"width": 360, "height": 740}


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_file_goes_out_and_comes_back(index: Any, sit_down: Any, tmp_path: Path) -> None:
    translator = factories.user(TRANSLATORS)
    article = factories.article(index, title="Sleep", slug="sleep")
    translate(sent_for_translation(article, translator), "title", "El sueño", translator)
    translation = translation_of(article)
    page = sit_down(translator, SMALL)
    page.goto(f"/admin/translations/{translation.pk}/exchange/")
    assert fits(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="XLIFF 2.0").click()
    text = Path(download.value.path()).read_text()
    text = text.replace("El sueño", "Dormir").replace(
        "<source>Introduction</source>", "<source>Introduction</source>\n<target>Introducción</target>"
    )
    broken, whole = tmp_path / "broken.xlf", tmp_path / "whole.xlf"
    broken.write_text(text.replace("</file>", ""))
    whole.write_text(text)

    page.get_by_label("File from the agency").set_input_files(broken)
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("This is not well-formed XML")).to_be_visible()

    page.get_by_label("File from the agency").set_input_files(whole)
    page.get_by_role("button", name="See what it changes").click()
    expect(page.get_by_text("Dormir")).to_be_visible()
    assert fits(page)
    page.get_by_label("Replace 1 translation that is there already").check()
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("2 passages were taken over.")).to_be_visible()
    assert kept(translation) == {"Sleep": "Dormir", "Introduction": "Introducción"}
