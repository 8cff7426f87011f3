"""Whoever can sign, publish or manage accounts needs a second factor, and can do nothing before there is one."""

import os
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import APIToken, GroupPagePermission, Page

from core.accounts.roles import is_powerful
from core.accounts.second_factor import is_missing
from tests import factories
from tests.core.accounts.people import POWERFUL, ROLES, log_in, totp

REST = [role for role in ROLES if role not in POWERFUL]


@pytest.fixture
def required(settings, home):
    settings.REQUIRE_MFA = True


@pytest.mark.parametrize("role", ROLES)
def test_the_rule_by_role(role, home):
    assert is_powerful(ROLES[role]()) is (role in POWERFUL)


@pytest.mark.parametrize(
    "power",
    ["publish_page", "publish_safetystatement", "change_user", "add_user", "delete_group", "change_verification"],
)
@pytest.mark.parametrize("holder", ["account", "group"])
def test_a_right_given_by_hand_counts_too(power, holder, home):
    account = factories.user()
    assert not is_powerful(account)
    permission = Permission.objects.get(codename=power)
    if holder == "account":
        account.user_permissions.add(permission)
    else:
        group = Group.objects.create(name="Some")
        group.permissions.add(permission)
        account.groups.add(group)
    assert is_powerful(account)


def test_to_publish_one_page_counts_too(home):
    account = factories.user()
    group = Group.objects.create(name="Some")
    account.groups.add(group)
    publish = Permission.objects.get(codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(pk=home.pk), permission=publish)
    assert is_powerful(account)


def test_to_see_accounts_does_not_count(home):
    account = factories.user()
    account.user_permissions.add(Permission.objects.get(codename="view_user"))
    assert not is_powerful(account)


@pytest.mark.parametrize("role", POWERFUL)
@pytest.mark.parametrize(
    "address", ["/admin/", "/admin/account/", "/admin/pages/", "/documents/1/x.pdf", "/en/", "//evil.example/"]
)
def test_without_one_every_page_leads_to_its_set_up(role, address, required, client):
    client.force_login(ROLES[role]())

    answer = client.get(address)

    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("second_factor") + "?next=")


@pytest.mark.parametrize("role", POWERFUL)
def test_without_one_nothing_is_done(role, required, client):
    account = ROLES[role]()
    client.force_login(account)

    answer = client.post(reverse("wagtailadmin_account"), {"name_email-first_name": "X", "name_email-last_name": "Y"})

    assert answer.status_code == 403
    account.refresh_from_db()
    assert account.first_name != "X"


@pytest.mark.parametrize("role", POWERFUL)
def test_without_one_a_token_opens_nothing(role, required, client):
    account = ROLES[role]()
    headers = {"authorization": f"Bearer {APIToken.create_token(user=account, name='tool')[1]}"}

    assert client.get("/api/v3/pages/", headers=headers).status_code == 403
    assert client.get("/api/v2/pages/", headers=headers).status_code == 401
    totp(account)
    assert client.get("/api/v3/pages/", headers=headers).status_code == 200
    assert client.get("/api/v2/pages/", headers=headers).status_code == 200


@pytest.mark.parametrize("role", POWERFUL)
def test_without_one_no_token_is_made(role, required, client):
    account = ROLES[role]()
    log_in(client, account.email)
    client.post(reverse("account_reauthenticate"), {"password": factories.PASSWORD})

    answer = client.post("/account/tokens/new/", {"name": "App", "days": 30})

    assert answer["Location"] == reverse("second_factor")
    assert not APIToken.objects.exists()


@pytest.mark.parametrize("role", POWERFUL)
@pytest.mark.parametrize("address", ["second_factor", "mfa_index", "account_logout", "account_change_password"])
def test_its_set_up_stays_open(role, address, required, client):
    client.force_login(ROLES[role]())
    assert client.get(reverse(address)).status_code == 200


@pytest.mark.parametrize("role", POWERFUL)
def test_with_one_the_admin_is_open(role, required, client):
    account = ROLES[role]()
    totp(account)
    client.force_login(account)
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("role", REST)
def test_others_need_none(role, required, client):
    account = ROLES[role]()
    client.force_login(account)
    assert not is_missing(account)
    assert client.get("/en/").status_code == 200


def test_recovery_codes_alone_are_none(required):
    account = factories.editor()
    Authenticator.objects.create(
        user=account, type=Authenticator.Type.RECOVERY_CODES, data={"seed": "x", "used_mask": 0}
    )
    assert is_missing(account)


@pytest.mark.parametrize("role", POWERFUL)
def test_where_it_is_not_required_nobody_is_asked(role, home, client):
    client.force_login(ROLES[role]())
    assert client.get("/admin/").status_code == 200


def test_once_set_up_somebody_goes_on_to_where_they_wanted(required, client):
    account = factories.editor()
    client.force_login(account)
    page = client.get("/admin/pages/", follow=True)
    assert reverse("mfa_activate_totp") in page.content.decode()

    totp(account)

    assert client.get(reverse("second_factor"))["Location"] == "/admin/pages/"


def test_the_set_up_leads_to_no_other_site(required, client):
    account = factories.editor()
    client.force_login(account)
    client.get(reverse("second_factor"), {"next": "//evil.example/"})
    totp(account)

    assert client.get(reverse("second_factor"))["Location"] == "/admin/"


@pytest.mark.parametrize(("role", "more"), [(None, 0), ("editor", 1), ("practitioner", 4)])
def test_to_ask_for_it_costs_so_many_queries(role, more, home, client, settings):
    if role:
        account = ROLES[role]()
        if role in POWERFUL:
            totp(account)
        client.force_login(account)
    counts = []
    for settings.REQUIRE_MFA in (False, False, True):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/en/").status_code == 200
        counts.append(len(queries))
    assert counts[2] - counts[1] == more


@pytest.mark.parametrize(("url", "expected"), [("https://clinic.example", True), ("http://localhost:8000", False)])
def test_behind_tls_it_is_required_unless_somebody_says_otherwise(url, expected):
    assert started(SITE_URL=url) == str(expected)
    assert started(SITE_URL=url, REQUIRE_MFA="on") == "True"
    assert started(SITE_URL=url, REQUIRE_MFA="off") == "False"


def started(**environment: str) -> str:
    """What ``REQUIRE_MFA`` is for a site started in an environment."""
    script = "from cms import settings; print(settings.REQUIRE_MFA)"
    kept = {**os.environ, "DATABASE_URL": "sqlite://", **environment}
    return subprocess.run(
        [sys.executable, "-c", script], env=kept, capture_output=True, text=True, check=True
    ).stdout.strip()
