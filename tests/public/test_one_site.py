"""There is one site; a second one is refused to people and harmless from code."""

from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from tests import factories
from tests.public.conftest import projection


def test_nobody_adds_a_second_site(tree):
    admin = factories.user(is_superuser=True, is_staff=True)
    client = Client()
    client.force_login(admin)
    data = {"hostname": "other.example.org", "port": 80, "site_name": "", "root_page": tree.about.pk}

    response = client.post(reverse("wagtailsites:add"), data)

    assert response.status_code in (302, 403)
    assert Site.objects.count() == 1
    assert client.get(reverse("wagtailsites:index")).status_code == 200
    assert client.get(reverse("wagtailsites:edit", args=[Site.objects.get().pk])).status_code == 200


def test_a_second_site_from_code_changes_nothing_public(tree):
    before = projection()
    other = factories.standard(Page.objects.get(depth=1), slug="second", live=True)

    Site.objects.create(hostname="second.example.org", root_page=tree.about)
    Site.objects.create(hostname="third.example.org", root_page=other)

    assert projection() == before
