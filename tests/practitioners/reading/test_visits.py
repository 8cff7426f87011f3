"""What is new since somebody's last visit, and what it costs to know."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from practitioners.models import Visit
from practitioners.reading.visits import LASTS
from tests import factories
from tests.practitioners.reading.conftest import logged_in, outsider, public, visited

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def news(user, section) -> dict[str, str]:
    """What is marked, by title."""
    items = logged_in(user).get(section.url).context["children"].object_list
    return {item["title"]: item["news"] for item in items if item["news"]}


def test_on_a_first_visit_nothing_is_called_new(rows, reader):
    assert news(reader, rows.section) == {}
    assert Visit.objects.get(user=reader).previous_at is None


def test_what_came_since_the_last_visit_is_new_and_what_changed_is_updated(rows, reader):
    visited(reader, began=timedelta(0), before=timedelta(0))
    factories.release(factories.resource(rows.section, title="Another protocol"))
    factories.release(factories.revise(rows.referral, summary="In other words"))

    assert news(reader, rows.section) == {"Another protocol": "new", "How to refer": "updated"}
    page = logged_in(reader).get(rows.section.url, {"show": "new"})
    assert {item["title"] for item in page.context["children"]} == {"Another protocol", "How to refer"}
    assert "2 resources are new or updated since your last visit" in page.content.decode()


def test_the_same_words_signed_again_are_no_news(rows, reader):
    visited(reader, began=timedelta(0), before=timedelta(0))
    before = public(rows.referral).edition

    factories.release(factories.revise(rows.referral))

    assert public(rows.referral).edition.pk != before.pk
    assert news(reader, rows.section) == {}


def test_what_is_new_stays_new_while_the_visit_lasts(rows, reader):
    visited(reader, began=LASTS - MINUTE, before=DAY)

    assert len(news(reader, rows.section)) == 4
    assert len(news(reader, rows.section)) == 4


def test_the_next_visit_goes_by_the_beginning_of_this_one(rows, reader):
    last = visited(reader, began=LASTS + MINUTE, before=2 * DAY)

    assert len(news(reader, rows.section)) == 4

    visit = Visit.objects.get(user=reader)
    assert visit.previous_at == last.began_at
    assert now() - visit.began_at < MINUTE


def test_after_a_visit_in_which_everything_was_there_nothing_is_new(rows, reader):
    logged_in(reader).get(rows.section.url)
    Visit.objects.update(began_at=now())
    Visit.objects.update(previous_at=now())

    page = logged_in(reader).get(rows.section.url)

    assert not [item for item in page.context["children"] if item["news"]]


def test_a_visit_is_written_once_however_much_is_read(rows, reader):
    client = logged_in(reader)
    client.get(rows.section.url)

    with CaptureQueriesContext(connection) as queries:
        client.get(rows.section.url)
        client.get(rows.safety.url)

    assert [query["sql"] for query in queries if not query["sql"].startswith("SELECT")] == []


@pytest.mark.parametrize("role", ["anonymous", "expired", "editor", "manager", "administrator"])
def test_nobody_else_visits(rows, role):
    user = factories.user(is_superuser=True) if role == "administrator" else outsider(role)

    logged_in(user).get(rows.section.url)

    assert not Visit.objects.exists()
