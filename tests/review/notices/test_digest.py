"""The daily digest: everything that presses, once, to those whose signature it waits for."""

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from review.models import Absence, NoticeChoice, Submission
from review.notices.daily import send_daily
from review.policy import CLINICIANS
from tests import factories
from tests.review.notices.conftest import Cast, hand_over, sign

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def noon(day: date) -> datetime:
    """On the clinic's clock."""
    return datetime.combine(day, time(12), timezone.get_default_timezone())


def due(submission: Submission, day: date) -> Submission:
    Submission.objects.filter(pk=submission.pk).update(due_on=day)
    return Submission.objects.get(pk=submission.pk)


@pytest.fixture
def other(cast: Cast, rows: Any) -> Submission:
    """A second text under review, due tomorrow."""
    article = factories.article(rows.index, title="Ketamine abroad", owner=cast.author)
    return due(factories.submit(article, cast.submitter), TOMORROW)


def test_lists_everything_in_one_mail(
    cast: Cast, submission: Submission, other: Submission, mailoutbox: list[Any]
) -> None:
    due(submission, YESTERDAY)
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["clinician", "colleague", "wrote_too"]
    by_address = {mail.to[0]: mail for mail in mailoutbox}
    mail = by_address[cast.clinician.email]
    assert mail.subject == "Reviews: 1 overdue, 1 due tomorrow"
    overdue, _, tomorrow = mail.body.partition("Due tomorrow\n")
    assert "Ketamine at home" in overdue
    assert f"/admin/review/{submission.pk}/" in overdue
    assert "Ketamine abroad" in tomorrow
    assert "Ketamine at home" not in by_address[cast.wrote_too.email].body, "authors are not asked to sign"


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=2)])
def test_does_not_tell_what_does_not_press(
    day: date, cast: Cast, submission: Submission, mailoutbox: list[Any]
) -> None:
    due(submission, day)
    send_daily(noon(TODAY))
    assert mailoutbox == []


def test_is_sent_once_a_day(cast: Cast, submission: Submission, mailoutbox: list[Any]) -> None:
    due(submission, YESTERDAY)
    assert [send_daily(noon(day)) for day in (TODAY, TODAY, TOMORROW)] == [(2, 0), (0, 0), (2, 0)]
    assert cast.told(mailoutbox) == ["clinician", "clinician", "colleague", "colleague"]


def test_wakes_nobody(cast: Cast, submission: Submission, mailoutbox: list[Any]) -> None:
    due(submission, YESTERDAY)
    send_daily(noon(TODAY).replace(hour=6, minute=59))
    assert mailoutbox == []
    send_daily(noon(TODAY).replace(hour=7))
    assert cast.told(mailoutbox) == ["clinician", "colleague"]


def test_goes_to_those_for_whom_it_is_named(cast: Cast, submission: Submission, mailoutbox: list[Any]) -> None:
    hand_over(due(submission, YESTERDAY), cast.colleague, by=cast.submitter)
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["colleague"]
    Absence.objects.create(user=cast.colleague, delegate=cast.clinician, first_day=YESTERDAY, last_day=TOMORROW)
    send_daily(noon(TOMORROW))
    assert cast.told(mailoutbox[1:]) == ["clinician", "colleague"]


def test_leaves_out_what_somebody_muted(
    cast: Cast, submission: Submission, other: Submission, mailoutbox: list[Any]
) -> None:
    due(submission, YESTERDAY)
    NoticeChoice.objects.create(user=cast.clinician, muted=["overdue"])
    NoticeChoice.objects.create(user=cast.colleague, muted=["overdue", "due_tomorrow"])
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["clinician", "wrote_too"]
    assert mailoutbox[0].subject == "Reviews: 1 due tomorrow"
    assert "Ketamine at home" not in mailoutbox[0].body


def test_asks_nobody_who_gave_another_signature_of_it(cast: Cast, rows: Any, mailoutbox: list[Any]) -> None:
    """They cannot give this one too, whatever their roles are."""
    cast.clinician.groups.add(*cast.manager.groups.all())
    submission = due(factories.submit(rows.safety_statement, cast.submitter), YESTERDAY)
    sign(submission, cast.clinician)
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["manager"]


def test_a_public_text_is_not_for_those_who_wrote_it(cast: Cast, submission: Submission, mailoutbox: list[Any]) -> None:
    sign(submission, cast.clinician)
    Submission.objects.open(cast.article, kind=Submission.Kind.PERIODIC, due_on=YESTERDAY)
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["clinician", "colleague"]


def test_is_tried_again_when_the_mail_server_was_down(
    cast: Cast, submission: Submission, mailoutbox: list[Any], settings: Any
) -> None:
    due(submission, YESTERDAY)
    up = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert send_daily(noon(TODAY)) == (0, 2)
    settings.EMAIL_BACKEND = up
    send_daily(noon(TODAY))
    assert cast.told(mailoutbox) == ["clinician", "colleague"]


def test_more_texts_and_people_take_no_more_questions(
    cast: Cast, submission: Submission, rows: Any, mailoutbox: list[Any]
) -> None:
    """It goes to everybody at once, so what it asks is asked for all of them and of all texts together."""
    due(submission, YESTERDAY)

    def questions(day: date) -> int:
        mailoutbox.clear()
        with CaptureQueriesContext(connection) as asked:
            send_daily(noon(day))
        return len(asked)

    questions(TODAY)
    few = questions(TOMORROW)
    for _ in range(3):
        factories.user(CLINICIANS)
        due(factories.submit(factories.article(rows.index, owner=cast.author), cast.submitter), YESTERDAY)
    assert questions(TOMORROW + timedelta(days=1)) == few
    assert len(mailoutbox) == 6
