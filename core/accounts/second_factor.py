"""A second factor for every account that can sign, publish or manage accounts (``REQUIRE_MFA``).

Until such an account has one, it can do nothing but set it up: no page of the admin, no signature, no token. Whoever
has one is asked for it at every login (allauth/mfa/stages.py).
"""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from core.accounts.roles import is_powerful

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts. Recovery codes stand in for one of these and are nothing alone."""
OPEN = "/account/"
"""Below this people set their second factor up, or log out."""


def has_one(user: Any) -> bool:
    """Whether an account has a second factor, in one query."""
    return is_mfa_enabled(user, FACTORS)


def is_missing(user: Any) -> bool:
    """Whether an account may do nothing before it has set up a second factor."""
    return bool(settings.REQUIRE_MFA and user.is_authenticated and not has_one(user) and is_powerful(user))


class SecondFactorRequired:
    """Middleware: sends those whose second factor is missing to set it up, whatever they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Nobody is logged in without a session's cookie; to look for a user would make an answer depend on it.
        with_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if settings.REQUIRE_MFA and with_session and not request.path.startswith(OPEN) and is_missing(request.user):
            if request.method not in ("GET", "HEAD"):
                raise PermissionDenied
            return redirect(f"{reverse('second_factor')}?{urlencode({'next': request.get_full_path()})}")
        return self.get_response(request)
