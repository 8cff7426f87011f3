"""Signed files: the bytes that were signed, or nothing."""

from pathlib import Path

import pytest
from django.test import Client

from ledger.record import current_edition, standing_clearance
from public import media
from public.models import PublicPage
from public.release import Outcome, release
from review.copy import copy_of, digest_of
from tests import factories


@pytest.fixture
def index(home):
    return factories.release(factories.article_index(home))


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
