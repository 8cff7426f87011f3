"""``/styleguide/``: the gallery, for developers and for staff."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from core.gallery.copies import LANGUAGES
from core.gallery.examples import frame, sections
from public.readers import reader_of

DIRECTIONS = ("ltr", "rtl")


def styleguide(request: HttpRequest) -> HttpResponse:
    """The gallery in ``?language=`` and ``?dir=``, else the direction of the language; 404 to everybody but staff.

    Where DEBUG is on everybody is a developer.
    """
    if not (settings.DEBUG or reader_of(request).is_at_work):
        raise Http404
    asked, direction = request.GET.get("language"), request.GET.get("dir")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    with translation.override(language):
        natural = DIRECTIONS[translation.get_language_bidi()]
        context = {
            "direction": direction if direction in DIRECTIONS else natural,
            "frame": frame(language),
            "language": language,
            "text_language": language,
            "languages": LANGUAGES,
            "sections": sections(),
        }
        response = TemplateResponse(request, "gallery/gallery.html", context).render()
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response
