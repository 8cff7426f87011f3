"""The calendar of due reviews: for whoever knows the secret, and for nobody else."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar
from wagtail.users.models import UserProfile

from public.cache import is_anonymous
from review import desk
from review.models import CalendarFeed, Submission
from review.notices import calendar
from tests import factories
from tests.review.notices.conftest import Cast, hand_over, sign

DAY = date(2031, 3, 3)
PAGE = "/admin/review/calendar/"


def feed_of(user: Any) -> str:
    """The address of somebody's calendar."""
    return reverse("review_calendar", args=[calendar.make_secret(user)])


def events(address: str) -> list[Any]:
    """What a calendar app reads at an address: it has no session, and is strict."""
    answer = Client().get(address)
    assert answer.status_code == 200
    return Calendar.from_ical(answer.content).walk("VEVENT")


def titles(user: Any) -> list[str]:
    return [str(event["summary"]) for event in events(feed_of(user))]


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


class TestFeed:
    def test_shows_each_review_on_the_day_it_is_due(self, cast: Cast, submission: Submission) -> None:
        Submission.objects.filter(pk=submission.pk).update(due_on=DAY)
        address = feed_of(cast.clinician)
        (event,) = events(address)
        assert event["summary"] == "Ketamine at home"
        assert (event["dtstart"].dt, event["dtend"].dt) == (DAY, DAY + timedelta(days=1))
        assert event["url"] == settings.SITE_URL + desk.review_url(submission)
        assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "TRANSP", "SUMMARY", "URL"}
        Submission.objects.filter(pk=submission.pk).update(due_on=DAY + timedelta(days=1), title="Ketamine elsewhere")
        (again,) = events(address)
        assert again["uid"] == event["uid"], "apps would show it twice"
        assert again["dtstart"].dt == DAY + timedelta(days=1)

    def test_is_a_calendar_that_apps_ask_for_again(self, cast: Cast, submission: Submission) -> None:
        answer = Client().get(feed_of(cast.clinician))
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        assert answer["Cache-Control"] == "private, no-store"
        assert not answer.cookies
        read = Calendar.from_ical(answer.content)
        assert (read["version"], read["method"], read["x-wr-calname"]) == ("2.0", "PUBLISH", "Reviews due")
        assert b"\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in answer.content

    def test_shows_whose_signature_it_waits_for(self, cast: Cast, submission: Submission, rows: Any) -> None:
        assert titles(cast.clinician) == titles(cast.colleague) == ["Ketamine at home"]
        for user in (cast.wrote_too, cast.manager, cast.author, cast.administrator):
            assert titles(user) == []
        hand_over(submission, cast.colleague, by=cast.submitter)
        assert (titles(cast.clinician), titles(cast.colleague)) == ([], ["Ketamine at home"])
        sign(submission, cast.colleague)
        assert titles(cast.colleague) == []

    def test_shows_nothing_to_somebody_who_signs_no_more(self, cast: Cast, submission: Submission) -> None:
        address = feed_of(cast.clinician)
        cast.clinician.groups.clear()
        assert events(address) == []

    def test_a_title_is_words_and_nothing_else(self, cast: Cast, submission: Submission) -> None:
        title = "One; two, three\\\r\nEND:VEVENT\nBEGIN:VALARM 🙂"
        Submission.objects.filter(pk=submission.pk).update(title=title)
        (event,) = events(feed_of(cast.clinician))
        assert event["summary"].replace("\r\n", "\n") == title.replace("\r\n", "\n")
        assert event.subcomponents == []

    def test_more_texts_take_no_more_questions(self, cast: Cast, submission: Submission, rows: Any) -> None:
        """Calendar apps ask every hour, of everybody."""
        address = feed_of(cast.clinician)

        def questions() -> int:
            with CaptureQueriesContext(connection) as asked:
                events(address)
            return len(asked)

        questions()
        few = questions()
        for _ in range(3):
            factories.submit(factories.article(rows.index, owner=cast.author), cast.submitter)
        assert questions() == few
        assert len(events(address)) == 4


# Ways to close an address.


def revoked(user: Any) -> None:
    assert logged_in(user).post(PAGE, {"do": "revoke"}).status_code == 302


def renewed(user: Any) -> None:
    assert logged_in(user).post(PAGE, {"do": "make"}).status_code == 200


def account_closed(user: Any) -> None:
    user.is_active = False
    user.save()


class TestSecret:
    @pytest.mark.parametrize("close", [revoked, renewed, account_closed])
    def test_opens_nothing_any_more(self, close: Callable[[Any], None], cast: Cast, submission: Submission) -> None:
        address = feed_of(cast.clinician)
        close(cast.clinician)
        answer = Client().get(address)
        assert answer.status_code == 404
        assert b"Ketamine at home" not in answer.content

    @pytest.mark.parametrize("secret", ["x", "x" * 43, "%00", "é"])
    def test_cannot_be_guessed(self, secret: str, cast: Cast) -> None:
        assert Client().get(f"/review/calendar/{secret}.ics").status_code == 404

    def test_is_not_kept(self, cast: Cast) -> None:
        secret = calendar.make_secret(cast.clinician)
        assert len(secret) >= 128 / 6
        (feed,) = CalendarFeed.objects.values()
        assert secret not in str(feed)
        assert feed["digest"] not in Client().get(reverse("review_calendar", args=[secret])).content.decode()
        assert Client().get(f"/review/calendar/{feed['digest']}.ics").status_code == 404

    def test_is_only_read(self, cast: Cast) -> None:
        assert Client().post(feed_of(cast.clinician)).status_code == 405

    def test_no_cache_keeps_what_it_opens(self, cast: Cast) -> None:
        assert not is_anonymous({"REQUEST_METHOD": "GET", "PATH_INFO": feed_of(cast.clinician)})


class TestPage:
    def test_shows_the_address_once(self, cast: Cast, submission: Submission) -> None:
        client = logged_in(cast.clinician)
        answer = client.post(PAGE, {"do": "make"})
        address = answer.context["address"]
        assert address.startswith(settings.SITE_URL + "/review/calendar/")
        assert f'value="{address}"' in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert len(events(address.removeprefix(settings.SITE_URL))) == 1
        assert "/review/calendar/" not in client.get(PAGE).content.decode().replace(PAGE, "")

    @pytest.mark.parametrize("part", ["submitter", "manager", "clinician"])
    def test_is_for_those_who_sign(self, part: str, cast: Cast) -> None:
        assert logged_in(getattr(cast, part)).get(PAGE).status_code == 200

    def test_and_for_nobody_else(self, cast: Cast) -> None:
        assert logged_in(cast.administrator).post(PAGE, {"do": "make"}).status_code == 302
        assert Client().post(PAGE, {"do": "make"}).status_code == 302
        assert not CalendarFeed.objects.exists()

    def test_an_address_made_for_one_is_made_for_nobody_else(self, cast: Cast) -> None:
        feed = feed_of(cast.colleague)
        logged_in(cast.clinician).post(PAGE, {"do": "revoke"})
        assert Client().get(feed).status_code == 200


def test_speaks_the_language_of_its_owner(cast: Cast) -> None:
    UserProfile.objects.create(user=cast.clinician, preferred_language="es")
    answer = Client().get(feed_of(cast.clinician), headers={"Accept-Language": "de"})
    assert answer["Content-Language"] == "es"
