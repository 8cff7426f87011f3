"""Practitioners ask to be called back, managers call; nothing about a patient is kept, and nothing for long."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import ModelLogEntry

from core.models import ClinicSettings
from practitioners.models import CallBack
from practitioners.referrals import steps
from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.delivery.conftest import translated
from tests.rows import Rows, once

DATA = {"name": "Ada Example", "phone": "212-555-0100", "best_time": "Mon-Wed 9-12"}
TITLE = "Refer somebody"


def build() -> Rows:
    """The section with its referral page, in two languages, and the clinic's direct line."""
    home = factories.site()
    ClinicSettings.objects.create(
        site=home.get_site(),
        referral_phone="212-555-0142",
        referral_channel_name="Secure Letters",
        referral_channel_url="https://letters.example.org/",
    )
    section = factories.release(factories.section(home, title="For colleagues", slug="colleagues"))
    page = factories.release(factories.referral(section, title=TITLE, slug="refer"))
    factories.release(translated(home, title="Inicio", slug="inicio"))
    factories.release(translated(section, title="Colegas", slug="colegas"))
    spanish = factories.release(translated(page, title="Derivar", slug="derivar"))
    return Rows(home=home, section=section, page=page, spanish=spanish)


built = once(build)


@pytest.fixture(autouse=True)
def rows(built: Rows, db: None) -> Rows:
    return built


@pytest.fixture
def practitioner():
    return factories.user(VERIFIED_PRACTITIONERS)


@pytest.fixture
def reader(client, practitioner) -> Client:
    client.force_login(practitioner)
    return client


def soup(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def target(rows) -> str:
    return f"/referrals/{rows.page.pk}/call-back/"


def asked(user=None, **said) -> CallBack:
    return steps.ask(user or factories.user(VERIFIED_PRACTITIONERS), {**DATA, **said})


def test_the_page_says_how_to_reach_the_clinic_and_asks_three_things(rows, reader, practitioner):
    response = reader.get(rows.page.url)
    page = soup(response)

    assert page.select_one('a[href="tel:+12125550142"]').text == "212-555-0142"
    assert page.select_one('a[href="https://letters.example.org/"]').text == "Secure Letters"
    form = page.select_one(f'form[action^="{target(rows)}"]')
    names = {field["name"] for field in form.select("input")}
    assert names == {"csrfmiddlewaretoken", "name", "phone", "best_time", "website"}
    assert not form.select("textarea, select")
    assert form.select_one("input[name=name]")["value"] == practitioner.get_full_name()
    assert response["Cache-Control"] == "private, no-store"


def test_without_a_direct_line_the_clinics_phone_stands_there(rows, reader):
    ClinicSettings.objects.update(referral_phone="", referral_channel_name="")

    page = soup(reader.get(rows.page.url))

    assert page.select_one('#call-back a[href="tel:+12122883454"]')
    assert "Secure channel" not in page.text


def test_what_is_asked_is_kept_and_confirmed(rows, reader, practitioner):
    response = reader.post(target(rows), DATA)

    assert response["Location"] == f"{rows.page.public.address}#call-back"
    kept = CallBack.objects.get()
    assert (kept.user, kept.name, kept.phone, kept.best_time) == (practitioner, *DATA.values())
    assert "call you back" in soup(reader.get(rows.page.url)).select_one("[role=status]").text


def test_a_form_that_is_wrong_keeps_what_was_typed_and_nothing_else(rows, reader):
    response = reader.post(target(rows), {**DATA, "best_time": "born 1980-02-01", "phone": "12"})

    page = soup(response)
    assert response.status_code == 200
    assert page.h1.text == TITLE
    assert page.select_one("input[name=best_time]")["value"] == "born 1980-02-01"
    assert page.select_one("input[name=name]")["value"] == DATA["name"]
    errors = [error.text for error in page.select(".errorlist li")]
    assert len(errors) == 2
    assert "Leave out anything about the patient" in errors[1]
    assert not CallBack.objects.exists()
    assert not ModelLogEntry.objects.filter(action__startswith="keta.call_back").exists()


def test_it_works_in_spanish(rows, reader):
    reader.post(f"/referrals/{rows.spanish.pk}/call-back/", DATA)

    assert CallBack.objects.count() == 1
    assert soup(reader.get(rows.spanish.url)).select_one(f'form[action^="/referrals/{rows.spanish.pk}/"]')


@pytest.mark.parametrize("groups", [None, (), (EDITORS,), (CLINICIANS,), (TRANSLATORS,), (PRACTICE_MANAGERS,)])
def test_only_verified_practitioners_ask(rows, client, groups):
    if groups is not None:
        client.force_login(factories.user(*groups))

    response = client.post(target(rows), DATA)

    assert response.status_code == 404
    assert TITLE.encode() not in response.content
    assert client.get(rows.page.public.address).status_code in (302, 404)
    assert not CallBack.objects.exists()


def test_an_expired_licence_asks_no_more(rows, reader, practitioner):
    Verification.objects.filter(user=practitioner).update(until=timezone.localdate() - timedelta(days=1))

    assert reader.post(target(rows), DATA).status_code == 404
    assert not CallBack.objects.exists()


@pytest.mark.parametrize("kind", ["section", "home"])
def test_other_pages_take_no_form(rows, reader, kind):
    assert reader.post(f"/referrals/{getattr(rows, kind).pk}/call-back/", DATA).status_code == 404
    assert not CallBack.objects.exists()


def test_a_form_of_another_site_is_refused(rows, practitioner):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(practitioner)

    assert browser.post(target(rows), DATA).status_code == 403
    assert not CallBack.objects.exists()


def test_robots_learn_nothing_and_leave_nothing(rows, reader):
    response = reader.post(target(rows), {**DATA, "website": "https://spam.example"})

    assert response["Location"] == f"{rows.page.public.address}#call-back"
    assert not CallBack.objects.exists()
    assert not mail.outbox


def test_nobody_asks_without_end(rows, reader):
    for _ in range(5):
        reader.post(target(rows), DATA)

    page = soup(reader.post(target(rows), DATA))

    assert "several times" in page.select_one(".errorlist.nonfield").text
    assert page.select_one("input[name=phone]")["value"] == DATA["phone"]
    assert CallBack.objects.count() == 5


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
)
def test_without_the_cache_practitioners_can_still_ask(rows, reader):
    assert reader.post(target(rows), DATA).status_code == 302
    assert CallBack.objects.count() == 1


