"""Signed files: the bytes that were signed, or nothing."""

from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from PIL import Image as Picture

from core.models import Image
from ledger.record import current_edition, standing_clearance
from public import media, pictures
from public.models import PublicPage
from public.release import Outcome, release
from public.resolve import parse
from review.copy import copy_of, digest_of
from tests import factories
from tests.rows import Rows, once

released_index = once(lambda: Rows(index=factories.release(factories.article_index(factories.site()))))


@pytest.fixture
def index(db, released_index):
    return released_index.index


def overwrite(row, content: bytes) -> bytes:
    """Put other bytes into a file behind everybody's back; what was there before."""
    path = Path(row.file.path)
    before = path.read_bytes()
    path.write_bytes(content)
    return before


@pytest.mark.parametrize("kind", ["picture", "document"])
def test_a_file_replaced_on_the_disk_before_the_release_is_refused(index, kind):
    row = factories.picture(kind, "olive") if kind == "picture" else factories.document(kind, b"%PDF-1.4 first")
    field = {"hero_image": row}
    if kind == "document":
        link = f'<a linktype="document" id="{row.pk}">file</a>'
        field = {"introduction": f"<p>{link}</p>"}
    article = factories.article(index, **field)
    factories.submit(article)
    signed = overwrite(row, b"something else")

    factories.sign(article)

    article = type(article).objects.get(pk=article.pk)
    assert standing_clearance(str(article.subject), digest_of(copy_of(article)))
    assert current_edition(str(article.subject)) is None
    assert release(article.subject) is Outcome.WITHHELD
    assert not media.storage().exists(row.digest)

    overwrite(row, signed)
    assert release(article.subject) is Outcome.RELEASED
    assert PublicPage.objects.filter(page=article).exists()


def test_a_file_replaced_after_the_release_changes_nothing(index):
    row = factories.picture("Signed", "navy")
    factories.release(factories.article(index, hero_image=row))
    address = f"/m/{row.digest}/w400.webp"
    before = b"".join(Client().get(address))

    overwrite(row, b"something else")
    other = factories.picture("Other", "maroon")
    row.file = other.file
    row.save()

    assert b"".join(Client().get(address)) == before


def test_a_signed_file_goes_when_nothing_public_shows_it_any_more(index):
    row = factories.picture("Withdrawn", "coral")
    article = factories.release(factories.article(index, hero_image=row))
    address = f"/m/{row.digest}/w400.webp"
    assert Client().get(address).status_code == 200

    article.unpublish()

    assert Client().get(address).status_code == 404


def test_the_files_of_a_private_page_are_private(home):
    section = factories.release(factories.section(home))
    row = factories.document("Protocol", b"%PDF-1.4 private")
    factories.release(factories.resource(section, document=row))

    assert Client().get(media.document_url(row.digest, row.title, "pdf")).status_code == 404


def test_an_original_has_no_public_address(home):
    rows = factories.picture(), factories.document()
    for row in rows:
        assert Client().get(row.file.url).status_code == 404
    assert Client().get(f"/documents/{rows[1].pk}/{rows[1].filename}").status_code == 404


@pytest.mark.parametrize("orientation", [1, 6, 8])
def test_what_a_camera_noted_stays_in_the_library_and_the_picture_is_upright(index, orientation):
    exif = Picture.Exif()
    exif[0x0112] = orientation
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (40.0, 26.0, 46.0)
    taken = Picture.new("RGB", (900, 600), "tan")
    file = BytesIO()
    taken.save(file, "JPEG", exif=exif, comment=b"Room 4")
    row = Image.objects.create(title="Photo", file=ContentFile(file.getvalue(), name="photo.jpg"))
    assert dict(Picture.open(row.file.path).getexif().get_ifd(0x8825))

    article = factories.release(factories.article(index, hero_image=row))

    copy = parse(current_edition(str(article.subject)).copy.payload)
    stated = pictures.renditions(copy["hero_image"])
    assert (stated[1]["width"] > stated[1]["height"]) is (orientation == 1)
    for file in stated:
        content = b"".join(Client().get(file["url"]))
        served = Picture.open(BytesIO(content))
        assert served.size == (file["width"], file["height"])
        assert not dict(served.getexif())
        assert not {"exif", "xmp", "comment"} & set(served.info)


@pytest.mark.parametrize("digest", ["%00", "x", "0" * 63, "A" * 64, "0" * 63 + "%0A"])
def test_what_is_no_digest_is_unknown_without_a_look_into_the_database(db, digest, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Client().get(f"/m/{digest}/x").status_code == 404


@pytest.mark.parametrize("name", ["%00", "x", "a.pdf%0Ab", "a%22.pdf"])
def test_what_is_no_name_of_a_file_is_unknown(db, name):
    assert Client().get(f"/m/{'0' * 64}/{name}").status_code == 404
