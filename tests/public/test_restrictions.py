"""Who may see what is found out once a request, however many restrictions there are."""

from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from review.policy import VERIFIED_PRACTITIONERS
from tests import factories


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_five_restrictions_cost_a_practitioner_no_more_than_one(home):
    pages = [factories.release(factories.standard(home, slug=f"page-for-some-{number}")) for number in range(5)]
    group = Group.objects.get(name=VERIFIED_PRACTITIONERS)
    client = Client()
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    def restrict(page):
        restriction = PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
        restriction.groups.add(group)

    restrict(pages[0])
    before = cost(client, "/en/page-for-some-0/")
    for page in pages[1:]:
        restrict(page)

    assert cost(client, "/en/page-for-some-0/") == before
    assert Client().get("/en/page-for-some-4/").status_code == 302
