"""One attempt to put unsigned text before the public, and the list of them all."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from core.models import User
from tests.routes.snapshot import MARKER
from tests.routes.world import World, spoil, spoiled_draft

PAGES = ("article", "draft")
"""A page that has an edition, and one that never had one."""
SNIPPETS = ("safety", "cta", "draft_safety", "draft_cta")
EVERYTHING = (*PAGES, *SNIPPETS)
WHOLE_SITE = ("home",)
"""For attempts that are not on one page or snippet."""


@dataclass
class Attempt:
    """What an attempt has to work with: the world, the page or snippet it is about, and a browser."""

    world: World
    name: str
    client: Client = field(default_factory=Client)

    @property
    def target(self) -> Any:
        """The row as the database holds it."""
        return getattr(self.world, self.name)

    @property
    def slug(self) -> str:
        """An unsigned slug that no other target gets."""
        return f"new-{self.name}-{MARKER}".lower()

    @property
    def is_public(self) -> bool:
        """Whether the target has an edition."""
        return not self.name.startswith("draft")

    def draft(self, user: User | None = None) -> Any:
        """Save unsigned text in every field as the latest draft; the row."""
        return spoiled_draft(self.world, self.target, user)

    def spoiled(self) -> Any:
        """The row in memory with unsigned text in every field."""
        return spoil(self.world, self.target)

    def post(self, user: User, name: str, *args: Any, data: Any = None, **extra: Any) -> HttpResponse:
        """What the admin answers to a form; 404 means that the attempt never began."""
        self.client.force_login(user)
        response = self.client.post(reverse(name, args=args), data or {}, **extra)
        assert response.status_code not in (404, 405, 500), response
        return response

    def row_holds_it(self) -> None:
        """The row itself is live with unsigned text: the attempt got as far as it can."""
        assert MARKER in self.target.title
        assert self.target.live

    def draft_holds_it(self) -> None:
        """The text was kept as a draft."""
        assert MARKER in self.target.get_latest_revision_as_object().title

    def row_was_spared(self) -> None:
        """Wagtail refused: the row is what it was, or at least not live."""
        assert not (self.target.live and MARKER in self.target.title)


Route = Callable[[Attempt], None]
ROUTES: list[tuple[str, str, Route]] = []
"""What is tried: what it is called, the name of its target in the world, and how it goes."""


def route(name: str, over: Iterable[str] = WHOLE_SITE) -> Callable[[Route], Route]:
    """Add what is tried to the list, once for each target: each begins in a world in which nothing was tried."""

    def add(tried: Route) -> Route:
        for target in over:
            suffix = "" if over is WHOLE_SITE else f" ({target.replace('_', ' ')})"
            ROUTES.append((name + suffix, target, tried))
        return tried

    return add


def latest_page() -> Page:
    """The page that was made last."""
    return Page.objects.order_by("-pk").first()
