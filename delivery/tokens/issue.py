"""Making and revoking tokens that are for reading alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log
from wagtail.models import APIToken

from core.accounts.roles import uses_admin
from delivery.models import PersonalToken
from public.readers import reader_of

MADE, REVOKED = "keta.token_made", "keta.token_revoked"


@dataclass(frozen=True)
class Standing:
    """Whether a token still opens anything, in one word, and whether it can be revoked."""

    words: Promise
    is_active: bool


def may_have_tokens(request: HttpRequest) -> bool:
    """Whether tokens are for this account: for verified practitioners and for staff."""
    return reader_of(request).is_verified or uses_admin(request.user)


def tokens_of(user: Any) -> QuerySet[APIToken]:
    """Every token of an account, latest first; those of the authoring API too."""
    return APIToken.objects.filter(user=user).select_related("personal").order_by("-created", "-pk")


def standing_of(token: APIToken) -> Standing:
    """How a token stands now."""
    if token.revoked_at:
        return Standing(_("Revoked"), is_active=False)
    personal = getattr(token, "personal", None)
    if personal and personal.expires_at <= timezone.now():
        return Standing(_("Expired"), is_active=False)
    return Standing(_("In use"), is_active=True)


def make(user: Any, name: str, days: int) -> tuple[APIToken, str]:
    """A token of an account for reading, for so many days, and its text, which is kept nowhere."""
    # Without its companion it would be more than a token for reading.
    with transaction.atomic():
        token, text = APIToken.create_token(user=user, name=name)
        PersonalToken.objects.create(token=token, expires_at=timezone.now() + timedelta(days=days))
        _log(token, MADE)
    return token, text


def revoke(token: APIToken) -> None:
    """End a token of an account at once, for good."""
    with transaction.atomic():
        token.revoke()
        _log(token, REVOKED)


def _log(token: APIToken, action: str) -> None:
    log(instance=token.user, action=action, user=token.user, data={"name": token.name, "prefix": token.prefix})


class TokenFormatter(LogFormatter):
    """What was done, with which token."""

    def format_comment(self, log_entry: Any) -> str:
        return f"{log_entry.data['name']} ({log_entry.data['prefix']}…)"


class MadeFormatter(TokenFormatter):
    """A token was made."""

    label = _("API token made")
    message = _("Made an API token")


class RevokedFormatter(TokenFormatter):
    """A token was revoked by whoever made it."""

    label = _("API token revoked")
    message = _("Revoked an API token")
