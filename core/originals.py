"""Originals and thumbnails: for the people who work on them, never for readers."""

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve


def serve_original(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the library, for staff. Readers get the signed copy under its digest (public/media.py)."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        response = serve(request, path, document_root=str(settings.MEDIA_ROOT))
    except SuspiciousFileOperation as error:
        raise Http404 from error
    response["Cache-Control"] = "private, max-age=300"
    # An uploaded file is shown, never run, whatever it claims to be.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self'"
    return response
