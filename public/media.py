"""Content-addressed files: the pictures and documents of signed copies, served by what they are, not where they lie.

A file's address holds the digest of its bytes, so it can be kept forever; a replaced original changes nothing until a
copy that names the new bytes is signed.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.models import SourceImageIOError
from willow.image import Image as WillowImage

from ledger.record import current
from public import pictures
from public.models import PublicPage, PublicUse
from public.query import pages_for_everyone, public_pages
from public.readers import reader_of
from public.sending import send

DOCUMENT = "document"
DIGEST = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[\w-]+\.[\w-]+", re.ASCII)


class FileChanged(Exception):
    """A file's bytes are not those its digest names."""


def storage() -> Storage:
    """Where signed files are kept."""
    return storages["signed_media"]


def walk(value: Any) -> Iterator[dict[str, Any]]:
    """Every object inside a copy, each before those inside it."""
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def document_name(title: str, extension: str) -> str:
    """The file name readers download a document under."""
    return f"{slugify(title) or DOCUMENT}.{slugify(extension) or 'bin'}"


def document_url(digest: str, title: str, extension: str) -> str:
    """The address of a signed document."""
    return f"/m/{digest}/{document_name(title, extension)}"


def store_image(picture: pictures.Picture) -> None:
    """Make the files of a picture by value that are not there.

    What an earlier version did not make is made of the largest kept file where the library has the picture no more.
    Raises FileChanged when no picture in the library has these bytes any more, and nothing of it is kept.
    """
    digest = picture["image"]
    missing = [name for name in pictures.names(picture) if not storage().exists(f"{digest}/{name}")]
    if missing:
        for name, content in pictures.make(_original(digest), missing):
            _save(f"{digest}/{name}", content)


def _original(digest: str) -> Image.Image:
    """A picture as the library has it, else as large as it is kept."""
    row = get_image_model().objects.filter(digest=digest).first()
    try:
        _require_bytes(row, digest)
    except FileChanged:
        for name in sorted(pictures.NAMES, key=lambda name: -pictures.NAMES[name]):
            if storage().exists(f"{digest}/{name}"):
                with storage().open(f"{digest}/{name}") as file:
                    return pictures.pixels(WillowImage.open(file))
        raise
    with row.get_willow_image() as willow:
        return pictures.pixels(willow)


def store_document(digest: str) -> None:
    """Keep a document's bytes, unless they are kept already. Raises FileChanged as ``store_image`` does."""
    if storage().exists(f"{digest}/{DOCUMENT}"):
        return
    document = get_document_model().objects.filter(digest=digest).first()
    _require_bytes(document, digest)
    with document.open_file() as file:
        _save(f"{digest}/{DOCUMENT}", file.read())


def store(shown: list[pictures.Picture], documents: set[str]) -> None:
    """Keep every file a copy shows; see ``store_image``."""
    for picture in shown:
        store_image(picture)
    for digest in documents:
        store_document(digest)


def uses_on(pages: QuerySet[PublicPage], whole: bool = False) -> QuerySet[PublicUse]:
    """Where some public pages show files: the pages themselves, or current snippets that stand on them.

    ``whole`` says that what is for practitioners alone counts too.
    """
    on_pages = PublicUse.objects.filter(page__in=pages)
    if not whole:
        on_pages = on_pages.filter(for_practitioners=False)
    snippets = on_pages.exclude(key__startswith="page:")
    named = snippets.values_list(Concat("key", Value(":"), "page__locale"))
    on_snippets = Q(page__isnull=True, subject__in=named) & Q(subject__in=current().values("subject"))
    return PublicUse.objects.filter(Q(pk__in=on_pages.values("pk")) | on_snippets, field__in=PublicUse.MEDIA)


def serve(request: HttpRequest, digest: str, name: str) -> HttpResponseBase:
    """A signed file, to whoever may see a current edition that shows it, and to staff in their own previews."""
    if not DIGEST.fullmatch(digest) or not NAME.fullmatch(name):
        return HttpResponseNotFound(content_type="text/plain")
    for_everyone = uses_on(pages_for_everyone(request)).filter(key=digest).exists()
    reader = reader_of(request)
    shown = for_everyone or uses_on(public_pages(request), reader.is_verified).filter(key=digest).exists()
    if not shown and not reader.is_at_work:
        raise Http404
    is_picture = name in pictures.NAMES
    stored = f"{digest}/{name if is_picture else DOCUMENT}"
    return send(request, stored, name, attached=not is_picture, everybody=for_everyone)


def _require_bytes(row: Any, digest: str) -> None:
    if row is not None:
        # Wagtail names a lost picture's error otherwise than a lost document's.
        with suppress(FileNotFoundError, SourceImageIOError), row.open_file() as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return
    raise FileChanged(f"No file in the library has the digest {digest}.")


def _save(name: str, content: bytes) -> None:
    if not storage().exists(name):
        storage().save(name, ContentFile(content))
