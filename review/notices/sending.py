"""Hands letters to the mail server, each in the language and to the clock of whoever gets it."""

import logging
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from smtplib import SMTPRecipientsRefused, SMTPResponseException
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from review.notices.kinds import Kind
from review.notices.letters import Letter, absolute

logger = logging.getLogger(__name__)

User = get_user_model()
HIDDEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode's categories of what cannot be seen: it would control a terminal, turn words around, or cannot be sent."""


def send(kind: Kind, ids: Iterable[int], compose: Callable[[], Letter]) -> None:
    """Send a letter to those of some accounts that want this kind of notice. ``compose`` may not ask the database."""
    deliver({user: compose for user in recipients(ids) if kind.key not in muted_by(user)})


def recipients(ids: Iterable[int]) -> list[Any]:
    """The accounts that can be written to, each with what they chose, in one query."""
    users = User.objects.filter(pk__in=list(ids), is_active=True).exclude(email="")
    return list(users.select_related("wagtail_userprofile", "notice_choice").order_by("pk"))


def muted_by(user: Any) -> list[str]:
    """The keys of the kinds of notice that somebody does not want."""
    choice = getattr(user, "notice_choice", None)
    return choice.muted if choice else []


def deliver(letters: Mapping[Any, Callable[[], Letter]]) -> set[Any]:
    """Send each account its letter; those whose turn did not come, because the mail server does not answer.

    It is not asked again then. Where it refuses a letter the next one is sent. Either is logged, and nothing is raised.
    """
    waiting = dict(letters)
    if not waiting:
        return set()
    try:
        with get_connection() as connection:
            for user, compose in letters.items():
                try:
                    connection.send_messages([_message(user, compose)])
                except (SMTPRecipientsRefused, SMTPResponseException):
                    logger.exception("The mail server refused a notice to account %s.", user.pk)
                del waiting[user]
    except OSError:
        logger.exception("The mail server cannot be reached; %s notices were not sent.", len(waiting))
    return set(waiting)


def language_of(user: Any) -> str:
    """The language somebody chose for the admin, else the site's."""
    profile = getattr(user, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def _message(user: Any, compose: Callable[[], Letter]) -> EmailMultiAlternatives:
    profile = getattr(user, "wagtail_userprofile", None)
    clock = profile.get_current_time_zone() if profile else settings.TIME_ZONE
    with translation.override(language_of(user)), timezone.override(clock):
        letter = compose()
        context = {
            "letter": letter,
            "choices_url": absolute(reverse("wagtailadmin_account") + "#tab-notifications"),
        }
        message = EmailMultiAlternatives(
            subject=one_line(letter.subject),
            body=render_to_string("review/mail/letter.txt", context).strip() + "\n",
            to=[user.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string("review/mail/letter.html", context).strip(), "text/html")
    return message


def one_line(text: str) -> str:
    """A text as a header can hold it: on one line, and nothing in it that cannot be seen."""
    seen = (each for each in text if each.isspace() or unicodedata.category(each) not in HIDDEN)
    return " ".join("".join(seen).split())
