"""Whatever the ledger's services write is sealed, once, with it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.test import override_settings

from ledger import record
from ledger.errors import NotCleared
from ledger.keys import signing_key
from ledger.models import Change, Copy, Seal, SignOff
from ledger.seals import hash_of, is_signed
from ledger.sqlite import sha256_hex
from ledger.verify import breaks
from tests.ledger.factories import OTHER_SUBJECT, SUBJECT, a_clearance, a_copy, a_sign_off, an_edition

pytestmark = pytest.mark.django_db


def sealed(act: Callable[[], object]) -> list[tuple[str, str]]:
    """What is sealed while something is done: tables and events."""
    before = Seal.objects.count()
    act()
    return list(Seal.objects.filter(id__gt=before).values_list("table", "event"))


def test_every_write_is_sealed() -> None:
    digest = a_copy().digest
    sign_off, clearance, edition = a_sign_off(digest=digest), a_clearance(), an_edition(subject=OTHER_SUBJECT)
    assert sealed(a_copy) == [("copy", "written")]
    assert sealed(lambda: a_sign_off(digest=digest)) == [("signoff", "written")]
    assert sealed(lambda: record.clear(sign_off, clearance.until)) == [("clearance", "written")]
    assert sealed(lambda: record.release(SUBJECT, clearance)) == [("edition", "written"), ("change", "written")]
    assert sealed(lambda: record.retire(SUBJECT)) == [("edition", "closed"), ("change", "written")]
    assert sealed(lambda: record.record_change(Change.Kind.MOVED)) == [("change", "written")]
    assert sealed(lambda: record.withdraw(edition.clearance)) == [
        ("clearance", "closed"),
        ("edition", "closed"),
        ("change", "written"),
    ]


def test_the_edition_a_release_takes_the_place_of_is_sealed_as_closed() -> None:
    edition = an_edition()
    record.release(SUBJECT, a_clearance())
    closed = Seal.objects.get(table="edition", event="closed")
    assert closed.row == str(edition.pk)


def test_what_changes_nothing_is_not_sealed() -> None:
    copy, edition = a_copy(), an_edition()
    record.withdraw(withdrawn := a_clearance())

    def nothing() -> None:
        record.store(bytes(copy.payload))
        record.withdraw(withdrawn)
        record.release(SUBJECT, edition.clearance)
        record.retire(OTHER_SUBJECT)
        with pytest.raises(NotCleared):
            record.release(SUBJECT, withdrawn)

    assert sealed(nothing) == []


def test_each_seal_continues_the_one_before() -> None:
    an_edition()
    seals = list(Seal.objects.order_by("id"))
    assert [seal.pk for seal in seals] == list(range(1, len(seals) + 1))
    assert [seal.previous_hash for seal in seals] == ["", *[seal.hash for seal in seals[:-1]]]


def test_a_seal_is_signed_with_the_key_it_names() -> None:
    a_copy()
    values = Seal.objects.values().get()
    key = signing_key().public_key()
    assert values["key"] == key.public_bytes_raw().hex()
    assert values["hash"] == hash_of(values)
    assert is_signed(values, key)
    assert not is_signed(values | {"signature": values["signature"].upper()}, key)
    assert not is_signed(values | {"hash": sha256_hex(b"other")}, key)


def test_what_is_undone_leaves_no_seal() -> None:
    a_copy()
    with transaction.atomic():
        an_edition()
        transaction.set_rollback(True)
    assert sealed(a_copy) == [("copy", "written")]
    assert list(breaks(lambda rows: None)) == []


def test_without_a_key_nothing_is_recorded() -> None:
    digest = a_copy().digest
    with override_settings(LEDGER_KEY=""), pytest.raises(ImproperlyConfigured):
        a_sign_off(digest=digest)
    with override_settings(LEDGER_KEY=""), pytest.raises(ImproperlyConfigured):
        record.store(b"text")
    assert not SignOff.objects.exists()
    assert Copy.objects.count() == Seal.objects.count() == 1


@pytest.mark.parametrize(
    "answers",
    [
        {},
        {"claims": True, "risks": None},
        {10: "ten", 9: "nine"},
        {"score": 1.5, "whole": 2.0, "big": 10**20, "bigger": 1e20, "small": -0.0},
        {"b": {"z": [1, "é", "🩺"], "a": ()}, "a": " "},
    ],
    ids=repr,
)
def test_what_is_sealed_is_the_row_as_it_is_read_back(answers: dict[Any, Any]) -> None:
    a_sign_off(answers=answers, comment="“Sí” \n\t ﬁ 🩺", authors=[9, 3, 9], findings=[answers])
    assert list(breaks(lambda rows: None)) == []
