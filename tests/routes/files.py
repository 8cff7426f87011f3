"""Through files: other bytes under a name that was signed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.files.base import ContentFile

from core.models.media import Digested
from public.models import PublicUse
from tests import factories
from tests.routes.attempt import Attempt, route
from tests.routes.world import UNSIGNED


def other_bytes(row: Digested) -> bytes:
    """Bytes of the same kind as a file's, and not the same."""
    if row.file.name.endswith(".png"):
        with factories.picture("Other", "black", (row.width, row.height)).file.open() as file:
            return file.read()
    return f"%PDF-1.4 {UNSIGNED}".encode()


def replace(attempt: Attempt, name: str) -> None:
    """Upload another file into the same row, then publish every page that shows it."""
    row = getattr(attempt.world, name)
    before = row.digest
    row.file = ContentFile(other_bytes(row), name=f"new-{Path(row.file.name).name}")
    row.title = UNSIGNED
    row.save()
    assert getattr(attempt.world, name).digest != before
    publish_all(attempt)


def publish_all(attempt: Attempt) -> None:
    for name in ("article", "resource", "home"):
        getattr(attempt.world, name).save_revision(user=attempt.world.editor).publish()


@contextmanager
def overwritten(row: Digested) -> Iterator[None]:
    """The file has other bytes on the disk, and nobody was told."""
    path = Path(row.file.path)
    before, other = path.read_bytes(), other_bytes(row)
    path.write_bytes(other)
    try:
        yield
    finally:
        path.write_bytes(before)


@route("files: another picture in the same row", ["article"])
def picture(attempt: Attempt) -> None:
    replace(attempt, "picture")


@route("files: another document in the same row", ["article"])
def document(attempt: Attempt) -> None:
    replace(attempt, "document")


@route("files: what the library says of a picture", ["article"])
def picture_words(attempt: Attempt) -> None:
    row = attempt.world.picture
    row.title = row.description = UNSIGNED
    row.tags.add(UNSIGNED)
    row.save()
    publish_all(attempt)
    assert attempt.world.picture.default_alt_text == UNSIGNED


@route("files: what the library says of a document", ["article"])
def document_words(attempt: Attempt) -> None:
    row = attempt.world.document
    row.title = UNSIGNED
    row.save()
    publish_all(attempt)


@route("files: a picture overwritten on the disk", ["article"])
def picture_on_disk(attempt: Attempt) -> None:
    on_disk(attempt, "picture")


@route("files: a document overwritten on the disk", ["article"])
def document_on_disk(attempt: Attempt) -> None:
    on_disk(attempt, "document")


def on_disk(attempt: Attempt, name: str) -> None:
    row = getattr(attempt.world, name)
    with overwritten(row):
        type(row).objects.get(pk=row.pk).save()
        publish_all(attempt)
    assert PublicUse.objects.filter(key=row.digest).exists()


@route("files: overwritten between the draft and the signature", ["draft"])
def before_signature(attempt: Attempt) -> None:
    """The text is signed, and still nothing is released: the file is not the one that was signed."""
    row = factories.picture(UNSIGNED, "purple")
    factories.revise(attempt.target, attempt.world.editor, hero_image=row)
    factories.submit(attempt.target, attempt.world.editor)
    with overwritten(row):
        factories.sign(attempt.target)
    assert attempt.target.live


@route("files: a digest that was never that of the file", ["draft"])
def forged_digest(attempt: Attempt) -> None:
    row = factories.picture(UNSIGNED, "purple")
    type(row).objects.filter(pk=row.pk).update(digest="0" * 64)
    row.refresh_from_db()
    factories.revise(attempt.target, attempt.world.editor, hero_image=row)
    factories.submit(attempt.target, attempt.world.editor)
    factories.sign(attempt.target)
    assert attempt.target.live
