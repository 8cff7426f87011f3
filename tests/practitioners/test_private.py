"""The section for practitioners fails closed."""

import pytest
from wagtail.models import PageViewRestriction

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
