"""The ways in which Wagtail by itself tells of pages and files that are not for everybody, each closed."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction

from public.models import PublicPage
from review.policy import VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once

SECRET = "hushtitle"
TITLES = [f"{SECRET} {word}" for word in ("form", "picture", "protocol", "page", "words")]
"""Pages that search say again what was searched for."""


def build() -> Rows:
    home = factories.site()
    section = factories.release(factories.section(home, title="Section", slug="section"))
    document = factories.document(f"{SECRET} form", b"%PDF-1.4 protocol")
    picture = factories.picture(f"{SECRET} picture", "pink")
    body = [("image", {"image": picture, "caption": ""}), ("rich_text", f"<p>{SECRET} words</p>")]
    fields = {"title": f"{SECRET} protocol", "slug": SECRET, "document": document, "body": body}
    resource = factories.release(factories.resource(section, **fields))
    closed = factories.release(factories.standard(home, title=f"{SECRET} page", slug=f"{SECRET}-page"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    linked = [
        (
            "rich_text",
            "".join(f'<p>See <a linktype="page" id="{page.pk}">this</a>.</p>' for page in (resource, closed)),
        ),
        ("related_pages", {"title": "", "pages": [resource, closed]}),
    ]
    public = factories.release(factories.standard(home, title="Public", slug="public", body=linked))
    rows = {"home": home, "section": section, "resource": resource, "closed": closed, "public": public}
    return Rows(**rows, document=document, picture=picture)


built = once(build)


@pytest.fixture(autouse=True)
def pages(built: Rows, db: None) -> Rows:
    return built


@pytest.fixture
def practitioner() -> Client:
    client = Client()
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    return client


@pytest.fixture
def guest() -> Client:
    """Somebody who may use the admin, and nothing in it."""
    group = Group.objects.create(name="Guests of the admin")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(factories.user(group.name))
    return client


def admin(pages: Any) -> list[str]:
    """The addresses of the admin at which Wagtail names pages and files."""
    pk = pages.resource.pk
    names = {
        "wagtailadmin_explore": [pages.section.pk],
        "wagtailadmin_pages:edit": [pk],
        "wagtailadmin_pages:preview_on_edit": [pk],
        "wagtailadmin_pages:view_draft": [pk],
        "wagtailadmin_pages:history": [pk],
        "wagtailadmin_pages:usage": [pk],
        "wagtailadmin_pages:copy": [pk],
        "wagtailadmin_pages:move": [pk],
        "wagtailadmin_pages:revisions_view": [pk, pages.resource.latest_revision_id],
        "wagtailadmin_choose_page": [],
        "wagtailadmin_choose_page_child": [pages.section.pk],
    }
    found = [reverse(name, args=args) for name, args in names.items()]
    found.append(reverse("wagtailadmin_choose_page_child", args=[pages.home.pk]))
    # Wagtail begins with the page above all those of a type.
    found.append(reverse("wagtailadmin_choose_page") + "?page_type=practitioners.PractitionerResourcePage")
    found.append(reverse("wagtailadmin_choose_page_search") + f"?q={SECRET}")
    found.append(reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={pk}&id={pages.closed.pk}")
    found.append(reverse("wagtailadmin_pages:search") + f"?q={SECRET}")
    found += [f"/admin/api/main/{path}" for path in ("pages/", f"pages/{pk}/", f"pages/?search={SECRET}", "documents/")]
    found += [f"/admin/api/main/pages/?child_of={pages.section.pk}", "/admin/api/main/images/"]
    found += [f"/admin/documents/chooser/?q={SECRET}", f"/admin/documents/chooser/{pages.document.pk}/"]
    found += [f"/admin/images/chooser/?q={SECRET}", f"/admin/images/chooser/{pages.picture.pk}/"]
    found += [f"/admin/documents/edit/{pages.document.pk}/", f"/admin/images/{pages.picture.pk}/"]
    found += ["/admin/documents/", "/admin/images/", "/admin/reports/", "/admin/reports/site-history/"]
    return found


def test_the_admin_tells_practitioners_nothing(pages: Any, practitioner: Client) -> None:
    for address in admin(pages):
        answer = practitioner.get(address)
        assert answer.status_code in (302, 403, 404), address
        assert SECRET not in answer.content.decode(), address


def test_the_admin_tells_nothing_to_those_who_may_do_nothing_there(pages: Any, guest: Client) -> None:
    for address in admin(pages):
        said = guest.get(address).content.decode()
        assert not [title for title in TITLES if title in said], address


def test_those_who_work_on_it_choose_it(pages: Any, client: Client) -> None:
    client.force_login(factories.editor())

    for page in (pages.section.pk, pages.home.pk):
        assert SECRET in client.get(reverse("wagtailadmin_choose_page_child", args=[page])).content.decode()
    named = reverse("wagtailadmin_choose_page_chosen_multiple") + f"?id={pages.resource.pk}"
    assert SECRET in client.get(named).content.decode()


def test_links_and_related_pages_name_nothing_to_those_who_may_not_read_it(pages: Any, practitioner: Client) -> None:
    asked = [pages.public.public.address, f"/api/v2/pages/{pages.public.pk}/?fields=*"]

    assert [SECRET in Client().get(address).content.decode() for address in asked] == [False, False]
    assert "See this" in Client().get(asked[0]).content.decode()
    assert [SECRET in practitioner.get(address).content.decode() for address in asked] == [True, True]


def readings(pages: Any, page: Any) -> str:
    """What a stranger is told at every address a page could have."""
    public = PublicPage.objects.filter(page_id=page.pk).first()
    addresses = {f"/en/{page.slug}/", *([public.address] if public else [])}
    asked = [*addresses, f"/api/v2/pages/{page.pk}/", "/api/v2/pages/?fields=*&limit=100", "/sitemap.xml"]
    return "".join(Client().get(address).content.decode() for address in asked)


@pytest.mark.parametrize("way", ["alias", "copy", "move", "translation"])
def test_what_is_taken_out_of_the_section_stays_private(pages: Any, way: str) -> None:
    resource = pages.resource
    if way == "alias":
        taken = resource.create_alias(parent=pages.home, update_slug="taken")
    elif way == "copy":
        taken = resource.copy(to=pages.home, update_attrs={"slug": "taken"}, keep_live=True, user=factories.editor())
        factories.release(taken)
    elif way == "move":
        resource.move(pages.home, pos="last-child")
        taken = type(resource).objects.get(pk=resource.pk)
    else:
        spanish = Locale.objects.get(language_code="es")
        factories.release(pages.home.copy_for_translation(spanish))
        taken = factories.release(resource.copy_for_translation(spanish, copy_parents=True))
        PageViewRestriction.objects.exclude(page__locale__language_code="en").delete()

    assert Page.objects.get(pk=taken.pk).live
    assert SECRET not in readings(pages, taken)


def test_files_have_no_address_but_the_one_that_asks_who_comes(pages: Any) -> None:
    rendition = pages.picture.get_rendition("width-100")
    served = reverse("wagtaildocs_serve", args=[pages.document.pk, pages.document.filename])
    signed = [f"/m/{pages.document.digest}/form.pdf", f"/m/{pages.picture.digest}/w400.webp"]
    inside = [f"/media/signed/{pages.document.digest}/document", f"/media/{pages.document.file.name}"]

    for address in [rendition.url, rendition.full_url, pages.picture.file.url, served, *signed, *inside]:
        assert Client().get(address.removeprefix("http://localhost:8000")).status_code == 404, address


def test_practitioners_get_no_bar_of_the_admin(pages: Any, practitioner: Client) -> None:
    shown = practitioner.get(pages.resource.public.address).content.decode()

    assert SECRET in shown
    assert "wagtail-userbar" not in shown
    assert "/admin/pages/" not in shown
