"""Sending a signed file to somebody who may have it.

In production the web server or the object store does the work, and this only says yes: ``ACCEL_REDIRECT`` names the
place inside nginx, a store of objects is asked for documents at an address that holds for a minute. Else the bytes are
streamed, also in part, so that a download that broke off goes on.
"""

import mimetypes
import re
from typing import Any

from django.conf import settings
from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.utils.http import content_disposition_header

FOR_EVERYBODY = "public, max-age=31536000, immutable"
FOR_ONE_READER = "private, no-store"
SECONDS = 60
"""For how long an address holds that the object store is asked for."""
RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


def send(request: HttpRequest, stored: str, name: str, *, attached: bool, everybody: bool) -> HttpResponseBase:
    """A file of the storage for signed media, whose name there is ``stored``, under the ``name`` that readers see.

    ``attached`` says that it is to be saved and not shown, ``everybody`` that any cache may keep it. Raises Http404.
    """
    storage: Any = storages["signed_media"]
    is_here = isinstance(storage, FileSystemStorage)
    content_type = mimetypes.guess_type(name)[0] or "application/octet-stream"
    disposition = content_disposition_header(attached, name) or "inline"
    response: HttpResponseBase
    if is_here and settings.ACCEL_REDIRECT:
        response = HttpResponse(content_type=content_type)
        response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT}{stored}"
    elif attached and not everybody and not is_here:
        said = {"ResponseContentType": content_type, "ResponseContentDisposition": disposition}
        response = HttpResponseRedirect(storage.url(stored, parameters=said, expire=SECONDS))
    else:
        # Pictures too: browsers are told to load none from elsewhere (CONTENT_SECURITY_POLICY).
        try:
            response = _streamed(request, storage.open(stored), stored, content_type)
        except FileNotFoundError as error:
            raise Http404 from error
    response["Content-Disposition"] = disposition
    response["Cache-Control"] = FOR_EVERYBODY if everybody and response.status_code < 300 else FOR_ONE_READER
    return response


def asked_for(header: str, size: int) -> range | None:
    """The bytes that a ``Range`` header asks for of ``size`` in all: None for all of them, an empty range for none.

    One part alone is given; who asks for several gets the whole, as for what cannot be read (RFC 9110, 14.2).
    """
    found = RANGE.fullmatch(header.replace(" ", ""))
    first, last = found.groups() if found else ("", "")
    if not first and not last:
        return None
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


class _Part:
    """Some bytes of a file, as a file that ends with them."""

    def __init__(self, file: Any, part: range):
        self.file, self.left = file, len(part)
        file.seek(part.start)

    def read(self, most: int) -> bytes:
        found = self.file.read(min(most, self.left))
        self.left -= len(found)
        return found

    def close(self) -> None:
        self.file.close()


def _streamed(request: HttpRequest, file: Any, stored: str, content_type: str) -> HttpResponseBase:
    """The bytes of a file, or the part of them that is asked for."""
    # The name holds the digest of the bytes.
    size, etag = file.size, f'"{stored}"'
    part = asked_for(request.headers.get("Range", ""), size) if request.method == "GET" else None
    if request.headers.get("If-Range", etag) != etag:
        part = None
    response: HttpResponseBase
    if part is None:
        response = FileResponse(file, content_type=content_type)
    elif not part:
        file.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        response = FileResponse(_Part(file, part), status=206, content_type=content_type)
        response["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
        response["Content-Length"] = len(part)
    response["Accept-Ranges"], response["ETag"] = "bytes", etag
    return response
