"""Wagtail's authoring API (``/api/v3/``), for staff's tools: a token of somebody who may use the admin, or nothing.

Personal tokens are for reading, whatever their account may do, so they open nothing here.

Wagtail answers some of its routes to anybody, from rows that nobody has signed. Here every route asks for a token
first, the documentation too. Publishing through it releases cleared copy alone, as everywhere.
"""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import URLPattern
from wagtail.api.v3.auth import BearerTokenAuth
from wagtail.api.v3.urls import api
from wagtail.utils.urlpatterns import decorate_urlpatterns

from core.accounts import second_factor
from core.accounts.roles import uses_admin
from delivery.api.answers import View, error, guarded, unauthorized
from delivery.models import PersonalToken
from delivery.tokens import bearer


def tokens_only(view: View) -> View:
    """A view for those whose bearer token is valid and not for reading alone, and whose account may use the admin."""

    @guarded
    @wraps(view)
    def check(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        # Sets the user from the token, so that a session cookie sent along counts for nothing.
        token = BearerTokenAuth()(request)
        if token is None:
            if "Authorization" in request.headers:
                bearer.count_failure(request)
            return unauthorized("a valid bearer token is required")
        if PersonalToken.objects.filter(pk=token.pk).exists():
            return error(403, "this token is for reading alone, at /api/v2/")
        if not uses_admin(request.user):
            return error(403, "this account may not use the authoring API")
        if second_factor.is_missing(request.user):
            return error(403, "this account has to set up a second factor first, at /account/second-factor/")
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "private, no-store"
        return response

    return check


def urls() -> tuple[list[URLPattern], str, str]:
    """Wagtail's routes, closed to everybody without a token."""
    patterns, app_name, namespace = api.urls
    return decorate_urlpatterns(patterns, tokens_only), app_name, namespace
