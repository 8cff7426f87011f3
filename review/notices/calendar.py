"""The calendar of somebody's due reviews, for calendar apps: they have no session, so the address is the secret."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from review.desk import review_url
from review.models import CalendarFeed, Submission
from review.notices.letters import absolute
from review.queue.rounds import Reader, mine

SECRET_BYTES = 32
REFRESHED = timedelta(hours=1)
"""How long a calendar app waits before it asks again."""


def make_secret(user: Any) -> str:
    """A new secret for somebody's calendar; the one they had opens nothing any more. It cannot be read again."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    made = {"digest": _digest(secret), "made_at": timezone.now()}
    CalendarFeed.objects.update_or_create(user=user, defaults=made)
    return secret


def revoke(user: Any) -> None:
    """Let the address of somebody's calendar open nothing any more."""
    CalendarFeed.objects.filter(user=user).delete()


def owner_of(secret: str) -> Any:
    """The active account whose calendar a secret opens, or None.

    The secret is looked up by its digest, so the time that takes tells nothing about it.
    """
    feeds = CalendarFeed.objects.select_related("user__wagtail_userprofile")
    feed = feeds.filter(digest=_digest(secret), user__is_active=True).first()
    return feed and feed.user


def due_reviews(user: Any) -> list[Submission]:
    """What waits for somebody's signature, the most urgent first. A fixed number of queries."""
    return [submission for submission in mine(Reader(user)) if user.pk not in submission.authors]


def calendar_of(submissions: Iterable[Submission]) -> bytes:
    """Submissions as iCalendar (RFC 5545), each on the day it is due, in the active language.

    Calendar apps show them to whoever looks at the screen, so there is no more in it than title and link.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Keta CMS//Reviews//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Reviews due"))
    # RFC 7986, and the older name that some apps still read.
    calendar.add("refresh-interval", vDuration(REFRESHED), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESHED))
    for submission in submissions:
        calendar.add_component(_event(submission))
    return calendar.to_ical()


def _event(submission: Submission) -> Event:
    event = Event()
    event.add("uid", f"review-{submission.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("dtstamp", submission.submitted_at)
    event.add("dtstart", submission.due_on)
    event.add("dtend", submission.due_on + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", submission.title)
    event.add("url", absolute(review_url(submission)))
    return event


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
