"""Whether a page exists that refuses its reader is told to nobody, by no answer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from public.models import Verification
from review.policy import EDITORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once

SECRET = "hushslug"


def build() -> Rows:
    home = factories.site()
    section = factories.release(factories.section(home, title="Section", slug="section"))
    resource = factories.release(factories.resource(section, title=SECRET, slug=SECRET))
    closed = factories.release(factories.standard(home, title="Closed", slug="closed"))
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    below = factories.release(factories.standard(closed, title="Shut", slug="shut"))
    return Rows(home=home, section=section, resource=resource, closed=closed, below=below)


built = once(build)
ASKED = ("/", f"/{SECRET}/", f"/{SECRET}", f"/{SECRET}/below/", "/shut/", "/no-such-page/", "/no-such-page", "/old/")


@pytest.fixture(autouse=True)
def pages(built: Rows, db: None) -> Rows:
    return built


def answers(client: Client, entrance: str) -> set[tuple[int, str, bytes]]:
    """What a reader is told at and below an entrance, but for the address that they asked for themselves."""
    told = set()
    for asked in ASKED:
        answer = client.get(f"{entrance}{asked}", {"query": "1"})
        location = answer.headers.get("Location", "").replace(f"{entrance}{asked}", "")
        told.add((answer.status_code, location, answer.content))
        assert "no-store" in answer.headers.get("Cache-Control", "no-store")
    return told


@pytest.mark.parametrize("entrance", ["/en/section", "/en/closed"])
def test_strangers_are_asked_to_log_in_at_every_address_below(pages: Any, entrance: str) -> None:
    Redirect.add_redirect(f"{entrance}/old/", pages.home)

    assert answers(Client(), entrance) == {(302, "/account/login/?next=%3Fquery%3D1", b"")}


@pytest.mark.parametrize("name", ["account", "editor", "expired"])
def test_accounts_that_do_not_open_the_section_are_shown_why_at_every_address_below(name: str) -> None:
    user = factories.user(*{"editor": [EDITORS], "expired": [VERIFIED_PRACTITIONERS]}.get(name, []))
    Verification.objects.all().delete()
    client = Client()
    client.force_login(user)

    assert answers(client, "/en/section") == {(302, "/account/", b"")}


def test_a_verified_practitioner_learns_that_a_page_of_the_section_does_not_exist() -> None:
    client = Client()
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    assert client.get(f"/en/section/{SECRET}/").status_code == 200
    assert client.get("/en/section/no-such-page/").status_code == 404


def of_api(pages: Any) -> dict[str, tuple[str, str]]:
    """Questions about a page that refuses the reader, each beside the same about one that there is not."""
    missing = 987_654
    return {
        "detail": (f"pages/{pages.resource.pk}/", f"pages/{missing}/"),
        "find": (f"pages/find/?html_path=/en/section/{SECRET}/", "pages/find/?html_path=/en/section/nothing/"),
        "find id": (f"pages/find/?id={pages.resource.pk}", f"pages/find/?id={missing}"),
        "child_of": (f"pages/?child_of={pages.section.pk}", f"pages/?child_of={missing}"),
        "descendant_of": (f"pages/?descendant_of={pages.section.pk}", f"pages/?descendant_of={missing}"),
        "ancestor_of": (f"pages/?ancestor_of={pages.resource.pk}", f"pages/?ancestor_of={missing}"),
        "translation_of": (f"pages/?translation_of={pages.resource.pk}", f"pages/?translation_of={missing}"),
        "slug": (f"pages/?slug={SECRET}", "pages/?slug=nothing"),
        "search": (f"pages/?search={SECRET}", "pages/?search=nothing"),
    }


@pytest.mark.parametrize("login", [False, True], ids=["anonymous", "account"])
def test_the_api_answers_as_if_there_were_none(pages: Any, client: Client, login: bool) -> None:
    if login:
        client.force_login(factories.user())

    for question, asked in of_api(pages).items():
        one, other = (client.get(f"/api/v2/{path}") for path in asked)
        assert (one.status_code, one.content) == (other.status_code, other.content), question


@pytest.fixture
def redirected(pages: Any) -> Callable[[str], None]:
    """Makes a redirect that leads to the resource in one of the ways in which editors can say so."""

    def make(way: str) -> None:
        links = {"relative": "", "without slash": "", "absolute": "http://localhost:8000"}
        if way == "page":
            Redirect.add_redirect("/old/", pages.resource)
        else:
            end = "" if way == "without slash" else "/"
            Redirect.objects.create(old_path="/old", redirect_link=f"{links[way]}/en/section/{SECRET}{end}")

    return make


def test_a_redirect_from_an_address_of_the_section_is_listed_for_nobody_else(pages: Any, client: Client) -> None:
    Redirect.objects.create(old_path=f"/en/section/{SECRET}-before", redirect_link="/en/")

    assert SECRET not in client.get("/api/v2/redirects/").content.decode()
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    assert SECRET in client.get("/api/v2/redirects/").content.decode()


@pytest.mark.parametrize("way", ["page", "relative", "without slash", "absolute"])
def test_a_redirect_to_it_leads_nobody_else_there(redirected: Callable, client: Client, way: str) -> None:
    redirected(way)

    told = [client.get(path) for path in ("/old/", "/api/v2/redirects/find/?html_path=/old/", "/api/v2/redirects/")]

    assert [answer.status_code for answer in told] == [404, 404, 200]
    assert SECRET not in "".join(answer.content.decode() + str(answer.headers) for answer in told)
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))
    assert SECRET in client.get("/old/")["Location"]
    assert SECRET in client.get("/api/v2/redirects/").content.decode()
