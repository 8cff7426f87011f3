"""The signed bytes of a page: exactly as signed, while they are public, to whoever may read all of them."""

import hashlib
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from ledger.models import Copy
from public.models import Verification
from review.policy import CLINICIANS, VERIFIED_PRACTITIONERS
from tests import factories

PART = [("rich_text", "<p>For all.</p>"), ("for_practitioners", [("rich_text", "<p>For few.</p>")])]


def address_of(page) -> str:
    """Where the bytes of a page's current edition are asked for."""
    return f"/api/v2/copies/{type(page).objects.get(pk=page.pk).public.edition.copy_id}/"


def practitioner(client):
    """Log a verified practitioner in."""
    reader = factories.user(VERIFIED_PRACTITIONERS)
    client.force_login(reader)
    return reader


@pytest.fixture
def section(world):
    return factories.release(factories.section(world.home, slug="for-practitioners"))


@pytest.fixture
def divided(world):
    """A public article with a part for practitioners."""
    return factories.release(factories.article(world.articles, title="For two", slug="for-two", body=PART))


def test_anybody_gets_the_very_bytes_whose_digest_stands_on_the_page(client, world):
    edition = world.article.public.edition

    answer = client.get(address_of(world.article))

    assert hashlib.sha256(answer.content).hexdigest() == edition.copy_id
    assert answer.content == bytes(edition.copy.payload)
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert f"localhost:8000{address_of(world.article)} | sha256sum" in client.get(world.article.url).content.decode()


def test_what_was_replaced_or_withdrawn_is_gone_and_drafts_never_were_there(client, world):
    first = address_of(world.article)
    revised = factories.revise(world.article, title="Another title")
    draft = f"/api/v2/copies/{revised.latest_revision.copy_digest.digest}/"
    assert (client.get(first).status_code, client.get(draft).status_code) == (200, 404)

    revised = factories.release(revised)
    assert (client.get(first).status_code, client.get(draft).status_code) == (404, 200)

    revised.unpublish()
    assert client.get(draft).status_code == 404
    assert Copy.objects.filter(pk__in=[first[15:79], draft[15:79]]).count() == 2


@pytest.mark.parametrize("asked", ["0" * 64, "A" * 64, "nothing", "0" * 63, "%00"])
def test_what_is_no_digest_of_ours_is_not_found(api, asked):
    api.get(f"copies/{asked}/", 404)


def test_it_takes_no_parameters_and_is_for_reading(client, api, world):
    address = address_of(world.article)

    api.get(address.removeprefix("/api/v2/"), 400, fields="title")
    assert client.post(address).status_code == 405


def test_behind_a_restriction_it_is_for_those_who_may_read_the_page_and_kept_nowhere(client, section):
    resource = factories.release(factories.resource(section, title="A protocol"))
    address = address_of(resource)
    assert client.get(address).status_code == 404

    reader = practitioner(client)
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")

    Verification.objects.filter(user=reader).update(until=localdate() - timedelta(days=1))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("group", [None, CLINICIANS])
def test_a_part_for_practitioners_is_given_to_nobody_else_and_the_page_names_no_command(client, divided, group):
    if group:
        client.force_login(factories.user(group))

    answer = client.get(address_of(divided))

    assert (answer.status_code, b"few" in answer.content) == (404, False)
    page = client.get(divided.url).content.decode()
    assert divided.public.edition.copy_id in page
    assert "sha256sum" not in page


def test_practitioners_get_a_text_with_their_part_whole(client, divided):
    practitioner(client)

    answer = client.get(address_of(divided))

    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
    assert b"For few." in answer.content
