"""What the ledger's services write, and what they tell readers."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from ledger import record
from ledger.errors import NotApproved, NotCleared, OwnWork
from ledger.models import Change, Clearance, Copy, Edition, SignOff
from ledger.sqlite import sha256_hex
from tests.ledger.factories import (
    AUTHOR,
    OTHER_SUBJECT,
    SIGNER,
    SUBJECT,
    a_clearance,
    a_copy,
    a_sign_off,
    an_edition,
)

pytestmark = pytest.mark.django_db


def changes() -> list[tuple[str, str]]:
    return list(Change.objects.order_by("id").values_list("kind", "subject"))


@pytest.mark.parametrize("payload", [b"", b"text", bytes(range(256)), "Ketamin ¿qué? 🩺".encode()])
def test_a_copy_comes_back_byte_for_byte_under_its_sha256(payload: bytes) -> None:
    copy = record.store(payload)
    assert copy.digest == sha256_hex(payload)
    assert bytes(Copy.objects.get(pk=copy.digest).payload) == payload


def test_the_same_bytes_are_kept_once() -> None:
    assert record.store(b"text") == record.store(b"text")
    assert Copy.objects.count() == 1


def test_an_author_cannot_sign() -> None:
    with pytest.raises(OwnWork, match="somebody else"):
        a_sign_off(authors=[AUTHOR, SIGNER])
    assert not SignOff.objects.exists()


def test_a_copy_that_is_not_stored_cannot_be_signed() -> None:
    with pytest.raises(Copy.DoesNotExist):
        a_sign_off(digest=sha256_hex(b"never stored"))
    assert not SignOff.objects.exists()


def test_a_request_for_changes_clears_nothing() -> None:
    with pytest.raises(NotApproved):
        record.clear(a_sign_off(approves=False), timezone.now() + timedelta(days=1))
    assert not Clearance.objects.exists()


def test_a_clearance_is_for_what_was_signed() -> None:
    sign_off = a_sign_off()
    clearance = record.clear(sign_off, timezone.now() + timedelta(days=1))
    assert (clearance.subject, clearance.digest) == (SUBJECT, sign_off.digest)
    assert record.standing_clearance(SUBJECT, sign_off.digest) == clearance


def test_a_clearance_stands_for_its_own_subject_and_copy_only() -> None:
    clearance = a_clearance()
    assert record.standing_clearance(OTHER_SUBJECT, clearance.digest) is None
    assert record.standing_clearance(SUBJECT, a_copy().digest) is None


def test_a_clearance_stands_until_its_date() -> None:
    clearance = a_clearance(days=30)
    for days, expected in [(29, clearance), (31, None)]:
        at = timezone.now() + timedelta(days=days)
        assert record.standing_clearance(SUBJECT, clearance.digest, at) == expected


def test_whoever_signed_last_has_the_last_word() -> None:
    """Also when they vouch for a shorter time: what is left of the clearance before does not outlive theirs."""
    digest = a_copy().digest
    a_clearance(days=30, digest=digest)
    latest = a_clearance(days=10, digest=digest)
    assert record.standing_clearance(SUBJECT, digest) == latest
    assert record.standing_clearance(SUBJECT, digest, timezone.now() + timedelta(days=20)) is None
    record.withdraw(latest)
    assert record.standing_clearance(SUBJECT, digest) is None


def test_what_stood_at_an_earlier_moment_is_known() -> None:
    digest = a_copy().digest
    first = a_clearance(days=30, digest=digest)
    moment = timezone.now()
    a_clearance(days=10, digest=digest)
    assert record.standing_clearance(SUBJECT, digest, moment) == first


def test_a_clearance_that_was_signed_over_releases_nothing() -> None:
    digest = a_copy().digest
    earlier = a_clearance(days=30, digest=digest)
    a_clearance(days=10, digest=digest)
    with pytest.raises(NotCleared):
        record.release(SUBJECT, earlier)


def test_the_next_end_is_that_of_something_public() -> None:
    now = timezone.now()
    assert record.next_end(now) is None
    edition = an_edition(days=20)
    a_clearance(days=10)
    assert record.next_end(now) == edition.clearance.until
    assert record.next_end(edition.clearance.until) is None
    record.retire(SUBJECT)
    assert record.next_end(now) is None


def test_listings_learn_what_stands_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    first, second = a_clearance(), a_clearance()
    other = a_clearance(subject=OTHER_SUBJECT)
    a_clearance(days=-1)
    record.withdraw(a_clearance())
    with django_assert_num_queries(1):
        digests = record.standing_digests([SUBJECT, OTHER_SUBJECT, "page:none:en"])
    assert digests == {SUBJECT: {first.digest, second.digest}, OTHER_SUBJECT: {other.digest}}


def test_a_release_shows_the_cleared_copy_and_tells_readers() -> None:
    clearance = a_clearance()
    edition = record.release(SUBJECT, clearance)
    assert record.current_edition(SUBJECT) == edition
    assert edition.digest == clearance.digest
    assert changes() == [("released", SUBJECT)]


def test_a_release_takes_the_place_of_the_edition_before() -> None:
    old, new = an_edition(), an_edition()
    old.refresh_from_db()
    assert old.retired_at == new.released_at
    assert list(record.current()) == [new]


def test_releasing_the_same_clearance_again_changes_nothing() -> None:
    edition = an_edition()
    before = record.generation()
    assert record.release(SUBJECT, edition.clearance) == edition
    assert record.generation() == before
    assert Edition.objects.count() == 1


def test_the_same_copy_signed_again_becomes_an_edition_of_its_own() -> None:
    old = an_edition()
    new = an_edition(digest=old.digest)
    assert new != old
    assert record.current_edition(SUBJECT) == new


@pytest.mark.parametrize("reason", ["withdrawn", "expired", "another subject"])
def test_without_a_standing_clearance_the_old_edition_stays(reason: str) -> None:
    edition = an_edition()
    clearance = a_clearance(
        days=-1 if reason == "expired" else 1,
        subject=OTHER_SUBJECT if reason == "another subject" else SUBJECT,
    )
    if reason == "withdrawn":
        record.withdraw(clearance)
    before = record.generation()
    with pytest.raises(NotCleared):
        record.release(SUBJECT, clearance)
    assert list(record.current()) == [edition]
    assert record.generation() == before


def test_retiring_shows_nothing_any_more() -> None:
    an_edition()
    other = an_edition(subject=OTHER_SUBJECT)
    assert record.retire(SUBJECT)
    assert record.current_edition(SUBJECT) is None
    assert record.current_edition(OTHER_SUBJECT) == other
    assert changes()[-1] == ("retired", SUBJECT)


def test_retiring_nothing_tells_nobody() -> None:
    an_edition()
    record.retire(SUBJECT)
    before = record.generation()
    assert not record.retire(SUBJECT)
    assert record.generation() == before


def test_a_withdrawn_clearance_takes_its_edition_along() -> None:
    edition = an_edition()
    record.withdraw(edition.clearance)
    assert edition.clearance.withdrawn_at is not None
    assert record.current_edition(SUBJECT) is None
    assert changes()[-1] == ("retired", SUBJECT)


def test_a_withdrawn_clearance_leaves_a_later_edition_alone() -> None:
    old, new = an_edition(), an_edition()
    before = record.generation()
    record.withdraw(old.clearance)
    assert record.current_edition(SUBJECT) == new
    assert record.generation() == before


def test_a_clearance_is_withdrawn_once() -> None:
    clearance = a_clearance()
    record.withdraw(clearance)
    withdrawn_at = clearance.withdrawn_at
    record.withdraw(clearance)
    assert clearance.withdrawn_at == withdrawn_at


@pytest.mark.parametrize("size", [2, 20])
def test_editions_come_with_copy_and_sign_off_in_one_query(
    size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    subjects = [f"page:{number}:en" for number in range(size)]
    editions = {subject: an_edition(subject=subject) for subject in subjects}
    record.retire(subjects[0])
    with django_assert_num_queries(1):
        found = record.current_editions([*subjects, "page:none:en"])
        shown = [(edition.copy.payload, edition.clearance.sign_off.signer_name) for edition in found.values()]
    assert found == {subject: editions[subject] for subject in subjects[1:]}
    assert len(shown) == size - 1


def test_the_generation_grows_with_every_change() -> None:
    generations = [record.generation()]
    for kind in Change.Kind:
        assert record.record_change(kind) == record.generation()
        generations.append(record.generation())
    assert generations == sorted(set(generations))


def test_before_the_first_change_the_generation_is_zero() -> None:
    assert record.generation() == 0
