"""Addresses below ``/api/`` that lead nowhere."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve

from delivery.api.answers import METHODS, guarded


@guarded
def unknown(request: HttpRequest, path: str) -> HttpResponse:
    """404 as JSON; where only the slash at the end was forgotten, the way to the address with it."""
    meant = request.path + "/"
    if path.endswith("/") or request.method not in METHODS or resolve(meant).func is unknown:
        raise Http404("not found")
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{meant}?{query}" if query else meant)
