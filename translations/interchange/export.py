"""Translations as files to download: one alone, or many in a zip."""

import io
import zipfile
from collections.abc import Iterable, Iterator

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail_localize.models import Translation

from translations.interchange.files import outgoing
from translations.interchange.formats import Format


def download(translation: Translation, kind: Format) -> HttpResponse:
    """A translation as a file of a format."""
    headers = {"Content-Disposition": f'attachment; filename="{file_name(translation, kind)}"'}
    return HttpResponse(kind.write(outgoing(translation)), content_type=kind.content_type, headers=headers)


def export_many(translations: Iterable[Translation], kind: Format) -> StreamingHttpResponse:
    """A zip with a file for each translation, made while it is sent; the formats are ``formats.FORMATS``.

    Three queries for each, when ``source__locale`` and ``target_locale`` come along; one file is held in memory.
    Whoever calls has asked whether the reader may have them (``may_exchange``).
    """
    headers = {"Content-Disposition": f'attachment; filename="{_("translations")}.zip"'}
    return StreamingHttpResponse(_zipped(translations, kind), content_type="application/zip", headers=headers)


def file_name(translation: Translation, kind: Format) -> str:
    """A name that tells people what is in the file; no two translations have the same."""
    title = slugify(translation.source.object_repr) or "text"
    languages = f"{translation.source.locale.language_code}-{translation.target_locale.language_code}"
    return f"{title[:60]}.{str(translation.uuid)[:8]}.{languages}.{kind.suffix}"


def _zipped(translations: Iterable[Translation], kind: Format) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for translation in translations:
            archive.writestr(file_name(translation, kind), kind.write(outgoing(translation)))
            yield pipe.take()
    yield pipe.take()


class _Pipe(io.RawIOBase):
    """Takes what a zip writes, and hands it on; nobody can go back in it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        self.written += data
        return len(data)

    def take(self) -> bytes:
        taken, self.written = bytes(self.written), bytearray()
        return taken
