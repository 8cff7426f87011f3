"""People set up a second factor and log in with it."""

import re
from typing import Any

from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from core.models import User
from tests import factories
from tests.core.accounts.people import code


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


def test_a_clinician_sets_up_a_passkey_and_logs_in_with_it_alone(
    sit_down: Any, settings: Any, clinician: User
) -> None:
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
