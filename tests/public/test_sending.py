"""Signed files are sent whole or in part, by whoever does it best, and what is for some readers is kept by nobody."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, storages
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from public.sending import asked_for
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once

CONTENT = b"%PDF-1.4 " + bytes(range(256)) * 50
SIZE = len(CONTENT)
PRIVATE, PUBLIC = "private, no-store", "public, max-age=31536000, immutable"


def build() -> Rows:
    home = factories.site()
    section = factories.release(factories.section(home))
    protocol, leaflet = factories.document("Protocol", CONTENT), factories.document("Leaflet", b"%PDF-1.4 leaflet")
    chart = factories.picture("Chart", "orange")
    body = [("image", {"image": chart, "caption": ""})]
    factories.release(factories.resource(section, document=protocol, body=body))
    link = f'<a linktype="document" id="{leaflet.pk}">leaflet</a>'
    factories.release(factories.standard(home, introduction=f"<p>{link}</p>"))
    return Rows(protocol=protocol, leaflet=leaflet, chart=chart)


built = once(build)


@pytest.fixture(autouse=True)
def files(built: Rows, db: None) -> Rows:
    return built


@pytest.fixture
def reader(db: None) -> Client:
    client = Client()
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    return client


def address(row: Any, name: str = "protocol.pdf") -> str:
    return f"/m/{row.digest}/{name}"


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=5-5", 5, 6),
        ("bytes=9000-", 9000, SIZE),
        ("bytes=-7", SIZE - 7, SIZE),
        ("bytes=-999999", 0, SIZE),
        ("bytes=10-999999", 10, SIZE),
    ],
)
def test_a_part_is_streamed(files: Rows, reader: Client, asked: str, start: int, stop: int) -> None:
    answer = reader.get(address(files.protocol), headers={"Range": asked})

    assert answer.status_code == 206
    assert b"".join(answer) == CONTENT[start:stop]
    assert answer["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert int(answer["Content-Length"]) == stop - start
    assert answer["Cache-Control"] == PRIVATE
    assert answer["Content-Disposition"] == 'attachment; filename="protocol.pdf"'
    assert answer.streaming


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=-0", "bytes=99999999-"])
def test_a_part_that_is_not_there_is_told_to_be_none(files: Rows, reader: Client, asked: str) -> None:
    answer = reader.get(address(files.protocol), headers={"Range": asked})

    assert (answer.status_code, answer["Content-Range"], answer.content) == (416, f"bytes */{SIZE}", b"")
    assert answer["Cache-Control"] == PRIVATE


@pytest.mark.parametrize("asked", ["", "bytes=", "bytes=-", "bytes=1-2,5-6", "bytes=9-1", "items=0-1", "bytes=a-b"])
def test_whoever_asks_for_no_one_part_gets_the_whole(files: Rows, reader: Client, asked: str) -> None:
    answer = reader.get(address(files.protocol), headers={"Range": asked})

    assert (answer.status_code, b"".join(answer)) == (200, CONTENT)
    assert answer["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(("validator", "status"), [("same", 206), ('"another"', 200), ("Tue, 1 Dec 2026", 200)])
def test_a_download_goes_on_only_with_the_same_bytes(files: Rows, reader: Client, validator: str, status: int) -> None:
    etag = reader.get(address(files.protocol))["ETag"]
    headers = {"Range": "bytes=0-1", "If-Range": etag if validator == "same" else validator}

    assert reader.get(address(files.protocol), headers=headers).status_code == status


@given(st.text(st.sampled_from("bytes=-, 0123456789x"), max_size=30), st.integers(0, 10**6))
def test_no_header_is_an_error_and_every_part_lies_in_the_file(header: str, size: int) -> None:
    for asked in (header, f"bytes={header}"):
        part = asked_for(asked, size)
        assert part is None or not part or 0 <= part.start < part.stop <= size


def test_what_everybody_may_read_any_cache_may_keep(files: Rows) -> None:
    answer = Client().get(address(files.leaflet, "leaflet.pdf"), headers={"Range": "bytes=0-3"})

    assert (answer.status_code, answer["Cache-Control"]) == (206, PUBLIC)


def test_strangers_get_no_part_either(files: Rows) -> None:
    for row, name in ((files.protocol, "protocol.pdf"), (files.chart, "w400.webp")):
        assert Client().get(address(row, name), headers={"Range": "bytes=0-3"}).status_code == 404


@pytest.mark.parametrize(
    ("row", "name", "stored", "kept"),
    [
        ("protocol", "protocol.pdf", "document", PRIVATE),
        ("chart", "w400.webp", "w400.webp", PRIVATE),
        ("leaflet", "leaflet.pdf", "document", PUBLIC),
    ],
)
def test_nginx_sends_it_where_there_is_one(
    settings: Any, files: Rows, reader: Client, row: str, name: str, stored: str, kept: str
) -> None:
    settings.ACCEL_REDIRECT = "/protected/"
    digest = getattr(files, row).digest

    answer = reader.get(f"/m/{digest}/{name}")

    assert (answer.status_code, answer.content) == (200, b"")
    assert answer["X-Accel-Redirect"] == f"/protected/{digest}/{stored}"
    assert answer["Cache-Control"] == kept
    if kept == PRIVATE:
        assert "X-Accel-Redirect" not in Client().get(f"/m/{digest}/{name}").headers


class Bucket(InMemoryStorage):
    """Stands for storages.backends.s3.S3Storage, whose addresses are signed."""

    def url(self, name: str, parameters: dict[str, str] | None = None, expire: int | None = None) -> str:
        assert parameters == {
            "ResponseContentType": "application/pdf",
            "ResponseContentDisposition": 'attachment; filename="protocol.pdf"',
        }
        return f"https://bucket.example.org/{name}?expires={expire}"


@pytest.fixture
def bucket(settings: Any, files: Rows) -> None:
    settings.STORAGES = {**settings.STORAGES, "signed_media": {"BACKEND": f"{__name__}.Bucket"}}
    for row, name in ((files.protocol, "document"), (files.leaflet, "document"), (files.chart, "w400.webp")):
        storages["signed_media"].save(f"{row.digest}/{name}", ContentFile(CONTENT))


@pytest.mark.usefixtures("bucket")
def test_an_object_store_is_asked_for_a_document_at_an_address_that_soon_ends(files: Rows, reader: Client) -> None:
    answer = reader.get(address(files.protocol))

    assert answer.status_code == 302
    assert answer["Location"] == f"https://bucket.example.org/{files.protocol.digest}/document?expires=60"
    assert answer["Cache-Control"] == PRIVATE
    assert Client().get(address(files.protocol)).status_code == 404


@pytest.mark.usefixtures("bucket")
def test_what_it_keeps_for_everybody_and_pictures_come_from_here(files: Rows, reader: Client) -> None:
    told = [reader.get(address(files.chart, "w400.webp")), reader.get(address(files.leaflet, "leaflet.pdf"))]

    assert [(answer.status_code, answer["Cache-Control"]) for answer in told] == [(200, PRIVATE), (200, PUBLIC)]
