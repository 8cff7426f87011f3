"""Whatever is tried, readers get what was signed: every byte and every address is what it was."""

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from core.models import ClinicSettings
from tests import factories
from tests.routes import admin, approval, authoring_api, database, files, localize, schedule
from tests.routes.attempt import ROUTES, Attempt
from tests.routes.snapshot import MARKER, SIGNED_WORD, Snapshot, difference, marked, snapshot
from tests.routes.world import UNSIGNED, World, spoiled_draft
from tests.rows import once

MODULES = (admin, approval, authoring_api, database, files, localize, schedule)
"""Importing them lists their attempts."""


def build() -> tuple[World, Snapshot]:
    """The world, and what its readers get before anybody tries anything."""
    return World.build(), snapshot(Client())


site = once(build)


@pytest.mark.parametrize(("target", "tried"), [pytest.param(t, f, id=name) for name, t, f in ROUTES])
def test_what_readers_get_is_what_was_signed(db, site, target, tried):
    world, before = site

    tried(Attempt(world, target))

    after = snapshot(Client())
    assert marked(after) == []
    changed = difference(before, after)
    assert not changed, changed


def test_the_yardstick_measures(db, site):
    """What is compared is there: pages, lists, files, search, feeds and sitemap, and all of it in order."""
    _, before = site
    for address in ("/en/articles/signed/", "/es/articles/signed/", "/sitemap.xml", "/en/feed/", "/robots.txt"):
        assert before[address][0] == 200, address
    assert [address for address, (status, *_) in before.items() if status >= 400] == ["/api/v3/pages/"]
    found = [body for address, (_, body, _) in before.items() if "search" in address and SIGNED_WORD in address]
    assert len([body for body in found if b"signed" in body.lower()]) >= 4
    assert [address for address in before if address.startswith("/m/")]
    assert [address for address in before if address.startswith("/api/v2/pages/find/")]


def test_signed_text_does_change_what_readers_get(db, site):
    """The same comparison sees a release, so that it would see a breach."""
    world, before = site
    factories.release(factories.revise(world.article, title="A new title, signed"))

    assert "/en/articles/signed/" in difference(before, snapshot(Client()))


def test_unsigned_text_does_not_take_the_place_of_what_was_withdrawn(db, site):
    world, _ = site
    world.article.unpublish()
    before = snapshot(Client())
    assert "/en/articles/signed/" not in before

    attempt = Attempt(world, "article")
    attempt.draft().latest_revision.publish()
    attempt.row_holds_it()

    after = snapshot(Client())
    assert marked(after) == []
    assert not difference(before, after)


def test_a_restriction_taken_away_by_sql_opens_nothing(db, site):
    """A section that is private by its type is shown to nobody while no restriction says to whom."""
    world, before = site
    spoiled_draft(world, world.article)
    resource = factories.resource(world.section, title=UNSIGNED, slug=f"draft-{MARKER}".lower(), summary=UNSIGNED)
    resource.latest_revision.publish()
    PageViewRestriction.objects.all().delete()

    after = snapshot(Client())

    assert before["/en/section/protocol/"][0] == after["/en/section/protocol/"][0] == 302
    # The way to log in repeats the address that was asked for, whether there is a page or not.
    asked = f"/en/section/{resource.slug}/"
    assert after[asked][0] == 302
    assert set(marked(after)) <= {asked}


def test_facts_of_the_clinic_are_no_copy(db, site):
    """Phone and hours are shown as the practice manager keeps them, and in no signed text."""
    world, before = site
    settings = ClinicSettings.for_site(world.home.get_site())
    settings.phone = "212-555-0100"
    settings.save()

    changed = snapshot(Client())

    details = [address for address in before if address.startswith("/api/v2/pages/")]
    assert details
    assert not difference({key: before[key] for key in details}, {key: changed[key] for key in details})
