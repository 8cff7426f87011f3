"""People set up a second factor, log in with it and sign with it."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from core.models import User
from ledger.models import SignOff
from review import signing
from tests import factories
from tests.core.accounts.people import code
from tests.journeys.steps import open_from_queue

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def security_key(page: Page) -> None:
    """Give a browser an authenticator that always finds its owner there."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def fill_in(page: Page, account: User) -> None:
    """Send the login form."""
    page.get_by_label("E-mail address").fill(account.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def confirm_password(page: Page) -> None:
    """Who changes how they log in says once more who they are."""
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def log_out(page: Page) -> None:
    page.goto("/account/logout/")
    page.locator("main").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/(en/)?$"))


def add_passkey(page: Page) -> None:
    """On the way to the admin, which wants a second factor first."""
    page.get_by_role("link", name="Add a passkey").click()
    confirm_password(page)
    expect(page.get_by_label("Sign in with it alone")).to_be_checked()
    page.locator("main").get_by_role("button", name="Add").click()
    page.get_by_role("link", name="go on to where you were going").click()
    page.wait_for_url("**/admin/account/**")


def test_an_editor_sets_up_an_app_and_logs_in_with_it(sit_down: Any, settings: Any, author: User) -> None:
    settings.REQUIRE_MFA = True
    page = sit_down(None)
    page.goto("/admin/account/")
    fill_in(page, author)
    page.get_by_role("link", name="Set up an app").click()
    confirm_password(page)
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    page.get_by_role("link", name="go on to where you were going").click()
    page.wait_for_url("**/admin/account/**")

    log_out(page)
    page.goto("/admin/")
    fill_in(page, author)
    expect(page.get_by_role("heading", name="Two-Factor Authentication")).to_be_visible()
    assert page.context.request.get("/admin/", max_redirects=0).status == 302


def test_a_clinician_sets_up_a_passkey_and_logs_in_with_it_alone(sit_down: Any, settings: Any, clinician: User) -> None:
    settings.REQUIRE_MFA = True
    page = sit_down(None)
    security_key(page)
    page.goto("/admin/account/")
    fill_in(page, clinician)
    add_passkey(page)
    assert Authenticator.objects.filter(user=clinician, type=Authenticator.Type.WEBAUTHN).exists()

    log_out(page)
    page.goto("/admin/login/")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url("**/admin/")


@pytest.fixture
def signer(sit_down: Any, clinician: User) -> Page:
    """A clinician at a browser that holds their passkey."""
    page = sit_down(clinician)
    security_key(page)
    page.goto("/account/2fa/webauthn/add/")
    confirm_password(page)
    page.locator("main").get_by_role("button", name="Add").click()
    page.wait_for_url("**/recovery-codes/")
    return page


def confirm_points(page: Page, title: str) -> None:
    open_from_queue(page, title)
    for point in page.locator(".review-point").filter(has=page.get_by_role("checkbox")).all():
        point.click()


def use_passkey(page: Page) -> None:
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("Confirmed. Now sign, or ask for changes.")).to_be_visible()


def test_a_clinician_signs_with_a_passkey(signer: Page, index: Any, author: User, clinician: User) -> None:
    article = factories.article(index, owner=author, title="Ketamine and sleep", slug="sleep")
    factories.submit(article)
    User.objects.filter(pk=clinician.pk).update(password="!")
    signer.context.clear_cookies()
    signer.goto("/admin/login/")
    signer.get_by_role("button", name="Use a passkey").click()
    signer.wait_for_url("**/admin/")
    confirm_points(signer, article.title)
    use_passkey(signer)
    signer.get_by_role("button", name="Sign", exact=True).click()

    expect(signer.get_by_text("is signed and public")).to_be_visible()
    assert SignOff.objects.get(subject=str(article.subject)).method == "passkey"


def test_what_a_passkey_answered_for_one_text_signs_no_other_and_nothing_twice(
    signer: Page, index: Any, author: User
) -> None:
    articles = [factories.article(index, owner=author, title=f"Text {name}") for name in ("one", "two")]
    _, two = (factories.submit(article) for article in articles)
    confirm_points(signer, "Text one")
    other = reverse("review:passkey", args=[two.pk, signing.item_for(two).digest])
    signer.locator("[data-review-passkey]").evaluate("(around, to) => around.dataset.reviewPasskey = to", other)
    use_passkey(signer)
    answer = signer.locator("input[name=passkey]").input_value()
    signer.get_by_role("button", name="Sign", exact=True).click()
    expect(signer.get_by_text("The passkey could not be confirmed for this text")).to_be_visible()

    confirm_points(signer, "Text two")
    signer.locator("input[name=passkey]").evaluate("(field, value) => field.value = value", answer)
    signer.get_by_role("button", name="Sign", exact=True).click()
    expect(signer.get_by_text("The passkey could not be confirmed for this text")).to_be_visible()
    assert not SignOff.objects.filter(subject__in=[str(article.subject) for article in articles]).exists()
