"""Nothing that axe-core can see stands in anybody's way; ``make audit`` looks at more pages, in more languages."""

from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Browser

from audit.axe import violations
from audit.look import look
from audit.places import BOARD, DESK, PRACTITIONER, STAFF, Place, public_places
from review.models import Submission
from review.policy import VERIFIED_PRACTITIONERS
from tests import arabic, factories
from tests.routes.world import World

# On SQLite search needs what the migrations make.
pytestmark = [pytest.mark.journey, pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server: Any) -> World:
    """One of everything, partly in Spanish, with drafts beside it, of which one waits for a signature."""
    world = World.build()
    factories.submit(world.draft, world.editor)
    return world


def test_neither_pages_nor_screens_break_a_rule(
    live_server: Any, world: World, browser: Browser, tmp_path: Path
) -> None:
    people = {PRACTITIONER: factories.user(VERIFIED_PRACTITIONERS), STAFF: world.chief}
    accounts = {reader: (person.email, factories.PASSWORD) for reader, person in people.items()}
    to_sign = reverse("review:sign", args=[Submission.objects.waiting().get().pk])
    with arabic.spoken(tmp_path):
        arabic.arabic_home(world.home)
        arabic.arabic_index(world.index)
        arabic.arabic_article(world.article)
        # What is Spanish is built as what is English.
        places = [place for place in public_places() if not place.address.startswith("/es/")]
        places += [Place(address, STAFF) for address in (*map(reverse, DESK + BOARD), to_sign)]
        seen = look(browser, live_server.url, places, accounts)
        found = [str(violation) for one in seen for violation in violations(one.page)]
    assert found == []
