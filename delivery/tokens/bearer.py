"""Tokens as a way to read (RFC 6750): a request speaks for the account of its token, or is refused.

A token is never ignored: whoever sent one would take the public's view for their own.
"""

import logging
from datetime import timedelta

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import APIToken

from core.accounts import second_factor

logger = logging.getLogger(__name__)

SCHEME = "bearer"
NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use of a token is known."""
APP, ACTION = "allauth.account", "api_token"
"""How often an address may send tokens that open nothing: ``ACCOUNT_RATE_LIMITS`` in the settings."""


class Refused(Exception):
    """Credentials that open nothing; ``code`` is RFC 6750's for a token, empty for what is no bearer token at all."""

    def __init__(self, message: str, code: str = ""):
        super().__init__(message)
        self.code = code


class TooMany(Exception):
    """An address has sent too many tokens that open nothing; it may try again after so many ``seconds``."""

    def __init__(self, seconds: int):
        super().__init__("too many invalid tokens from this address; try again later")
        self.seconds = seconds


def sign_in(request: HttpRequest) -> None:
    """Let a request speak for the account of its bearer token. A session sent along counts for nothing.

    One query, and an update at most once a minute for the last use. Raises Refused, and TooMany for an address that was
    refused too often.
    """
    scheme, _, sent = request.headers["Authorization"].partition(" ")
    if scheme.lower() != SCHEME:
        raise Refused("this API takes bearer tokens alone")
    token = _valid(sent.strip())
    if token is None:
        count_failure(request)
        raise Refused("the token is wrong, expired or revoked, or its account is closed", code="invalid_token")
    if second_factor.is_missing(token.user):
        raise Refused("its account has to set up a second factor first, at /account/second-factor/", "invalid_token")
    _forget_session(request)
    request.user = token.user
    _note_use(token)


def count_failure(request: HttpRequest) -> None:
    """Count a token that opened nothing against the address it came from. Raises TooMany.

    Without its cache nothing is counted: the token opens nothing all the same.
    """
    try:
        # The public door of allauth's limits passes GET by, and reading is nothing else.
        allowed = ratelimit.consume(request, app=APP, action=ACTION, limit_get=True)
    except Exception:
        logger.warning("Failing tokens cannot be counted.", exc_info=True)
        return
    if not allowed:
        raise TooMany(int(max(rate.duration for rate in ratelimit.get_rates(app=APP, action=ACTION))))


def _valid(sent: str) -> APIToken | None:
    """The token whose text was sent, with its account; None where it opens nothing."""
    if not APIToken.validate_token_format(sent):
        return None
    known = APIToken.objects.select_related("user", "personal").filter(revoked_at=None)
    token = known.filter(key_hash__in=APIToken.candidate_key_hashes(sent)).first()
    if token is None or not token.user.is_active:
        return None
    personal = getattr(token, "personal", None)
    return token if personal is None or personal.expires_at > timezone.now() else None


def _forget_session(request: HttpRequest) -> None:
    """Take away the session that came with a token; whoever it belongs to keeps it."""
    # An empty session beside its cookie would be taken for one that has ended, and the cookie deleted.
    request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
    request.session = type(request.session)()


def _note_use(token: APIToken) -> None:
    now = timezone.now()
    if token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY:
        APIToken.objects.filter(pk=token.pk).update(last_used_at=now)
