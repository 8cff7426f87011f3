"""The audit log tells of decisions, refusals, rights and log-ins, to those who keep the credentials."""

import csv
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from review import signing
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories

pytestmark = pytest.mark.django_db


def rows(user: Any, **query: str) -> list[dict[str, str]]:
    """The log as somebody gets it as a spreadsheet."""
    client = Client()
    client.force_login(user)
    answer = client.get(reverse("audit_log"), {"export": "csv", **query})
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    return list(csv.DictReader(StringIO(text)))


def told(user: Any, label: str) -> list[str]:
    return [row["What happened"] for row in rows(user) if row["Name"] == label]


@pytest.fixture
def manager(home: Any) -> Any:
    return factories.user(PRACTICE_MANAGERS)


@pytest.fixture
def article(home: Any) -> Any:
    return factories.article(factories.article_index(home), title="Sleep")


def test_decisions_stand_in_it_with_who_took_them_and_why(manager: Any, article: Any) -> None:
    reviewer = factories.clinician()
    submission = factories.submit(article)
    digest = signing.item_for(submission).digest
    signing.ask_for_changes(submission.pk, reviewer, digest, "Which trial?", "password")
    article.current_workflow_state.resume(article.latest_revision.user)
    factories.sign(article, reviewer)

    decisions = [row for row in rows(manager) if row["Name"] == "Sleep" and row["User"] == str(reviewer)]
    assert [row["What happened"] for row in decisions] == ["Signed", "Changes asked for"]
    assert decisions[-1]["Details"] == "Clinician. Which trial?"


def test_a_publication_that_nobody_signed_stands_in_it(manager: Any, article: Any) -> None:
    article.latest_revision.publish(user=factories.editor(), skip_permission_checks=True)
    assert told(manager, "Sleep")[0].startswith("Publication withheld. Nobody has signed this text")


@pytest.mark.parametrize("side", ["account", "group"])
def test_roles_given_and_taken_stand_in_it(manager: Any, side: str) -> None:
    account = factories.user(TRANSLATORS)
    group = Group.objects.get(name=CLINICIANS)
    if side == "account":
        account.groups.add(group)
        account.groups.clear()
    else:
        group.user_set.add(account)
        group.user_set.remove(account)

    assert f"Joined {CLINICIANS}" in told(manager, str(account))
    assert any(entry.startswith("Left") and CLINICIANS in entry for entry in told(manager, str(account)))


@pytest.mark.parametrize("right", ["is_superuser", "is_active"])
def test_rights_that_no_group_gives_stand_in_it(manager: Any, right: str) -> None:
    account = factories.editor()
    setattr(account, right, not getattr(account, right))
    account.save()
    assert told(manager, str(account))[0].startswith("The account was made or unmade an administrator")


def test_log_ins_stand_in_it_whether_they_succeed_or_not(manager: Any, client: Client) -> None:
    account = factories.editor()
    for password in ("wrong", factories.PASSWORD):
        client.post("/account/login/", {"login": account.email.upper(), "password": password})
    client.post("/account/login/", {"login": "nobody@example.org", "password": "wrong"})

    assert told(manager, str(account))[:2] == ["Logged in", "Somebody tried to log in with a wrong password"]
    assert not any("nobody@example.org" in str(row) for row in rows(manager))
    assert not any(factories.PASSWORD in str(row) for row in rows(manager))


@pytest.mark.parametrize(
    ("group", "status"), [(PRACTICE_MANAGERS, 200), (EDITORS, 302), (CLINICIANS, 302), (TRANSLATORS, 302)]
)
def test_it_is_for_those_who_keep_the_credentials(home: Any, client: Client, group: str, status: int) -> None:
    client.force_login(factories.user(group))
    for query in ({}, {"export": "csv"}):
        assert client.get(reverse("audit_log"), query).status_code == status


def test_it_costs_the_same_queries_at_any_length(manager: Any, article: Any, client: Client) -> None:
    client.force_login(manager)
    client.get(reverse("audit_log"))
    counts = []
    for entries in (2, 10):
        for _ in range(entries):
            article.latest_revision.publish(user=factories.editor(), skip_permission_checks=True)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("audit_log"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
