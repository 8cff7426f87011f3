"""A policy may ask for several signatures: each somebody else's, in any order, under the same words."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from ledger import record
from ledger.models import Clearance, Edition, SignOff
from review import errors, signing
from review.models import Submission, due_date
from review.policy import CLINICIAN, CLINICIANS, COMPLIANCE, PRACTICE_MANAGERS
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def statement(home: Any) -> Any:
    return factories.safety_statement()


def sign(submission: Submission, user: Any, role: str, **fields: Any) -> SignOff:
    item = signing.item_for(Submission.objects.get(pk=submission.pk))
    answers = dict.fromkeys(item.policy.attestation(role).checklist, True)
    fields = {"reasons": factories.reasons(item), **fields}
    return signing.approve(submission.pk, user, item.digest, answers, "", "password", **fields)


def edition(obj: Any) -> Edition | None:
    return record.current_edition(str(obj.subject))


def clinician() -> Any:
    return factories.user(CLINICIANS)


def manager() -> Any:
    return factories.user(PRACTICE_MANAGERS)


SIGNERS: dict[str, Callable[[], Any]] = {CLINICIAN: clinician, COMPLIANCE: manager}


@pytest.mark.parametrize("order", [[CLINICIAN, COMPLIANCE], [COMPLIANCE, CLINICIAN]], ids=" first, then ".join)
def test_the_last_signature_releases_whichever_it_is(statement: Any, order: list[str]) -> None:
    submission = factories.submit(statement)

    sign(submission, SIGNERS[order[0]](), order[0])
    assert edition(statement) is None
    assert not Clearance.objects.filter(subject=str(statement.subject)).exists()
    assert Submission.objects.waiting().of(statement).exists()

    sign(submission, SIGNERS[order[1]](), order[1])
    clearance = edition(statement).clearance
    assert clearance.sign_off.role == CLINICIAN
    assert [other["role"] for other in clearance.others] == [COMPLIANCE]
    submission.refresh_from_db()
    assert submission.outcome == Submission.Outcome.SIGNED


def test_nobody_gives_two_of_the_signatures(statement: Any) -> None:
    both = factories.user(CLINICIANS, PRACTICE_MANAGERS)
    submission = factories.submit(statement)
    sign(submission, both, CLINICIAN)

    with pytest.raises(errors.AlreadySigned):
        sign(submission, both, COMPLIANCE)
    assert edition(statement) is None


def test_a_second_signature_in_one_role_is_refused(statement: Any) -> None:
    submission = factories.submit(statement)
    sign(submission, clinician(), CLINICIAN)

    with pytest.raises(errors.RoleSigned):
        sign(submission, clinician(), CLINICIAN)
    assert SignOff.objects.filter(subject=str(statement.subject)).count() == 1
    assert edition(statement) is None


def test_either_signer_returns_it_whoever_has_signed(statement: Any) -> None:
    submission = factories.submit(statement)
    sign(submission, clinician(), CLINICIAN)
    digest = signing.item_for(submission).digest

    signing.ask_for_changes(submission.pk, manager(), digest, "The label is from last year.", "password")
    assert edition(statement) is None
    submission.refresh_from_db()
    assert submission.outcome == Submission.Outcome.RETURNED
    assert statement.current_workflow_state.status == "needs_changes"


def test_a_signature_under_a_returned_round_does_not_count_in_the_next(statement: Any) -> None:
    submission = factories.submit(statement)
    sign(submission, clinician(), CLINICIAN)
    signing.ask_for_changes(submission.pk, manager(), signing.item_for(submission).digest, "Why?", "password")
    statement.current_workflow_state.resume(statement.latest_revision.user)
    again = Submission.objects.waiting().of(statement).get()

    sign(again, manager(), COMPLIANCE)
    assert edition(statement) is None
    sign(again, clinician(), CLINICIAN)
    assert edition(statement)


def test_a_signature_under_other_words_does_not_count(statement: Any) -> None:
    submission = factories.submit(statement)
    sign(submission, clinician(), CLINICIAN)
    draft = statement.get_latest_revision_as_object()
    draft.information = "<p>Changed in place, behind the lock</p>"
    draft.save_revision(user=statement.latest_revision.user, overwrite_revision=statement.latest_revision)

    sign(submission, manager(), COMPLIANCE)
    assert edition(statement) is None
    # So the clinician's signature is missing again, and anybody in the role can give it.
    sign(submission, clinician(), CLINICIAN)
    assert edition(statement).copy_id == signing.item_for(submission).digest


def test_a_clearance_stands_as_long_as_the_shortest_signature(statement: Any) -> None:
    submission = factories.submit(statement)
    soon = timezone.now() + timedelta(days=90)
    sign(submission, clinician(), CLINICIAN, until=soon)
    sign(submission, manager(), COMPLIANCE, until=soon + timedelta(days=9000))

    assert edition(statement).clearance.until == soon
    sign_offs = SignOff.objects.filter(subject=str(statement.subject))
    assert [sign_off.until < soon + timedelta(days=300) for sign_off in sign_offs] == [True, True]


def test_nobody_vouches_until_a_moment_that_has_passed(statement: Any) -> None:
    submission = factories.submit(statement)
    with pytest.raises(errors.EndsTooSoon):
        sign(submission, clinician(), CLINICIAN, until=timezone.now())
    assert not SignOff.objects.filter(subject=str(statement.subject)).exists()


class TestSigningAgain:
    """A public text without changes is signed again as it is."""

    def test_gives_the_same_copy_a_new_edition(self, statement: Any) -> None:
        released = factories.release(statement)
        before = edition(released)
        submission = Submission.objects.open(released, kind=Submission.Kind.PERIODIC)
        sign(submission, clinician(), CLINICIAN)
        assert edition(released) == before

        sign(submission, manager(), COMPLIANCE)
        after = edition(released)
        assert (after.copy_id, after.pk != before.pk) == (before.copy_id, True)
        assert after.clearance.until > before.clearance.until

    def test_binds_what_is_public_whatever_is_drafted_meanwhile(self, home: Any) -> None:
        released = factories.release(factories.article(factories.article_index(home)))
        public = edition(released).copy_id
        submission = Submission.objects.open(released, kind=Submission.Kind.PERIODIC)
        draft = factories.revise(released, title="A draft nobody has signed")
        draft.latest_revision.publish(skip_permission_checks=True)

        sign(submission, clinician(), CLINICIAN)
        assert edition(released).copy_id == public

    def test_is_not_for_those_who_wrote_it(self, home: Any) -> None:
        author = factories.user(CLINICIANS, "Editors")
        released = factories.release(factories.article(factories.article_index(home), owner=author))
        submission = Submission.objects.open(released, kind=Submission.Kind.PERIODIC)
        before = edition(released)

        with pytest.raises(errors.WroteIt):
            sign(submission, author, CLINICIAN)
        assert edition(released) == before

    def test_ends_with_a_new_text_sent_to_review(self, home: Any) -> None:
        released = factories.release(factories.article(factories.article_index(home)))
        periodic = Submission.objects.open(released, kind=Submission.Kind.PERIODIC)
        newer = factories.submit(factories.revise(released, title="Newer"))

        periodic.refresh_from_db()
        assert periodic.outcome == Submission.Outcome.SUPERSEDED
        assert list(Submission.objects.waiting().of(released)) == [newer]


@pytest.mark.parametrize("ending", ["taken back", "deleted"])
def test_what_is_gone_from_review_waits_no_more(statement: Any, ending: str) -> None:
    submission = factories.submit(statement)
    digest = signing.item_for(submission).digest
    if ending == "deleted":
        statement.delete()
    else:
        statement.current_workflow_state.cancel(user=statement.latest_revision.user)

    assert not Submission.objects.waiting().exists()
    with pytest.raises(errors.NotUnderReview):
        signing.approve(submission.pk, clinician(), digest, {}, "", "password")


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (date(2026, 3, 2), date(2026, 3, 9)),
        (date(2026, 3, 6), date(2026, 3, 13)),
        (date(2026, 3, 7), date(2026, 3, 13)),
        (date(2026, 3, 8), date(2026, 3, 13)),
    ],
    ids=["Monday", "Friday", "Saturday", "Sunday"],
)
def test_a_review_is_due_in_five_working_days(start: date, due: date) -> None:
    assert due_date(start) == due