def test_the_api_gives_the_text_and_neither_form_nor_line(rows, reader):
    detail = reader.get(f"/api/v2/pages/{rows.page.pk}/").json()

    assert detail["title"] == TITLE
    assert "212-555-0142" not in str(detail)
    assert "212-555-0142" not in reader.get("/api/v2/site/").content.decode()


def test_managers_are_told_without_the_number(rows, reader, django_capture_on_commit_callbacks):
    manager = factories.user(PRACTICE_MANAGERS)
    with django_capture_on_commit_callbacks(execute=True):
        reader.post(target(rows), DATA)

    (message,) = mail.outbox
    whole = f"{message.subject} {message.body} {message.alternatives}"
    assert message.to == [manager.email]
    assert DATA["name"] in whole
    assert DATA["phone"] not in whole
    assert DATA["best_time"] not in whole
    assert f"/admin/callbacks/{CallBack.objects.get().pk}/" in message.body


@pytest.fixture
def manager(client):
    account = factories.user(PRACTICE_MANAGERS)
    client.force_login(account)
    return account


def test_a_manager_takes_it_and_says_when_it_is_done(rows, client, manager):
    call_back = asked()
    address = f"/admin/callbacks/{call_back.pk}/"

    assert DATA["phone"] in client.get(address).content.decode()
    client.post(address, {"do": "take"})
    call_back.refresh_from_db()
    assert (call_back.taken_by, call_back.done_at) == (manager, None)
    client.post(address, {"do": "finish"})
    call_back.refresh_from_db()
    assert call_back.done_at is not None
    actions = list(ModelLogEntry.objects.filter(action__startswith="keta.call_back").values_list("action", flat=True))
    assert sorted(actions) == [steps.ASKED, steps.DONE, steps.TAKEN]


def test_what_a_colleague_has_taken_stays_theirs(rows, client, manager):
    colleague = factories.user(PRACTICE_MANAGERS)
    call_back = asked()
    steps.take(call_back, colleague)

    response = client.post(f"/admin/callbacks/{call_back.pk}/", {"do": "take"}, follow=True)

    assert "Somebody else was faster" in response.content.decode()
    client.post(f"/admin/callbacks/{call_back.pk}/", {"do": "finish"})
    call_back.refresh_from_db()
    assert call_back.taken_by == colleague
    assert not steps.finish(call_back, manager)


def test_the_list_shows_open_ones_first_and_filters(rows, client, manager):
    old, new = asked(name="Old"), asked(name="New")
    done = asked(name="Done one")
    steps.finish(done, manager)

    def shown(query=""):
        return [row.name for row in client.get(f"/admin/callbacks/{query}").context["object_list"]]

    assert shown() == [old.name, new.name, done.name]
    assert shown("?state=open") == [old.name, new.name]
    assert shown("?state=done") == [done.name]


def test_the_list_has_pages_and_takes_as_many_queries_for_many(rows, client, manager):
    asked()
    counts = []
    for _ in range(2):
        client.get("/admin/callbacks/")
        with CaptureQueriesContext(connection) as captured:
            response = client.get("/admin/callbacks/")
        counts.append(len(captured))
        user = factories.user(VERIFIED_PRACTITIONERS)
        for _ in range(21):
            steps.take(asked(user), manager)
    assert len(response.context["object_list"]) == 20
    assert counts[0] == counts[1]


@pytest.mark.parametrize("groups", [(VERIFIED_PRACTITIONERS,), (EDITORS,), (CLINICIANS,), (TRANSLATORS,)])
def test_nobody_else_reads_or_changes_them(rows, client, groups):
    call_back = asked()
    client.force_login(factories.user(*groups))

    for response in (
        client.get("/admin/callbacks/"),
        client.get(f"/admin/callbacks/{call_back.pk}/"),
        client.post(f"/admin/callbacks/{call_back.pk}/", {"do": "finish"}),
    ):
        assert response.status_code in (302, 403)
        assert DATA["phone"].encode() not in response.content
    call_back.refresh_from_db()
    assert call_back.done_at is None


def test_the_log_keeps_nothing_that_was_typed(rows):
    asked()

    entry = ModelLogEntry.objects.get(action=steps.ASKED)
    assert not [value for value in DATA.values() if value in f"{entry.label} {entry.data} {entry.comment}"]


def test_after_ninety_days_it_is_gone(rows, capsys):
    kept, gone = asked(), asked()
    CallBack.objects.filter(pk=gone.pk).update(asked_at=timezone.now() - timedelta(days=91))
    CallBack.objects.filter(pk=kept.pk).update(asked_at=timezone.now() - timedelta(days=89))

    call_command("keep_time")

    assert "1 callbacks deleted" in capsys.readouterr().out
    assert list(CallBack.objects.all()) == [kept]
