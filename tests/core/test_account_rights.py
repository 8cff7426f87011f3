"""Practice managers keep the accounts of others. That is no way to more rights than their own."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from core.models import User
from review.models import ReviewerCredential
from review.policy import CLINICIANS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories

NEW_PASSWORD = "another horse, another staple"


@pytest.fixture
def manager(client, home):
    account = factories.user(PRACTICE_MANAGERS)
    client.force_login(account)
    return account


def filled(account: User, *groups: str, **changed: str) -> dict:
    """The account's form as a browser would send it."""
    return {
        "email": account.email,
        "first_name": account.first_name,
        "last_name": account.last_name,
        "is_active": "on",
        "groups": list(Group.objects.filter(name__in=groups).values_list("pk", flat=True)),
        **changed,
    }


def edit(client, account: User, *groups: str, **changed: str) -> None:
    client.post(reverse("wagtailusers_users:edit", args=(account.pk,)), filled(account, *groups, **changed))


def bulk(client, action: str, account: User, **data: object) -> None:
    address = reverse("wagtail_bulk_action", args=("core", "user", action))
    client.post(f"{address}?id={account.pk}", data)


def test_a_manager_keeps_the_accounts_of_others(client, manager):
    colleague = factories.user()

    edit(client, colleague, TRANSLATORS, first_name="Renamed")

    colleague.refresh_from_db()
    assert colleague.first_name == "Renamed"
    assert [group.name for group in colleague.groups.all()] == [TRANSLATORS]


def test_a_manager_makes_nobody_an_administrator(client, manager):
    colleague = factories.user()

    edit(client, colleague, is_superuser="on")
    newcomer = User(email="new@example.org", first_name="New", last_name="Comer")
    passwords = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post(reverse("wagtailusers_users:add"), filled(newcomer, is_superuser="on", **passwords))

    assert not User.objects.filter(is_superuser=True).exists()


def test_a_manager_cannot_take_over_an_administrator(client, manager):
    administrator = factories.user(is_superuser=True)
    address = administrator.email

    edit(client, administrator, password1=NEW_PASSWORD, password2=NEW_PASSWORD)
    edit(client, administrator, email="mine@example.org")
    bulk(client, "set_active_state", administrator, mark_as_active="False")

    administrator.refresh_from_db()
    assert administrator.check_password(factories.PASSWORD)
    assert (administrator.email, administrator.is_active, administrator.is_superuser) == (address, True, True)


def test_a_manager_does_not_choose_their_own_groups(client, manager):
    edit(client, manager, PRACTICE_MANAGERS, CLINICIANS)
    bulk(client, "assign_role", manager, role=Group.objects.get(name=CLINICIANS).pk)

    assert [group.name for group in manager.groups.all()] == [PRACTICE_MANAGERS]


def test_an_administrator_keeps_every_account(client, home):
    client.force_login(factories.user(is_superuser=True))
    colleague = factories.user()

    edit(client, colleague, is_superuser="on")

    colleague.refresh_from_db()
    assert colleague.is_superuser


def test_a_manager_makes_no_clinician(client, manager):
    colleague = factories.user()

    edit(client, colleague, CLINICIANS)
    bulk(client, "assign_role", colleague, role=Group.objects.get(name=CLINICIANS).pk)

    assert not colleague.groups.exists()


def test_a_manager_cannot_take_over_a_clinician(client, manager):
    clinician = factories.clinician()

    edit(client, clinician, password1=NEW_PASSWORD, password2=NEW_PASSWORD)

    clinician.refresh_from_db()
    assert clinician.check_password(factories.PASSWORD)
    assert clinician.groups.filter(name=CLINICIANS).exists()


def test_a_manager_keeps_the_credentials_of_others_and_not_their_own(client, manager):
    own = ReviewerCredential.objects.update_or_create(user=manager, defaults={"name": "Mara Manager"})[0]
    others = factories.clinician().reviewer_credential

    for credential in (own, others):
        address = reverse("wagtailsnippets_review_reviewercredential:edit", args=(credential.pk,))
        client.post(address, {"user": credential.user_id, "name": "Dr. Somebody Else"})

    own.refresh_from_db()
    others.refresh_from_db()
    assert (own.name, others.name) == ("Mara Manager", "Dr. Somebody Else")
