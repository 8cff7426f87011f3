"""The cards of pages without a picture: signed words that everybody may read, or nothing."""

import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image, features

from core.identity import cards
from core.models import ClinicSettings
from tests import arabic, factories
from tests.rows import Rows, once

CARD = re.compile(r'property="og:image" content="http://localhost:8000(/cards/[^"]+)"')


def build() -> Rows:
    home = factories.site()
    ClinicSettings.objects.create(site=home.get_site(), name="Test Clinic")
    index = factories.release(factories.article_index(home))
    article = factories.release(factories.article(index, title="Signed words"))
    section = factories.release(factories.section(home))
    resource = factories.release(factories.resource(section, title="Among ourselves"))
    return Rows(home=home, index=index, article=article, resource=resource)


released = once(build)


@pytest.fixture
def rows(db, released):
    return released


def card_of(page) -> str:
    """Where a page says that its card is."""
    found = CARD.search(Client().get(page.get_url()).text)
    return found[1] if found else ""


def address(page, title: str) -> str:
    """Where the card of a page would be if it had a title."""
    digest = cards.digest_of(title, "Test Clinic", page.locale.language_code)
    return reverse("card", args=[page.locale.language_code, page.translation_key, digest])


def test_a_page_without_a_picture_names_a_card_that_can_be_kept_for_ever(rows, django_assert_max_num_queries):
    found = card_of(rows.article)
    assert found == address(rows.article, "Signed words")
    Client().get(found)

    with django_assert_max_num_queries(3):
        answer = Client().get(found)

    assert "immutable" in answer["Cache-Control"]
    assert answer["Content-Type"] == "image/png"
    content = b"".join(answer)
    assert Image.open(BytesIO(content)).size == (1200, 630)
    assert len(content) < 100_000


def test_a_card_shows_no_words_before_they_are_signed_and_none_that_were_replaced(rows):
    article, before = rows.article, card_of(rows.article)
    article.title = "Newer words"
    article.save_revision(user=factories.editor()).publish()

    assert card_of(article) == before
    assert Client().get(address(article, "Newer words")).status_code == 404

    factories.release(article)
    assert card_of(article) == address(article, "Newer words")
    assert Client().get(card_of(article)).status_code == 200
    assert Client().get(before).status_code == 404


def test_what_left_the_public_has_no_card(rows):
    found = card_of(rows.article)
    rows.article.unpublish()

    assert Client().get(found).status_code == 404


def test_a_page_that_not_everybody_may_read_has_no_card_for_anybody(rows):
    reader = Client()
    reader.force_login(factories.user(is_superuser=True))

    assert "og:image" not in reader.get(rows.resource.get_url()).text
    assert reader.get(address(rows.resource, "Among ourselves")).status_code == 404
    assert Client().get(address(rows.resource, "Among ourselves")).status_code == 404


def test_a_title_in_letters_that_the_font_does_not_know_has_no_card(rows):
    article = factories.release(factories.article(rows.index, title="Signed 治療"))

    assert card_of(article) == ""
    assert Client().get(address(article, "Signed 治療")).status_code == 404


@pytest.fixture
def arabic_article(rows, tmp_path):
    """An Arabic page without a picture, in a site that speaks Arabic."""
    with arabic.spoken(tmp_path):
        arabic.arabic_home(rows.home)
        arabic.arabic_index(rows.index)
        yield arabic.arabic_article(rows.article)


@pytest.mark.skipif(not features.check("raqm"), reason="needs Raqm with FriBidi, which join and order letters")
def test_an_arabic_card_is_written_from_right_to_left_in_joined_letters(arabic_article):
    found = card_of(arabic_article)

    assert found == address(arabic_article, arabic_article.title)
    card = Image.open(BytesIO(b"".join(Client().get(found)))).convert("RGB")
    bright = card.crop((0, cards.TOP, cards.WIDTH, cards.HEIGHT - 20)).convert("L").point(lambda value: value > 160)
    left, _, right, _ = bright.getbbox()
    assert cards.WIDTH - right == pytest.approx(cards.EDGE, abs=12)
    assert left > cards.EDGE + 50
    font, word = cards._font(60), "يفعله"
    assert font.getlength(word) != sum(font.getlength(letter) for letter in word)


def test_an_arabic_page_has_no_card_rather_than_one_that_cannot_be_read(arabic_article, rows, monkeypatch):
    monkeypatch.setattr(features, "check", lambda feature: False)

    assert "og:title" in Client().get(arabic_article.get_url()).text
    assert card_of(arabic_article) == ""
    assert Client().get(address(arabic_article, arabic_article.title)).status_code == 404
    assert Client().get(card_of(rows.article)).status_code == 200


@pytest.mark.parametrize("title", ["W" * 255, "Ordinary words " * 17, "الكلمات " * 31, "One"])
def test_every_title_has_room_or_says_that_it_goes_on(title):
    size, lines = cards._fitted(title)

    assert cards.TOP + len(lines) * size * cards.LEADING < cards.HEIGHT
    assert all(cards._font(size).getlength(line) < cards.WIDTH - cards.EDGE for line in lines)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "") or lines[-1].endswith("…")
