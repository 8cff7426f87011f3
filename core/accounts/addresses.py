"""An account's e-mail address stands in two places: ``User.email`` and allauth's ``EmailAddress``. They stay one."""

from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import user_pk_to_url_str
from django.db import transaction
from django.db.models.signals import post_save
from django.http import HttpRequest

from core.models import User


def on_saved(
    sender: Any, instance: User, created: bool, raw: bool, update_fields: frozenset[str] | None, **kwargs: Any
) -> None:
    """An account was saved: an address changed elsewhere than on allauth's screens has to be confirmed anew."""
    if raw or created or (update_fields is not None and "email" not in update_fields):
        return
    primary = EmailAddress.objects.filter(user=instance, primary=True).first()
    if primary and primary.email.lower() != instance.email.lower():
        _replace(instance, verified=False)


def shown(user: User) -> str:
    """How allauth's screens and mails name an account."""
    return user.email


def connect() -> None:
    """Connect the receiver; called when the apps are ready."""
    post_save.connect(on_saved, sender=User)


def invite(request: HttpRequest, user: User) -> None:
    """Let a new account, made by somebody else, choose its password: a mail with a link that does so once.

    Whoever opens the link has the mailbox, so the address counts as confirmed.
    """
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _replace(user, verified=True)
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    adapter = get_adapter(request)
    address = adapter.get_reset_password_from_key_url(f"{user_pk_to_url_str(user)}-{token}")
    adapter.send_mail("account/email/invitation", user.email, {"user": user, "password_reset_url": address})


def _replace(user: User, verified: bool) -> None:
    """Make the account's address its only one."""
    address = user.email.lower()
    with transaction.atomic():
        EmailAddress.objects.filter(user=user).exclude(email=address).delete()
        EmailAddress.objects.update_or_create(
            user=user, email=address, defaults={"primary": True, "verified": verified}
        )
