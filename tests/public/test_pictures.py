"""Pictures: every file that is named is there, as wide as it is said to be, and none is enlarged."""

import re
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.test import Client
from PIL import Image as PillowImage

from core.models import Image
from ledger.record import current_edition
from public import media, pictures
from public.resolve import parse
from review.copy import copy_of
from tests import factories
from tests.rows import Rows, once

SOURCES = re.compile(r'(?:<source[^>]*type="([^"]+)"[^>]*|<img[^>]*)srcset="([^"]+)"')

released_index = once(lambda: Rows(index=factories.release(factories.article_index(factories.site()))))


@pytest.fixture
def index(db, released_index):
    return released_index.index


def upload(image: PillowImage.Image) -> Image:
    file = BytesIO()
    image.save(file, "PNG")
    return Image.objects.create(title="Uploaded", file=ContentFile(file.getvalue(), name="uploaded.png"))


def copy_of_article(article) -> dict:
    return parse(current_edition(str(article.subject)).copy.payload)


def test_a_page_offers_modern_formats_first_and_names_only_files_that_are_there(index):
    article = factories.release(factories.article(index, hero_image=factories.picture("Wide", "plum", (900, 600))))

    html = Client().get(article.get_url()).text

    picture = html[html.index("hero-picture") :].partition("</picture>")[0]
    offered = SOURCES.findall(picture)
    assert [media_type for media_type, _ in offered] == ["image/avif", "image/webp", ""]
    for media_type, srcset in offered:
        assert srcset
        for candidate in srcset.split(", "):
            url, width = candidate.split()
            answer = Client().get(url)
            assert answer["Content-Type"] == (media_type or "image/jpeg")
            drawn = PillowImage.open(BytesIO(b"".join(answer)))
            assert f"{drawn.width}w" == width
            assert drawn.width <= 900
    assert 'width="900"' in picture
    assert 'height="600"' in picture
    assert 'fetchpriority="high"' in picture
    assert "lazy" not in picture


@pytest.mark.parametrize(
    ("colour", "form", "ground"),
    [((200, 30, 30, 0), "png", 0), ((200, 30, 30, 255), "jpg", None)],
)
def test_what_shows_the_ground_still_does_in_every_format(index, colour, form, ground):
    row = upload(PillowImage.new("RGBA", (60, 40), colour))
    article = factories.release(factories.article(index, hero_image=row))

    files = pictures.renditions(copy_of_article(article)["hero_image"])

    assert [file["url"].rpartition("/")[2] for file in files] == ["w400.avif", "w400.webp", f"w400.{form}"]
    for file in files:
        drawn = PillowImage.open(BytesIO(b"".join(Client().get(file["url"]))))
        alpha = drawn.convert("RGBA").getpixel((30, 20))[3] if drawn.has_transparency_data else None
        assert alpha == ground


def test_what_an_earlier_version_did_not_make_is_made_of_what_it_kept(index, capsys):
    row = factories.picture("Old", "peru", (900, 600))
    article = factories.release(factories.article(index, hero_image=row))
    files = pictures.renditions(copy_of_article(article)["hero_image"])
    for file in files:
        if file["type"] != "image/webp":
            media.storage().delete(file["url"].removeprefix("/m/"))
    row.file.delete(save=False)

    call_command("rebuild_public")

    assert not capsys.readouterr().err
    assert {Client().get(file["url"]).status_code for file in files} == {200}


def test_the_focal_point_is_signed_and_moving_it_shows_nothing_until_it_is_signed_again(index):
    row = factories.picture("Focused", "sienna", (900, 600))
    plain = copy_of(factories.article(index, hero_image=row))
    row.focal_point_x, row.focal_point_y, row.focal_point_width, row.focal_point_height = 90, 480, 20, 20
    row.save()
    article = factories.release(factories.article(index, hero_image=row))

    row.focal_point_x = 800
    row.save()

    assert b"focus" not in plain
    assert copy_of_article(article)["hero_image"]["focus"] == {"x": 10, "y": 80}
    assert parse(copy_of(article))["hero_image"]["focus"] == {"x": 89, "y": 80}
    assert 'class="focus-x-1 focus-y-8"' in Client().get(article.get_url()).text


def test_files_made_side_by_side_are_those_made_one_by_one():
    image = PillowImage.effect_noise((1300, 900), 80).convert("RGB")
    names = pictures.names({"image": "", "width": 1300, "height": 900})

    alone = {name: content for each in names for name, content in pictures.make(image, [each])}

    assert dict(pictures.make(image, names)) == alone
