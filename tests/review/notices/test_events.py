"""Who hears of what: everybody whom it concerns, nobody else, and nobody of what they may not read."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.log_actions import LogContext

from core.models import User
from ledger.record import current_edition
from public.models import PublicPage
from review import desk, signing
from review.models import Absence, NoticeChoice, PassageComment, Submission
from review.notices import kinds
from review.notices.events import silence
from review.notices.people import readers
from review.policy import CLINICIANS, EDITORS
from review.signals import due
from tests import factories
from tests.review.notices.conftest import Cast, Sent, ask_for_changes, hand_over, sign

# What people are told of: each event takes the cast, and happens to its article.


def opened(cast: Cast) -> None:
    factories.submit(cast.article, cast.submitter)


def returned(cast: Cast) -> None:
    ask_for_changes(factories.submit(cast.article, cast.submitter), cast.clinician)


def signed(cast: Cast) -> None:
    sign(factories.submit(cast.article, cast.submitter), cast.clinician)


def published_unsigned(cast: Cast) -> None:
    with LogContext(user=cast.submitter):
        cast.article.latest_revision.publish()


def due_again(cast: Cast, days: int = 30) -> None:
    signed(cast)
    again = Submission.objects.open(cast.article, kind=Submission.Kind.PERIODIC)
    until = current_edition(str(cast.article.subject)).clearance.until
    due.send(sender=Submission, submission=again, days=days, until=until)


Event = Callable[[Cast], None]
EVENTS = [
    (opened, kinds.ASSIGNED, ["clinician", "colleague"]),
    (returned, kinds.RETURNED, ["author", "submitter", "wrote_too"]),
    (signed, kinds.SIGNED, ["submitter"]),
    (published_unsigned, kinds.WITHHELD, ["author", "submitter"]),
    (due_again, kinds.PERIODIC, ["author", "clinician", "colleague"]),
]
SUBJECTS = {
    kinds.ASSIGNED: "To sign: ",
    kinds.RETURNED: "Changes asked for: ",
    kinds.SIGNED: "Signed: ",
    kinds.WITHHELD: "Not public: ",
    kinds.PERIODIC: "To be signed again: ",
}
events = pytest.mark.parametrize(("event", "kind", "told"), EVENTS, ids=[event.__name__ for event, *_ in EVENTS])


def of_kind(mails: list[Any], kind: kinds.Kind) -> list[Any]:
    return [mail for mail in mails if mail.subject.startswith(SUBJECTS[kind])]


@events
def test_those_whom_it_concerns_are_told(
    event: Event, kind: kinds.Kind, told: list[str], cast: Cast, sent: Sent
) -> None:
    with sent() as mails:
        event(cast)
    assert cast.told(of_kind(mails, kind)) == told
    assert mails == [mail for each in SUBJECTS for mail in of_kind(mails, each)], "somebody else sent mail"


@events
def test_those_who_muted_it_are_not(event: Event, kind: kinds.Kind, told: list[str], cast: Cast, sent: Sent) -> None:
    silent, *others = told
    NoticeChoice.objects.create(user=getattr(cast, silent), muted=[kind.key])
    for name in others:
        elsewhere = [other.key for other in kinds.KINDS if other is not kind]
        NoticeChoice.objects.create(user=getattr(cast, name), muted=elsewhere)
    with sent() as mails:
        event(cast)
    assert cast.told(of_kind(mails, kind)) == others


@events
def test_those_who_may_not_read_it_any_more_are_not(
    event: Event, kind: kinds.Kind, told: list[str], cast: Cast, sent: Sent
) -> None:
    for user in (cast.author, cast.submitter, cast.wrote_too):
        user.groups.clear()
    with sent() as mails:
        event(cast)
    assert cast.told(of_kind(mails, kind)) == [name for name in told if name in ("clinician", "colleague")]


@events
def test_more_people_take_no_more_questions(
    event: Event,
    kind: kinds.Kind,
    told: list[str],
    cast: Cast,
    mailoutbox: list[Any],
    django_capture_on_commit_callbacks: Any,
) -> None:
    """The choices, rights and languages of all who are told come in one query each."""
    crowd = [factories.user(group, is_active=False) for group in (EDITORS, CLINICIANS) for _ in range(3)]
    for hand in crowd[:3]:
        factories.revise(cast.article, hand)
    with django_capture_on_commit_callbacks() as afterwards:
        event(cast)

    def questions() -> int:
        mailoutbox.clear()
        with CaptureQueriesContext(connection) as asked:
            for tell in afterwards:
                tell()
        return len(asked)

    questions()
    few = questions()
    User.objects.filter(pk__in=[user.pk for user in crowd]).update(is_active=True)
    assert questions() == few
    assert len(of_kind(mailoutbox, kind)) == len(told) + {kinds.SIGNED: 0, kinds.WITHHELD: 0}.get(kind, 3)


class TestAsking:
    def test_every_role_of_a_policy_is_asked_at_once(self, cast: Cast, rows: Any, sent: Sent) -> None:
        with sent() as mails:
            factories.submit(rows.safety_statement, cast.submitter)
        assert cast.told(mails) == ["clinician", "colleague", "manager", "wrote_too"]

    def test_whoever_was_handed_a_signature_is_asked_alone(
        self, cast: Cast, submission: Submission, sent: Sent
    ) -> None:
        with sent() as mails:
            hand_over(submission, cast.colleague, by=cast.submitter)
        assert cast.told(mails) == ["colleague"]

    def test_so_is_who_stands_in_for_them_that_day(self, cast: Cast, submission: Submission, sent: Sent) -> None:
        yesterday, today, tomorrow = (timezone.localdate() + timedelta(days=days) for days in (-1, 0, 1))
        absence = {"user": cast.colleague, "delegate": cast.clinician}
        for day in (yesterday, tomorrow):
            Absence.objects.create(first_day=day, last_day=day, **absence)
        with sent() as mails:
            hand_over(submission, cast.colleague, by=cast.submitter)
        assert cast.told(mails) == ["colleague"]
        Absence.objects.create(first_day=today, last_day=today, **absence)
        with sent() as mails:
            hand_over(submission, cast.colleague, by=cast.submitter)
        assert cast.told(mails) == ["clinician", "colleague"]

    def test_what_was_handed_to_somebody_who_cannot_sign_it_is_for_everybody(
        self, cast: Cast, submission: Submission, sent: Sent
    ) -> None:
        with sent() as mails:
            hand_over(submission, cast.wrote_too, by=cast.submitter)
        assert cast.told(mails) == ["clinician", "colleague"]

    def test_nobody_is_told_what_they_did_themselves(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            submission = factories.submit(cast.article, cast.clinician)
        assert cast.told(mails) == ["colleague"]
        with sent() as mails:
            hand_over(submission, cast.clinician, by=cast.clinician)
        assert mails == []

    def test_what_waits_no_more_is_not_asked_for(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            submission = factories.submit(cast.article, cast.submitter)
            submission.task_state.workflow_state.cancel(user=cast.submitter)
        assert mails == []

    def test_what_is_loaded_is_not_told(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails, silence():
            signed(cast)
        assert mails == []


class TestReturned:
    def test_carries_everything_that_was_said(self, cast: Cast, rows: Any, sent: Sent) -> None:
        """The comment of who returned it, of who had signed it before, and what is open beside passages."""
        statement = factories.revise(rows.safety_statement, cast.author)
        submission = factories.submit(statement, cast.author)
        sign(submission, cast.clinician, "Fine by me")
        remark = beside(statement, cast.manager, "Which programme?", quote="the <programme>")
        beside(statement, cast.author, "The old one", answers=remark)
        beside(statement, cast.manager, "Settled by now", resolved_at=timezone.now())
        with sent() as mails:
            ask_for_changes(submission, cast.manager, "Two hours, not one.\n\nAnd the label is older.")
        (mail,) = mails
        html = mail.alternatives[0][0]
        said = ["Two hours, not one.", "And the label is older.", "Fine by me", "Which programme?", "The old one"]
        for part in (mail.body, html):
            assert [words for words in said if words not in part] == []
            assert "Settled by now" not in part
        assert "“the <programme>”" in mail.body
        assert "the &lt;programme&gt;" in html

    def test_says_that_a_public_text_stays_public(self, cast: Cast, sent: Sent) -> None:
        signed(cast)
        again = Submission.objects.open(cast.article, kind=Submission.Kind.RECHECK)
        with sent() as mails:
            ask_for_changes(again, cast.colleague)
        assert cast.told(mails) == ["author", "wrote_too"]
        assert "Readers still see it as it is." in mails[0].body


def beside(obj: Any, author: Any, body: str, **fields: Any) -> PassageComment:
    """A remark on a passage."""
    return PassageComment.objects.create(subject=str(obj.subject), place="body", author=author, body=body, **fields)


class TestSigned:
    def test_says_where_readers_find_it(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            signed(cast)
        (mail,) = of_kind(mails, kinds.SIGNED)
        assert "Readers see it now." in mail.body
        assert PublicPage.objects.get(page_id=cast.article.pk).address in mail.body

    def test_says_what_is_still_missing(self, cast: Cast, rows: Any, sent: Sent) -> None:
        submission = factories.submit(rows.safety_statement, cast.submitter)
        with sent() as mails:
            sign(submission, cast.clinician)
        assert "Still missing: Compliance." in mails[0].body
        with sent() as mails:
            sign(submission, cast.manager)
        assert cast.told(mails) == ["submitter"]
        assert "Readers see it now." in mails[0].body

    def test_does_not_claim_what_readers_do_not_see(self, cast: Cast, rows: Any, sent: Sent) -> None:
        """No page is public below one that is not."""
        article = factories.article(rows.elsewhere, owner=cast.author)
        with sent() as mails:
            sign(factories.submit(article, cast.submitter), cast.clinician)
        (mail,) = of_kind(mails, kinds.SIGNED)
        assert "Readers do not see it yet." in mail.body
        assert "None" not in mail.body


class TestWithheld:
    def test_says_what_readers_see_instead(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            published_unsigned(cast)
        assert "Nobody has signed this text." in mails[0].body
        assert "Nothing of it is public." in mails[0].body
        signed(cast)
        factories.revise(cast.article, cast.author, title="Ketamine in space")
        with sent() as mails:
            published_unsigned(cast)
        assert "“Ketamine in space” was to become public" in mails[0].body
        assert f"Readers still see the text that {cast.clinician.reviewer_credential.name} signed" in mails[0].body

    def test_a_schedule_that_comes_due_is_told_to_the_owner(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            cast.article.latest_revision.publish()
        assert cast.told(mails) == ["author"]

    def test_of_a_signed_text_the_reason_is_another(self, cast: Cast, rows: Any, sent: Sent) -> None:
        """Its address is that of the edition of a page that has another one in Wagtail by now."""
        signed(cast)
        factories.revise(cast.article, cast.author, slug="elsewhere").latest_revision.publish()
        other = factories.article(rows.index, slug="at-home", owner=cast.author)
        with sent() as mails:
            sign(factories.submit(other, cast.submitter), cast.clinician)
        (withheld,), (told,) = of_kind(mails, kinds.WITHHELD), of_kind(mails, kinds.SIGNED)
        assert "Another page stands at its address." in withheld.body
        assert "Readers do not see it yet." in told.body

    def test_what_is_released_after_all_was_not_withheld(self, cast: Cast, sent: Sent) -> None:
        with sent() as mails:
            published_unsigned(cast)
            signed(cast)
        assert of_kind(mails, kinds.WITHHELD) == []


class TestPeriodic:
    @pytest.mark.parametrize(
        ("days", "held", "then"),
        [
            (60, "holds for 60 more days, until", "After that, readers are told that its review is overdue."),
            (1, "holds for 1 more day, until", "After that, readers are told that its review is overdue."),
            (0, "has not held since", "Readers are told that its review is overdue."),
        ],
    )
    def test_says_how_long_it_holds_and_what_then(
        self, days: int, held: str, then: str, cast: Cast, sent: Sent
    ) -> None:
        with sent() as mails:
            due_again(cast, days)
        mail = of_kind(mails, kinds.PERIODIC)[0]
        assert held in mail.body
        assert f"\n{then}\n" in mail.body

    def test_of_what_was_returned_only_the_owner_is_told(self, cast: Cast, sent: Sent) -> None:
        """It waits for a new text, not for a signature."""
        signed(cast)
        again = Submission.objects.open(cast.article, kind=Submission.Kind.PERIODIC)
        ask_for_changes(again, cast.colleague)
        with sent() as mails:
            due.send(sender=Submission, submission=again, days=7, until=timezone.now())
        assert cast.told(mails) == ["author"]

    def test_is_not_told_twice(self, cast: Cast, sent: Sent) -> None:
        """The round is opened days before it is due; the clock says when to tell of it."""
        signed(cast)
        with sent() as mails:
            Submission.objects.open(cast.article, kind=Submission.Kind.PERIODIC)
        assert mails == []

    def test_a_recheck_says_why(self, cast: Cast, sent: Sent) -> None:
        signed(cast)
        with sent() as mails:
            Submission.objects.open(cast.article, kind=Submission.Kind.RECHECK, reason="The trial was retracted.")
        assert cast.told(mails) == ["clinician", "colleague"]
        assert "The trial was retracted." in mails[0].body


@pytest.mark.parametrize("what", ["article", "safety_statement", "call_to_action", "practitioner"])
def test_readers_are_those_who_may_read(what: str, cast: Cast, rows: Any) -> None:
    """The question about many and the one that the screens ask about one person have the same answer."""
    row = getattr(cast if what == "article" else rows, what)
    everybody = cast.everybody()
    allowed = {user.pk for user in everybody if desk.may_read(user, row, signing.roles_of(user))}
    assert readers(row, [user.pk for user in everybody]) == allowed
    assert cast.author.pk in allowed
    assert not {cast.gone.pk, cast.reader.pk} & allowed
