"""Two transactions at once never leave the public with a page that the ledger and the tree do not know."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError, close_old_connections

from ledger.models import Change, Clearance, Edition, SignOff
from ledger.record import current_edition
from public.projection import rebuild
from public.recall import recall, rows_of
from public.release import release
from review import errors, signing
from review.copy import copy_of, digest_of
from review.models import Submission
from review.signals import due
from tests import factories
from tests.ledger.test_concurrency import together
from tests.public.conftest import projection

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

ROUNDS = 4


@pytest.fixture
def parent(home):
    return factories.release(factories.standard(home, slug="parent"))


@pytest.fixture
def page(parent):
    return factories.release(factories.standard(parent, slug="page"))


def again(obj: Any) -> Any:
    return type(obj).objects.get(pk=obj.pk)


def move(page: Any, target: Any) -> None:
    again(page).move(again(target), "last-child")


def cleared_draft(page: Any, **fields: Any) -> Any:
    """A revision that is signed, but whose row does not hold its text yet."""
    page = factories.release(factories.revise(page, **fields))
    return page.latest_revision


def attempt(act: Callable[[], Any]) -> Callable[[], bool]:
    """Whether it went through; the database may choose one of two to fail, which must leave nothing half done."""

    def run() -> bool:
        close_old_connections()
        try:
            act()
        except OperationalError:
            return False
        return True

    return run


def assert_sound() -> None:
    """The projection is what a rebuild makes of the ledger, and no edition stands twice."""
    left = projection()
    rebuild()
    for before, after in zip(left, projection(), strict=True):
        assert [row for row in before if row not in after] == [row for row in after if row not in before] == []


def test_a_release_and_an_unpublication(page):
    signed = page.latest_revision
    for number in range(ROUNDS):
        draft = cleared_draft(again(page), title=f"Title {number}") if number % 2 else signed
        together(attempt(draft.publish), attempt(again(page).unpublish))

        assert_sound()
        row, edition = again(page), current_edition(str(page.subject))
        assert not edition or row.live, "what was taken back is still public"


def test_two_releases_leave_the_text_the_row_ends_up_with(page):
    drafts = [cleared_draft(again(page), title=f"Title {number}") for number in range(2)]
    for _ in range(ROUNDS):
        together(*(attempt(draft.publish) for draft in drafts))

        assert_sound()
        assert current_edition(str(page.subject)).copy_id == digest_of(copy_of(again(page)))
        assert Edition.objects.filter(subject=str(page.subject), retired_at=None).count() == 1


def test_a_release_and_a_move_of_the_page(home, page, parent):
    other = factories.release(factories.standard(again(home), slug="other"))
    drafts = [cleared_draft(again(page), slug=f"page-{number}") for number in range(2)]
    for number in range(ROUNDS):
        target = (other, parent)[number % 2]
        together(attempt(drafts[number % 2].publish), attempt(partial(move, page, target)))

        assert_sound()


def test_a_release_below_and_a_move_of_the_page_above(home, page, parent):
    other = factories.release(factories.standard(again(home), slug="other"))
    for number in range(ROUNDS):
        draft = cleared_draft(again(page), title=f"Title {number}")
        target = (other, home)[number % 2]
        together(attempt(draft.publish), attempt(partial(move, parent, target)))

        assert_sound()


def test_a_signed_change_of_address_above_and_a_release_below(page, parent):
    for number in range(ROUNDS):
        draft = cleared_draft(again(page), title=f"Title {number}")
        above = cleared_draft(again(parent), slug=f"parent-{number}")
        together(attempt(draft.publish), attempt(above.publish))

        assert_sound()


def test_a_release_and_a_deletion(home, parent):
    for number in range(ROUNDS):
        page = factories.release(factories.standard(again(parent), slug=f"gone-{number}"))
        together(attempt(partial(release, page.subject)), attempt(again(page).delete))

        assert_sound()


def test_two_decisions_at_once_are_one(home):
    index = factories.release(factories.article_index(home))
    people = [factories.clinician() for _ in range(3)]

    def decide(decision: Callable[..., Any], *arguments: Any) -> bool:
        try:
            decision(*arguments)
        except errors.NotUnderReview:
            return False
        return True

    for _ in range(ROUNDS):
        article = factories.article(again(index))
        submission = factories.submit(article)
        item = signing.item_for(submission)
        answers = factories.confirmed(article)
        sign = [
            partial(decide, signing.approve, submission.pk, signer, item.digest, answers, "", "password")
            for signer in people[:2]
        ]
        send_back = partial(decide, signing.ask_for_changes, submission.pk, people[2], item.digest, "Dose?", "password")

        assert sorted(together(*sign, send_back)) == [False, False, True]
        assert SignOff.objects.filter(subject=str(article.subject)).count() == 1
        assert_sound()


def recalling(page: Any) -> Callable[[], bool]:
    """Withdraw a page in every language."""
    rows, somebody = rows_of("page", str(page.translation_key)), factories.clinician()
    return attempt(partial(recall, rows, somebody, "The dose is wrong."))


def signing_of(page: Any) -> Callable[[], bool]:
    """Give the signature that the text under review takes; False when it was refused."""
    submission = Submission.objects.waiting().of(page).get()
    item, signer = signing.item_for(submission), factories.clinician()
    arguments = (submission.pk, signer, item.digest, factories.confirmed(page), "", "password")

    def sign() -> bool:
        try:
            return attempt(partial(signing.approve, *arguments))()
        except errors.NotUnderReview:
            return False

    return sign


def test_a_recall_and_a_signature_under_a_new_text(home, parent):
    for number in range(ROUNDS):
        page = factories.release(factories.standard(again(parent), slug=f"dose-{number}"))
        old = current_edition(str(page.subject))
        factories.submit(factories.revise(page, title="Corrected"))
        together(signing_of(page), recalling(page))

        assert_sound()
        edition = current_edition(str(page.subject))
        # Signed before the recall it is gone, signed after it the correction is public; the old text never is.
        assert edition is None or edition.copy_id != old.copy_id
        assert not Clearance.objects.filter(digest=old.copy_id, withdrawn_at=None).exists()


def test_a_recall_and_a_signature_under_the_same_text(home, parent):
    for number in range(ROUNDS):
        page = factories.release(factories.standard(again(parent), slug=f"dose-{number}"))
        Submission.objects.open(page, kind=Submission.Kind.PERIODIC)
        together(signing_of(page), recalling(page))

        assert_sound()
        assert current_edition(str(page.subject)) is None
        assert not Submission.objects.waiting().exists()


def test_two_runs_of_the_clock_do_everything_once(page, pass_time):
    told = []

    def listen(sender, submission, days, **kwargs):
        told.append((submission.subject, days))

    due.connect(listen)
    try:
        for days in (690, 800):
            pass_time(timedelta(days=days))
            together(*[attempt(partial(call_command, "keep_time", stdout=StringIO())) for _ in range(2)])
    finally:
        due.disconnect(listen)

    assert sorted(told) == sorted(set(told))
    subject = str(page.subject)
    assert [days for found, days in told if found == subject] == [60, 0]
    assert Submission.objects.filter(subject=subject, kind=Submission.Kind.PERIODIC).count() == 1
    assert Change.objects.filter(kind="settings", subject=subject).count() == 1
