"""Writers that come at the same time."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from ledger import record
from ledger.models import Change, Clearance, Edition, Seal, SignOff
from ledger.verify import breaks, rows_to_read, snapshot
from tests.ledger.factories import SUBJECT, a_clearance, a_copy, a_sign_off, an_edition, execute, insert

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

WRITERS = 4
ROUNDS = 15


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Run all of them in threads with a connection each, starting at the same moment; their results."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        try:
            connection.ensure_connection()
            barrier.wait()
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [future.result() for future in [threads.submit(run, act) for act in acts]]


def has_to_wait(act: Callable[[], object]) -> bool:
    """Whether another transaction cannot do this before the current one ends."""

    def try_it() -> bool:
        try:
            with transaction.atomic():
                execute("SET LOCAL lock_timeout = '100ms'")
                act()
                transaction.set_rollback(True)
        except OperationalError as error:
            if "lock timeout" not in str(error):
                raise
            return True
        return False

    return together(try_it)[0]


def insert_change() -> None:
    insert(Change(kind=Change.Kind.MOVED, subject="", at=timezone.now()))


def test_a_change_waits_for_the_one_before_to_be_committed() -> None:
    with transaction.atomic():
        insert_change()
        first = record.generation()
        assert has_to_wait(insert_change)
    assert not has_to_wait(insert_change)
    together(insert_change)
    assert record.generation() > first


def test_a_reader_never_misses_a_change_with_a_lower_id() -> None:
    def write() -> None:
        for _ in range(ROUNDS):
            with transaction.atomic():
                insert_change()
                # Work between the insert and the commit, while others insert.
                Change.objects.count()

    def read() -> list[set[int]]:
        seen: list[set[int]] = []
        while not seen or len(seen[-1]) < WRITERS * ROUNDS:
            seen.append(set(Change.objects.values_list("id", flat=True)))
        return seen

    *_, seen = together(*[write] * WRITERS, read)
    final = seen[-1]
    for ids in seen:
        assert ids == {change for change in final if change <= max(ids, default=0)}


@pytest.mark.parametrize(
    "act",
    [
        lambda cleared, digest: record.release(SUBJECT, cleared),
        lambda cleared, digest: record.retire(SUBJECT),
        lambda cleared, digest: record.withdraw(cleared),
        lambda cleared, digest: record.record_change(Change.Kind.MOVED),
        lambda cleared, digest: a_sign_off(digest=digest),
        lambda cleared, digest: record.clear(cleared.sign_off, cleared.until),
        lambda cleared, digest: a_copy(),
    ],
    ids=["release", "retire", "withdraw", "change", "sign", "clear", "store"],
)
def test_writers_of_the_ledger_queue(act: Callable[[Clearance, str], object]) -> None:
    cleared, digest = a_clearance(), a_copy().digest
    with transaction.atomic():
        record.lock()
        assert has_to_wait(lambda: act(cleared, digest))
    assert not has_to_wait(lambda: act(cleared, digest))


def test_two_releases_of_a_subject_leave_one_current_edition() -> None:
    for _ in range(ROUNDS):
        cleared = [a_clearance() for _ in range(WRITERS)]
        released = together(*[lambda one=one: record.release(SUBJECT, one) for one in cleared])
        current = record.current_edition(SUBJECT)
        assert current in released
        assert {edition.clearance_id for edition in released} == {one.pk for one in cleared}
        assert Edition.objects.filter(subject=SUBJECT, retired_at=None).count() == 1
    assert Edition.objects.count() == Change.objects.filter(kind="released").count() == WRITERS * ROUNDS


def test_two_releases_of_one_clearance_make_one_edition() -> None:
    cleared = a_clearance()
    assert len(set(together(*[lambda: record.release(SUBJECT, cleared)] * WRITERS))) == 1
    assert Edition.objects.count() == Change.objects.count() == 1


def test_two_retirements_are_one() -> None:
    an_edition()
    retired = together(*[lambda: record.retire(SUBJECT)] * WRITERS)
    assert sorted(retired) == [False] * (WRITERS - 1) + [True]
    assert Change.objects.filter(kind="retired").count() == 1


def test_a_clearance_is_not_withdrawn_behind_an_edition_that_is_about_to_stand_on_it() -> None:
    cleared = a_clearance()
    with transaction.atomic():
        insert(Edition(subject=SUBJECT, copy_id=cleared.digest, clearance=cleared, released_at=timezone.now()))
        assert has_to_wait(lambda: execute("UPDATE ledger_clearance SET withdrawn_at = now()"))


def test_the_chains_have_no_fork() -> None:
    digest = a_copy().digest

    def sign() -> None:
        for _ in range(ROUNDS):
            a_sign_off(digest=digest)

    def change() -> None:
        for _ in range(ROUNDS):
            insert_change()

    together(*[sign] * WRITERS, change)
    assert SignOff.objects.count() == WRITERS * ROUNDS
    assert list(breaks(lambda rows: None)) == []


def test_a_verification_sees_one_moment_while_others_write() -> None:
    an_edition()
    with snapshot():
        before = rows_to_read()
        together(an_edition)
        assert rows_to_read() == before
        assert list(breaks(lambda rows: None)) == []
    assert rows_to_read() > before


def test_the_same_text_stored_twice_at_once_is_one_copy() -> None:
    stored = together(*[lambda: record.store(b"the same text")] * WRITERS)
    assert len({copy.digest for copy in stored}) == 1
    assert Seal.objects.count() == 1
