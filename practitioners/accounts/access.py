"""What opens the section to an account, and what closes it: see ``public.readers``, which asks."""

from datetime import date
from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import APIToken

from public.models import Verification
from review.policy import VERIFIED_PRACTITIONERS


def open_to(user: Any, until: date) -> None:
    """Let an account read the section through a day."""
    user.groups.add(Group.objects.get_or_create(name=VERIFIED_PRACTITIONERS)[0])
    Verification.objects.update_or_create(user=user, defaults={"until": until})


def close_to(user: Any) -> None:
    """Let an account read the section no more."""
    user.groups.remove(*Group.objects.filter(name=VERIFIED_PRACTITIONERS))
    Verification.objects.filter(user=user).delete()


def end_sessions(user: Any) -> None:
    """Log an account out wherever it is logged in.

    Those that allauth has listed are ended through it, and then those it has not: a session tells only when it is read
    whose it is, so this reads all of them. It happens rarely, and must miss none.
    """
    for listed in UserSession.objects.filter(user=user):
        listed.end()
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            store(session.session_key).delete()


def revoke_tokens(user: Any) -> None:
    """Let no token of an account open anything more."""
    APIToken.objects.filter(user=user, revoked_at=None).update(revoked_at=timezone.now())
