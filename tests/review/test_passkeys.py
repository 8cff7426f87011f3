"""A passkey in the place of the password: what it may not be. That it works is a journey (test_accounts.py)."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ledger.models import SignOff
from review import desk, signing
from review.passwords import MOST_WRONG
from tests import factories

ANSWERS = [
    "nothing",
    "[]",
    "{}",
    '"text"',
    "17",
    "[" * 100_000,
    '{"id": 1}',
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}),
    json.dumps({"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {"clientDataJSON": "e30"}}),
    json.dumps(
        {
            "id": "AAAA",
            "rawId": "AAAA",
            "type": "public-key",
            "response": {"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA"},
        }
    ),
]


@pytest.fixture
def submission(home: Any) -> Any:
    return factories.submit(factories.article(factories.article_index(home)))


@pytest.fixture
def client(home: Any) -> Client:
    client = Client()
    client.force_login(factories.clinician())
    return client


def decide(client: Client, submission: Any, **fields: str) -> str:
    """Ask for changes; what the page says then."""
    form = {"decision": "return", "comment": "No.", "digest": signing.item_for(submission).digest, **fields}
    answer = client.post(desk.review_url(submission), form)
    assert answer.status_code in (200, 302)
    return answer.content.decode()


def challenged(client: Client, submission: Any) -> None:
    address = reverse("review:passkey", args=[submission.pk, signing.item_for(submission).digest])
    assert client.post(address).json()["publicKey"]["userVerification"] == "required"


@pytest.mark.parametrize("answer", ANSWERS)
def test_what_no_passkey_answered_is_refused(answer: str, client: Client, submission: Any) -> None:
    challenged(client, submission)

    assert "The passkey could not be confirmed" in decide(client, submission, passkey=answer)

    assert not SignOff.objects.filter(subject=submission.subject).exists()


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, submission: Any) -> None:
    assert "The passkey could not be confirmed" in decide(client, submission, passkey=ANSWERS[-1])


def test_wrong_ones_count_like_wrong_passwords(client: Client, submission: Any) -> None:
    for number in range(MOST_WRONG):
        decide(client, submission, **({"passkey": "{}"} if number % 2 else {"password": "wrong"}))

    assert "Too many wrong" in decide(client, submission, password=factories.PASSWORD)
    assert not SignOff.objects.filter(subject=submission.subject).exists()


def test_a_wrong_passkey_is_not_made_good_by_a_password(client: Client, submission: Any) -> None:
    decide(client, submission, passkey="{}", password=factories.PASSWORD)
    assert not SignOff.objects.filter(subject=submission.subject).exists()


def test_an_account_without_a_password_is_asked_for_its_passkey(submission: Any) -> None:
    account = factories.clinician()
    account.set_unusable_password()
    account.save()
    client = Client()
    client.force_login(account)

    words = client.get(desk.review_url(submission)).content.decode()

    assert 'name="password"' not in words
    assert "You have neither a password nor a passkey" in words
    assert "could not be confirmed" in decide(client, submission, passkey="{}")
