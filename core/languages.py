"""Views whose address begins with a language."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from core.context import Frame


def in_language(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer in the language that the address names; 404 where the site has no home page in it."""

    @wraps(view, updated=())
    def answer(request: HttpRequest, language: str) -> HttpResponse:
        if language not in {home.locale for home in Frame(request).homes}:
            raise Http404
        # Until the request ends: what comes after the view asks for the language, too.
        translation.activate(language)
        return view(request, language=language)

    return answer
