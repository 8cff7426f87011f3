"""People at their browsers, looking at one page after another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, Page

from audit.places import ANYBODY, Place

PATIENCE = 60_000
"""Milliseconds that a page may take on a machine that does much else."""


class Elsewhere(Exception):
    """A place was not found where it should be: what is wrong is the list of places, or the site."""


@dataclass(frozen=True)
class Seen:
    """A place that somebody has open, and its HTML as it was sent."""

    place: Place
    page: Page
    source: str


def look(
    browser: Browser, site: str, places: Iterable[Place], accounts: Mapping[str, tuple[str, str]]
) -> Iterator[Seen]:
    """One place after another. ``accounts``: e-mail address and password by reader. Raises Elsewhere."""
    for reader, theirs in groupby(sorted(places, key=attrgetter("reader")), key=attrgetter("reader")):
        context = browser.new_context(base_url=site, locale="en-US", reduced_motion="reduce")
        try:
            page = context.new_page()
            page.set_default_timeout(PATIENCE)
            if reader != ANYBODY:
                sign_in(page, *accounts[reader])
            for place in theirs:
                yield Seen(place, page, visit(page, place))
        finally:
            context.close()


def sign_in(page: Page, email: str, password: str) -> None:
    """Log in with a password alone."""
    page.goto("/account/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: urlsplit(url).path in ("/account/", "/admin/"))


def visit(page: Page, place: Place) -> str:
    """Open a place; its HTML. Raises Elsewhere."""
    answer = page.goto(place.address)
    arrived = unquote(urlsplit(page.url).path)
    if not answer or answer.status != place.status or arrived != urlsplit(place.address).path:
        raise Elsewhere(f"{place.address} led {place.reader} to {arrived} ({answer and answer.status})")
    return answer.text()
