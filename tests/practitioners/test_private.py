"""The section for practitioners fails closed."""

from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from wagtail.models import PageViewRestriction

from public.models import Verification
from review.policy import EDITORS, VERIFIED_PRACTITIONERS
from tests import factories


@pytest.fixture
def resource(home):
    section = factories.release(factories.section(home))
    return factories.release(factories.resource(section, title="A protocol of ours"))


@pytest.mark.parametrize("groups", [None, (EDITORS,)], ids=["anonymous", "editor"])
def test_a_lost_restriction_opens_nothing(client, resource, groups):
    if groups:
        client.force_login(factories.user(*groups))
    address = resource.public.address

    PageViewRestriction.objects.all().delete()

    assert client.get(address).status_code in (302, 404)
    assert b"A protocol of ours" not in client.get("/api/v2/pages/?fields=*").content
    assert b"A protocol of ours" not in client.get("/sitemap.xml").content


def test_a_verified_practitioner_reads_what_is_restricted_to_them(client, resource):
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    answer = client.get(resource.public.address)

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"


def test_a_licence_holds_through_its_last_day_and_not_longer(client, resource):
    reader = factories.user(VERIFIED_PRACTITIONERS)
    client.force_login(reader)

    Verification.objects.update(until=localdate())
    assert client.get(resource.public.address).status_code == 200

    Verification.objects.update(until=localdate() - timedelta(days=1))
    assert client.get(resource.public.address)["Location"] == "/account/"
    assert b"A protocol of ours" not in client.get("/api/v2/pages/?fields=*").content


@pytest.mark.parametrize("lost", ["group", "verification"])
def test_membership_and_licence_are_both_needed(client, resource, lost):
    reader = factories.user(VERIFIED_PRACTITIONERS)
    client.force_login(reader)

    if lost == "group":
        reader.groups.clear()
    else:
        Verification.objects.all().delete()

    assert client.get(resource.public.address)["Location"] == "/account/"


@pytest.mark.parametrize("groups", [(), (EDITORS,)], ids=["anybody", "editor"])
def test_a_restriction_to_any_account_does_not_open_the_section(client, resource, groups):
    PageViewRestriction.objects.update(restriction_type=PageViewRestriction.LOGIN)
    client.force_login(factories.user(*groups))

    assert client.get(resource.public.address)["Location"] == "/account/"
