"""Content-addressed files: the pictures and documents of signed copies, served by what they are, not where they lie.

A file's address holds the digest of its bytes, so it can be kept forever; a replaced original changes nothing until a
copy that names the new bytes is signed.
"""

import hashlib
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat
from django.http import Http404, HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from ledger.record import current
from public.models import PublicPage, PublicUse
from public.query import pages_for_everyone, public_pages
from public.readers import reader_of
from public.sending import send

SIZES = (("w400.webp", 400), ("w800.webp", 800), ("w1600.webp", 1600), ("w1200.jpg", 1200))
"""The files made of every picture, with their width in pixels at most."""
DOCUMENT = "document"
DIGEST = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[\w-]+\.[\w-]+", re.ASCII)
KEPT_INFO = ("icc_profile", "transparency")
"""What else than pixels a picture's files keep: what its colours mean. Where and with what it was taken is private."""


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


def renditions(image: dict[str, Any]) -> list[dict[str, Any]]:
    """The ready files of a picture by value: ``url``, ``width``, ``height`` in pixels and media ``type``."""
    files = []
    for name, most in SIZES:
        width = min(most, image["width"])
        files.append(
            {
                "url": f"/m/{image['image']}/{name}",
                "width": width,
                "height": max(1, round(image["height"] * width / image["width"])),
                "type": "image/jpeg" if name.endswith(".jpg") else "image/webp",
            }
        )
    return files


def document_name(title: str, extension: str) -> str:
    """The file name readers download a document under."""
    return f"{slugify(title) or DOCUMENT}.{slugify(extension) or 'bin'}"


def document_url(digest: str, title: str, extension: str) -> str:
    """The address of a signed document."""
    return f"/m/{digest}/{document_name(title, extension)}"


def store_image(digest: str) -> None:
    """Make the files of a picture, unless they are there.

    Raises FileChanged when no picture in the library has these bytes any more.
    """
    if all(storage().exists(f"{digest}/{name}") for name, _ in SIZES):
        return
    image = get_image_model().objects.filter(digest=digest).first()
    _require_bytes(image, digest)
    for name, most in SIZES:
        with image.get_willow_image() as willow:
            willow = _pixels(willow)
            width, height = willow.get_size()
            if width > most:
                willow = willow.resize((most, max(1, round(height * most / width))))
            if name.endswith(".jpg"):
                if willow.has_alpha():
                    willow = willow.set_background_color_rgb((255, 255, 255))
                output = willow.save_as_jpeg(BytesIO(), quality=82, progressive=True)
            else:
                output = willow.save_as_webp(BytesIO(), quality=80)
        _save(f"{digest}/{name}", output.f.getvalue())


def _pixels(willow: Any) -> Any:
    """A picture the right way up, without anything that was noted beside it."""
    willow = willow.auto_orient()
    info = willow.image.info
    willow.image.info = {name: info[name] for name in KEPT_INFO if name in info}
    return willow


def store_document(digest: str) -> None:
    """Keep a document's bytes, unless they are kept already. Raises FileChanged as ``store_image`` does."""
    if storage().exists(f"{digest}/{DOCUMENT}"):
        return
    document = get_document_model().objects.filter(digest=digest).first()
    _require_bytes(document, digest)
    with document.open_file() as file:
        _save(f"{digest}/{DOCUMENT}", file.read())


def store(images: set[str], documents: set[str]) -> None:
    """Keep every file a copy shows; see ``store_image``."""
    for digest in images:
        store_image(digest)
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
    is_picture = name in dict(SIZES)
    stored = f"{digest}/{name if is_picture else DOCUMENT}"
    return send(request, stored, name, attached=not is_picture, everybody=for_everyone)


def _require_bytes(row: Any, digest: str) -> None:
    if row is not None:
        with row.open_file() as file:
            if hashlib.file_digest(file, "sha256").hexdigest() == digest:
                return
    raise FileChanged(f"No file in the library has the digest {digest}.")


def _save(name: str, content: bytes) -> None:
    if not storage().exists(name):
        storage().save(name, ContentFile(content))
