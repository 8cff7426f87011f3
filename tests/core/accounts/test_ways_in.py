"""There is one way in, for staff and practitioners alike."""

import re
from urllib.parse import unquote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.models import User
from review.policy import PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.core.accounts.people import LOGIN, RESET, ROLES, SIGN_UP, STAFF, code, is_in, log_in, signing_up, totp

NEW_PASSWORD = "another horse, another staple"


@pytest.mark.parametrize("role", ROLES)
def test_every_role_logs_in_on_one_screen_and_arrives_where_its_work_is(role, home, client):
    answer = log_in(client, ROLES[role]().email)

    assert is_in(client)
    assert answer["Location"] == ("/admin/" if role in STAFF else "/account/")


@pytest.mark.parametrize(
    ("address", "arrives"),
    [
        ("/admin/login/", f"{LOGIN}?next=/admin/"),
        ("/admin/login/?next=/admin/pages/", f"{LOGIN}?next=/admin/pages/"),
        ("/admin/login/?next=//evil.example/", f"{LOGIN}?next=/admin/"),
        ("/admin/password_reset/", RESET),
        ("/admin/password_reset/done/", RESET),
        ("/admin/password_reset/confirm/MQ/abc-def/", RESET),
        ("/admin/password_reset/complete/", RESET),
    ],
)
def test_wagtails_own_ways_in_lead_to_the_one(address, arrives, home, client):
    assert unquote(client.get(address)["Location"]) == arrives


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/password_reset/", "/admin/", "/api/v2/pages/"])
def test_no_other_form_takes_a_password(address, home, client):
    account = factories.user(is_superuser=True)

    client.post(address, {"username": account.email, "email": account.email, "password": factories.PASSWORD})

    assert not is_in(client)


@pytest.mark.parametrize("role", ROLES)
def test_a_password_alone_opens_nothing_where_there_is_a_second_factor(role, home, client):
    account = ROLES[role]()
    secret = totp(account)

    answer = log_in(client, account.email)
    assert answer["Location"] == reverse("mfa_authenticate")
    assert not is_in(client)
    assert client.get("/admin/")["Location"].startswith("/admin/login/")

    client.post(reverse("mfa_authenticate"), {"code": code(secret)})
    assert is_in(client)


def test_a_code_is_good_once(home, client):
    account = factories.editor()
    secret = totp(account)
    shown = code(secret)
    for expected in (True, False):
        other = Client()
        log_in(other, account.email)
        other.post(reverse("mfa_authenticate"), {"code": shown})
        assert is_in(other) is expected


def test_a_new_password_does_not_log_in_past_the_second_factor(home, client):
    account = factories.editor()
    totp(account)
    client.post(RESET, {"email": account.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    form = client.get(link, follow=True).redirect_chain[-1][0]
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})

    account.refresh_from_db()
    assert account.check_password(NEW_PASSWORD)
    assert not is_in(client)


def test_a_new_password_ends_the_other_sessions(home, client):
    account = factories.editor()
    log_in(client, account.email)
    account.set_password(NEW_PASSWORD)
    account.save()

    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "http:evil.example"],
)
def test_nobody_is_sent_to_another_site(wanted, home, client):
    account = factories.editor()

    answer = log_in(client, account.email, address=f"{LOGIN}?next={wanted}", QUERY_STRING=f"next={wanted}")

    assert is_in(client)
    assert answer["Location"] == "/admin/"
    assert client.get("/admin/login/", {"next": wanted})["Location"] == "/admin/"


def test_somebody_goes_on_to_what_they_asked_for(home, client):
    account = factories.editor()
    asked = client.get("/admin/pages/", follow=True).redirect_chain[-1][0]

    answer = client.post(asked, {"login": account.email, "password": factories.PASSWORD, "next": "/admin/pages/"})

    assert answer["Location"] == "/admin/pages/"


def test_who_may_not_use_the_admin_is_told_so_and_sent_to_their_account(home, client):
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    answer = client.get("/admin/", follow=True)

    assert answer.redirect_chain[:2] == [("/admin/login/?next=/admin/", 302), ("/account/", 302)]
    assert "You do not have permission to access the admin." in answer.content.decode()


