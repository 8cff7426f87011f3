"""Somebody who refers patients asks to be let in, reads, and is shut out again."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from core.models import User
from practitioners.models import Application
from review.policy import PRACTICE_MANAGERS
from tests import factories
from tests.journeys.conftest import PHONE
from tests.journeys.pictures import guide_picture
from tests.practitioners.accounts.people import application, ended, today, typed

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PASSWORD = "another horse, another staple"
EMAIL = "robin@example.org"


def fill(page: Page, **values: str) -> None:
    """Fill in fields by their names, as their labels are the login stack's to choose."""
    for name, value in values.items():
        field = page.locator(f"form[method=post] [name={name}]")
        match field.evaluate("field => field.type"):
            case "select-one":
                field.select_option(value)
            case "checkbox":
                field.check()
            case _:
                field.fill(value)


def press(page: Page) -> None:
    """Press the button of the form that was filled in."""
    page.locator("form[method=post] [type=submit]").first.click()


def decide(page: Page, made: Application, button: str, **values: str) -> None:
    """Find an application on the list and decide on it."""
    page.goto("/admin/applications/")
    page.get_by_role("link", name=made.name).click()
    for label, value in values.items():
        page.get_by_label(label.capitalize()).last.fill(value)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("heading", name="Applications")).to_be_visible()


def test_a_practitioner_is_let_in_and_shut_out(
    sit_down: Any, live_server: Any, home: Any, clinician: User, mailoutbox: list[Any]
) -> None:
    section = factories.release(factories.section(home, title="For those who refer"))
    referral = factories.release(factories.referral(section, title="Refer somebody"), clinician)
    address = section.public.address
    manager = factories.user(PRACTICE_MANAGERS, first_name="Mara", last_name="Manager")
    phone = sit_down(None, PHONE)

    phone.goto("/account/signup/")
    said = {name: value for name, value in typed().items() if name != "name"}
    fill(phone, first_name="Robin", last_name="Referrer", email=EMAIL, password1=PASSWORD, password2=PASSWORD)
    fill(phone, **{**said, "licence_number": "none"})
    press(phone)
    expect(phone.get_by_text("does not look like the number of a licence")).to_be_visible()
    assert not User.objects.filter(email=EMAIL).exists()
    fill(phone, licence_number="NY-123.456", password1=PASSWORD, password2=PASSWORD)
    press(phone)
    phone.wait_for_url("**/account/confirm-email/")

    made = Application.objects.get()
    assert made.state == Application.State.UNCONFIRMED
    (link,) = re.findall(r"http\S+/account/confirm-email/\S+", mailoutbox[-1].body)
    phone.goto(link)
    press(phone)
    phone.wait_for_url(lambda url: url != link)
    made.refresh_from_db()
    assert made.state == Application.State.PENDING

    phone.goto("/account/login/")
    fill(phone, login=EMAIL, password=PASSWORD)
    press(phone)
    phone.wait_for_url(lambda url: "/login/" not in url)
    phone.goto("/account/")
    expect(phone.get_by_text("We have your application")).to_be_visible()
    guide_picture(phone, "account")
    phone.goto(address)
    expect(phone.get_by_text("For those who refer")).to_have_count(0)

    application(name="Paula Example")
    desk = sit_down(manager)
    desk.goto("/admin/applications/")
    expect(desk.get_by_role("row").nth(1)).to_contain_text("Robin Referrer")
    guide_picture(desk, "applications", down_to=desk.get_by_text("2 applications"))
    decide(desk, made, "Approve")
    assert "is open to you until" in mailoutbox[-1].body
    phone.goto(address)
    expect(phone.get_by_role("heading", name="For those who refer")).to_be_visible()
    phone.goto(referral.public.address)
    fill(phone, phone="212-555-0100", best_time="Mon-Wed 9-12")
    phone.get_by_role("button", name="Call me back").click()
    expect(phone.get_by_role("status")).to_be_visible()
    guide_picture(phone, "ask-callback", about=phone.get_by_role("status"))
    desk.goto("/admin/callbacks/")
    desk.get_by_role("link", name="Robin Referrer").click()
    expect(desk.get_by_text("212-555-0100")).to_be_visible()
    desk.get_by_role("button", name="I call back").click()
    expect(desk.get_by_text("Taken, Mara Manager")).to_be_visible()
    guide_picture(desk, "callback", down_to=desk.get_by_role("button", name="The call was made"))

    decide(desk, made, "Revoke access", reason="The licence was suspended.")
    phone.goto(address)
    expect(phone.get_by_text("For those who refer")).to_have_count(0)
    phone.goto("/account/")
    expect(phone).to_have_url(re.compile("login"))


def test_access_ends_with_the_licence_and_comes_back_with_a_renewed_one(
    sit_down: Any, live_server: Any, home: Any
) -> None:
    section = factories.release(factories.section(home, title="For those who refer"))
    made, manager = application(Application.State.APPROVED), factories.user(PRACTICE_MANAGERS)
    phone, heading = sit_down(None, PHONE), "For those who refer"
    phone.goto("/account/login/")
    fill(phone, login=made.user.email, password=factories.PASSWORD)
    press(phone)
    phone.wait_for_url(lambda url: "/login/" not in url)
    phone.goto(section.public.address)
    expect(phone.get_by_role("heading", name=heading)).to_be_visible()

    ended(made)
    phone.goto(section.public.address)
    expect(phone).to_have_url(re.compile("/account/$"))
    expect(phone.get_by_text(heading)).to_have_count(0)
    call_command("keep_time", verbosity=0)
    phone.reload()
    expect(phone.get_by_text("Your access has ended with your licence.")).to_be_visible()

    phone.get_by_role("link", name="Enter a renewed licence").click()
    fill(phone, licence_expires_on=today(800).isoformat())
    press(phone)
    expect(phone.get_by_text("We have your application and check your licence.")).to_be_visible()
    decide(sit_down(manager), made, "Approve")
    phone.goto(section.public.address)
    expect(phone.get_by_role("heading", name=heading)).to_be_visible()
