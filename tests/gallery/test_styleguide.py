"""The gallery shows everything that pages are made of, to whoever makes them.

Only the first test may ask the database (pytest-django refuses it to the others): no example comes from there.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from core.blocks import BodyBlock
from core.gallery import copies, examples
from practitioners.models.kinds import ResourceKind
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories
from treatments.models import RegulatoryStatus

TEMPLATES = settings.BASE_DIR / "templates"
ADDRESS = "/styleguide/"
NOT_DRAWN = {
    "blocks/mark.html",
    "components/head.html",
    "components/icons.html",
    "components/share_card.html",
    "components/share_image.html",
}
"""What review puts around changes, and what stands in the head of a document."""


@pytest.fixture
def drawn(settings: Any, client: Any) -> Any:
    """The gallery in English, as a developer gets it."""
    settings.DEBUG = True
    return client.get(ADDRESS)


def states(template: str) -> set[str]:
    return {
        example.state for section in examples.sections() for example in section.examples if example.template == template
    }


def test_staff_see_the_gallery_and_nobody_else_learns_that_it_is_there(home, client):
    practitioner = factories.user(VERIFIED_PRACTITIONERS)
    for stranger in (None, practitioner):
        if stranger:
            client.force_login(stranger)
        answer = client.get(ADDRESS)
        assert answer.status_code == client.get("/nothing-here/").status_code == 404
        assert b"specimen" not in answer.content
    client.force_login(factories.editor())

    answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    assert b'<meta name="robots" content="noindex">' in answer.content


def test_every_block_and_component_has_an_example(drawn):
    there = {
        f"{folder}/{file.name}" for folder in ("blocks", "components") for file in (TEMPLATES / folder).glob("*.html")
    }

    assert there - {template.name for template in drawn.templates} == NOT_DRAWN


def test_every_choice_that_changes_how_something_looks_has_an_example():
    callout, heading = BodyBlock().child_blocks["callout"], BodyBlock().child_blocks["heading"]
    written = copies.words("en")["blocks"]

    assert set(BodyBlock().child_blocks) <= set(written)
    for block, kind, field in ((callout, "callout", "tone"), (heading, "heading", "level")):
        choices = {key for key, _ in block.child_blocks[field].field.choices}
        assert choices == {value[field] for value in written[kind].values()}
    for component in ("regulatory_status", "regulatory_words"):
        assert set(RegulatoryStatus.values) == states(f"components/{component}.html")
    assert set(ResourceKind.values) == states("components/resource_kind.html")


def test_radio_buttons_have_a_label_each_and_a_name_together(drawn):
    groups = BeautifulSoup(drawn.content, "html.parser").select("fieldset")

    assert len(groups) == 2
    for group in groups:
        assert group.legend.text == copies.words("en")["form"]["way"]
        labels = {label["for"]: label.text for label in group.select("label")}
        assert [labels[radio["id"]] for radio in group.select("[type=radio]")] == copies.words("en")["form"]["ways"]
    wrong = groups[1]
    assert wrong.find(id=wrong["aria-describedby"]).text.strip() == copies.words("en")["form"]["error"]


@pytest.mark.parametrize(
    ("query", "language", "direction"),
    [("", "en", "ltr"), ("?language=es", "es", "ltr"), ("?language=ar", "ar", "rtl"), ("?dir=rtl", "en", "rtl")],
)
def test_the_gallery_is_drawn_in_every_language_and_direction(drawn, client, query, language, direction):
    answer = client.get(ADDRESS + query)

    assert f'<html lang="{language}" dir="{direction}">' in answer.content.decode()
    assert copies.words(language)["empty"] in answer.content.decode()


def test_every_language_says_the_same_things():
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: shape(item) for name, item in value.items()}
        return [shape(item) for item in value] if isinstance(value, list) else type(value)

    files = [json.loads(Path(copies.HERE / f"{code}.json").read_text("utf-8")) for code in copies.LANGUAGES]

    assert all(shape(file) == shape(files[0]) for file in files)
