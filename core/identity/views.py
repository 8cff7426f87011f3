"""What browsers and other sites ask for beside the pages: the icon at its old address, the manifest and cards."""

from uuid import UUID

from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect
from django.templatetags.static import static
from django.utils.translation import get_language_bidi

from core.context import Frame, facts_for
from core.identity import cards
from core.identity.mark import GROUND
from core.languages import in_language
from public import media
from public.query import pages_for_everyone
from public.sending import send

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


def card(request: HttpRequest, locale: str, key: UUID, digest: str) -> HttpResponseBase:
    """The card of a page, as long as everybody may read it and these are the words that stand on it."""
    public = pages_for_everyone(request).filter(translation_key=key, locale=locale).only("title", "locale").first()
    clinic = facts_for(request).clinic.name
    if public is None or digest != cards.digest_of(public.title, clinic, locale):
        raise Http404
    if not cards.can_be_drawn(public.title, clinic, locale):
        raise Http404
    stored = f"cards/{digest}.png"
    if not media.storage().exists(stored):
        media.storage().save(stored, ContentFile(cards.draw(public.title, clinic, locale)))
    return send(request, stored, "card.png", attached=False, everybody=True)
