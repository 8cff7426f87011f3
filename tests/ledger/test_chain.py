"""Whoever tampers with a sign-off breaks the chain."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.utils import timezone

from ledger import chain
from ledger.models import SignOff
from tests.ledger.factories import a_copy, a_sign_off, execute, insert

pytestmark = pytest.mark.django_db


def without_triggers() -> None:
    """Do what a database administrator could: switch the rules off (until the test's rollback)."""
    if connection.vendor == "sqlite":
        execute("DROP TRIGGER ledger_signoff_append_only_update")
        execute("DROP TRIGGER ledger_signoff_append_only_delete")
    else:
        execute("SET LOCAL session_replication_role = replica")


def test_each_sign_off_continues_the_one_before() -> None:
    signed = [a_sign_off() for _ in range(3)]
    assert [row.previous_hash for row in signed] == ["", signed[0].hash, signed[1].hash]
    assert list(chain.broken_links()) == []


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"claims": True, "risks": None},
        {10: "ten", 9: "nine"},
        {"score": 1.5, "whole": 2.0, "big": 10**20},
        {"b": {"z": [1, "é", "🩺"], "a": ()}, "a": " "},
    ],
    ids=repr,
)
def test_the_hash_is_that_of_the_row_as_read_back(answers: dict) -> None:
    signed = a_sign_off(answers=answers, comment="“Sí” \n\t ﬁ 🩺", authors=[9, 3, 9])
    assert chain.hash_of(SignOff.objects.get(pk=signed.pk)) == signed.hash


@pytest.mark.parametrize("column", ["statement", "signer_name", "comment", "method", "subject", "hash"])
def test_a_changed_row_is_found(column: str) -> None:
    signed = [a_sign_off() for _ in range(3)]
    without_triggers()
    execute(f"UPDATE ledger_signoff SET {column} = 'forged' WHERE id = %s", signed[1].pk)
    assert signed[1].pk in chain.broken_links()


@pytest.mark.parametrize("column", ["approves", "signer_id", "authors", "answers", "signed_at", "digest"])
def test_a_row_with_another_decision_is_found(column: str) -> None:
    signed = [a_sign_off() for _ in range(3)]
    without_triggers()
    value = {
        "approves": False,
        "signer_id": 99,
        "authors": "[1]",
        "answers": "{}",
        "signed_at": timezone.now(),
        "digest": a_copy().digest,
    }[column]
    execute(f"UPDATE ledger_signoff SET {column} = %s WHERE id = %s", value, signed[0].pk)
    assert list(chain.broken_links()) == [signed[0].pk]


def remove(signed: list[SignOff]) -> None:
    execute("DELETE FROM ledger_signoff WHERE id = %s", signed[1].pk)


def slip_in(signed: list[SignOff]) -> None:
    forged = SignOff.objects.get(pk=signed[1].pk)
    forged.pk, forged.signer_name, forged.previous_hash = None, "Somebody", "0" * 64
    forged.hash = chain.hash_of(forged)
    insert(forged)


def rehash(signed: list[SignOff]) -> None:
    forged = SignOff.objects.get(pk=signed[1].pk)
    forged.comment = "forged"
    execute(
        "UPDATE ledger_signoff SET comment = %s, hash = %s WHERE id = %s",
        forged.comment,
        chain.hash_of(forged),
        forged.pk,
    )


@pytest.mark.parametrize("tamper", [remove, slip_in, rehash])
def test_a_chain_with_another_row_is_found(tamper: Callable[[list[SignOff]], None]) -> None:
    signed = [a_sign_off() for _ in range(3)]
    without_triggers()
    tamper(signed)
    assert list(chain.broken_links())
