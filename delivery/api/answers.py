"""How every answer of the API is made: who may ask, in what form it goes out, what an error looks like."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import orjson
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from wagtail.api.v2.utils import BadRequestError

from delivery.tokens import bearer

logger = logging.getLogger(__name__)

METHODS = ("GET", "HEAD")
View = Callable[..., HttpResponseBase]


def json(data: Any, status: int = 200) -> HttpResponse:
    """Data as compact JSON; moments in UTC."""
    return HttpResponse(orjson.dumps(data, option=orjson.OPT_UTC_Z), status=status, content_type="application/json")


def error(status: int, message: str) -> HttpResponse:
    """An error as Wagtail's API gives it. Never kept by caches."""
    response = json({"message": message}, status)
    response["Cache-Control"] = "no-store"
    return response


def unauthorized(message: str, code: str = "") -> HttpResponse:
    """The answer to a missing, wrong or unsupported token; ``code`` is that of RFC 6750 for a token that was sent."""
    response = error(401, message)
    response["WWW-Authenticate"] = 'Bearer realm="Keta CMS"' + (f', error="{code}"' if code else "")
    return response


def too_many(message: str, seconds: int) -> HttpResponse:
    """The answer to who asks too often: try again after so many seconds."""
    response = error(429, message)
    response["Retry-After"] = str(seconds)
    return response


def guarded(view: View) -> View:
    """A view whose every error is JSON, without a word about what is behind it."""

    @csrf_exempt
    @wraps(view)
    def guard(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except bearer.Refused as problem:
            return unauthorized(str(problem), problem.code)
        except bearer.TooMany as problem:
            return too_many(str(problem), problem.seconds)
        except BadRequestError as problem:
            return error(400, str(problem))
        except SuspiciousOperation:
            return error(400, "the request is malformed")
        except Http404 as problem:
            return error(404, str(problem) or "not found")
        except Exception:
            logger.exception("%s failed.", request.path)
            return error(500, "internal error")

    return guard


def endpoint(view: View) -> View:
    """A reading view of the public API: GET and HEAD, for whoever asks.

    A bearer token or a session cookie gives its reader's view, which nobody may keep. What is sent in the Authorization
    header counts alone, and is refused where it opens nothing.
    """

    @guarded
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method not in METHODS:
            refusal = error(405, f'Method "{request.method}" not allowed.')
            refusal["Allow"] = ", ".join(METHODS)
            return refusal
        has_token = "Authorization" in request.headers
        if has_token:
            bearer.sign_in(request)
        for name, values in request.GET.lists():
            if "\x00" in name or any("\x00" in value for value in values):
                raise BadRequestError("null characters are not allowed in the query")
        response = view(request, *args, **kwargs)
        own = has_token or settings.SESSION_COOKIE_NAME in request.COOKIES
        if own or request.GET.get("order") == "random":
            response["Cache-Control"] = "private, no-store"
        else:
            response["Cache-Control"] = "public, max-age=0, must-revalidate"
        patch_vary_headers(response, ["Authorization", "Cookie"])
        return response

    return read


def also_for_tokens(view: View) -> View:
    """A view of the site that apps ask too: with a token for its account, with errors as the API gives them."""

    @guarded
    def for_its_account(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        bearer.sign_in(request)
        return view(request, *args, **kwargs)

    @wraps(view)
    def ask(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answering = for_its_account if "Authorization" in request.headers else view
        return answering(request, *args, **kwargs)

    return ask