def test_logging_out_of_the_admin_logs_out(home, client):
    client.force_login(factories.editor())
    client.post(reverse("wagtailadmin_logout"))
    assert not is_in(client)


def test_the_first_administrator_can_log_in(home, client, monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", factories.PASSWORD)
    call_command(
        "createsuperuser", interactive=False, email="Ada@example.org", first_name="Ada", last_name="Min", verbosity=0
    )

    log_in(client, "ada@example.org")

    assert is_in(client)


def test_whoever_is_given_an_account_chooses_the_password_by_mail(home, client):
    manager = factories.user(PRACTICE_MANAGERS)
    client.force_login(manager)
    fields = {"email": "new@example.org", "first_name": "New", "last_name": "Comer", "password1": NEW_PASSWORD}
    client.post(reverse("wagtailusers_users:add"), {**fields, "password2": NEW_PASSWORD})
    newcomer = User.objects.get(email="new@example.org")
    assert not newcomer.has_usable_password()
    [letter] = [letter for letter in mail.outbox if letter.to == ["new@example.org"]]

    stranger = Client()
    link = re.search(r"http://testserver(/account/password/reset/key/\S+)", letter.body)[1]
    form = stranger.get(link, follow=True).redirect_chain[-1][0]
    stranger.post(form, {"password1": factories.PASSWORD, "password2": factories.PASSWORD})
    log_in(stranger, "new@example.org")

    assert is_in(stranger)
    assert stranger.get(link, follow=True).status_code == 200
    newcomer.refresh_from_db()
    assert newcomer.check_password(factories.PASSWORD)


def test_an_address_changed_in_the_admin_is_the_accounts_only_one_and_has_to_be_confirmed(home, client):
    client.force_login(factories.user(is_superuser=True))
    colleague = factories.user(first_name="Ana", last_name="Lee")
    fields = {"email": "Other@example.org", "first_name": "Ana", "last_name": "Lee", "is_active": "on"}
    client.post(reverse("wagtailusers_users:edit", args=(colleague.pk,)), fields)

    kept = EmailAddress.objects.get(user=colleague)
    assert (kept.email, kept.primary, kept.verified) == ("other@example.org", True, False)
    somebody = Client()
    assert log_in(somebody, "other@example.org")["Location"] == reverse("account_email_verification_sent")
    assert not is_in(somebody)
    assert [letter.to for letter in mail.outbox][-1] == ["other@example.org"]


def test_nobody_changes_their_own_address_or_password_in_the_admin(home, client):
    account = factories.editor()
    client.force_login(account)
    form = client.get(reverse("wagtailadmin_account")).content.decode()
    data = {
        "name_email-first_name": "A",
        "name_email-last_name": "B",
        "name_email-email": "mine@example.org",
        "password-old_password": factories.PASSWORD,
        "password-new_password1": NEW_PASSWORD,
        "password-new_password2": NEW_PASSWORD,
    }
    client.post(reverse("wagtailadmin_account"), data)

    account.refresh_from_db()
    assert account.email != "mine@example.org"
    assert account.check_password(factories.PASSWORD)
    assert reverse("account_change_password") in form


@pytest.mark.parametrize("password", ["elevenchars", "836502718394", "1q2w3e4r5t6y", "person@example"])
def test_short_numeric_common_and_telling_passwords_are_refused(password, home, client):
    client.post(SIGN_UP, signing_up("person@example.org", password))

    assert not User.objects.filter(email="person@example.org").exists()


def test_an_address_is_kept_in_small_letters_and_found_in_any(home, client):
    account = factories.user(email="Ada.Person@Example.org")
    assert account.email == "ada.person@example.org"

    log_in(client, "ADA.PERSON@example.org")

    assert is_in(client)


def test_an_address_that_is_too_long_is_told_so(home, client):
    account = factories.user()
    client.force_login(account)
    client.post("/account/reauthenticate/", {"password": factories.PASSWORD})

    answer = client.post("/account/email/", {"action_add": "", "email": f"{'a' * 60}@{'b.' * 110}example.org"})

    assert answer.status_code == 200
    assert "too long" in answer.content.decode()
