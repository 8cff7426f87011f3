"""What browsers ask for beside the pages: the icon at its old address and the manifest."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import get_language_bidi

from core.context import Frame
from core.identity.mark import GROUND
from core.languages import in_language

PAPER = "#fbfaf6"
"""What shows until the first page does."""
ICONS = (
    ("core/icon.svg", "any", "image/svg+xml", "any"),
    ("core/icons/icon-192.png", "192x192", "image/png", "any"),
    ("core/icons/icon-512.png", "512x512", "image/png", "any"),
    ("core/icons/maskable-512.png", "512x512", "image/png", "maskable"),
)


def favicon(request: HttpRequest) -> HttpResponseRedirect:
    """``/favicon.ico``, which is asked for by whoever does not read the page."""
    return redirect(static("core/icons/favicon.ico"))


@in_language
def manifest(request: HttpRequest, language: str) -> HttpResponse:
    """The web manifest in one language (https://www.w3.org/TR/appmanifest/): how the site stands on a home screen."""
    frame = Frame(request)
    told = {
        "id": frame.home_address,
        "name": frame.clinic.name,
        "lang": language,
        "dir": "rtl" if get_language_bidi() else "ltr",
        "start_url": frame.home_address,
        # Readers change languages, and log in.
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": GROUND,
        "background_color": PAPER,
        "icons": [
            {"src": static(name), "sizes": sizes, "type": media_type, "purpose": purpose}
            for name, sizes, media_type, purpose in ICONS
        ],
    }
    return JsonResponse(told, content_type="application/manifest+json")
