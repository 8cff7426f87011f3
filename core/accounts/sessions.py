"""How long people stay logged in, and the list in which they see and end it."""

import time
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

BEGAN, SEEN = "began", "seen"
"""The keys under which a session keeps when somebody logged in and when they last asked for something (Unix time)."""
STEP = 60
"""Seconds for which the last request is not written down anew: reading a page should not write."""
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""By what browsers say of themselves, the particular before the general: many claim to be others too."""


class SessionLimits:
    """Middleware: logs out whoever logged in too long ago, or has asked for nothing for too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            now = int(time.time())
            began, seen = request.session.get(BEGAN, 0), request.session.get(SEEN, 0)
            if now - began > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_AGE:
                logout(request)
            elif now - seen > STEP:
                request.session[SEEN] = now
        return self.get_response(request)


def on_login(sender: Any, request: HttpRequest, **kwargs: Any) -> None:
    """Somebody logged in: the time of their session runs from now."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def connect() -> None:
    """Connect the receiver; called when the apps are ready."""
    user_logged_in.connect(on_login)


@login_required
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions: whoever uses it is logged out with their next request."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    end_sessions(request, [session])
    get_adapter().add_message(request, messages.SUCCESS, message=gettext("The session has been ended."))
    return redirect("usersessions_list")


def browser_named(user_agent: str) -> str:
    """A browser and its system in words, such as “Firefox on Windows”, of what it says of itself."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or gettext("Unknown browser")
