"""Managers see who has read which safety update, on screen and in a file."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from core.spreadsheets import shielded
from practitioners.models import Acknowledgement
from public.models import Verification
from review.policy import PRACTICE_MANAGERS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.practitioners.reading.conftest import logged_in, outsider, public

LIST = "acknowledgements"


@pytest.fixture
def manager(rows):
    return logged_in(factories.user(PRACTICE_MANAGERS))


def read(user, page, digest="", **fields):
    """Let somebody have read a safety update, or other words of it."""
    edition = public(page).edition
    fields = {"name": str(user), "email": user.email, "title": page.title, "at": now(), **fields}
    return Acknowledgement.objects.create(
        user=user, subject=edition.subject, digest=digest or edition.copy_id, **fields
    )


def practitioner(**fields):
    return factories.user(VERIFIED_PRACTITIONERS, **fields)


def of(page) -> str:
    return reverse("acknowledgements_of", args=[page.pk])


def table(answer) -> list[dict[str, str]]:
    """The rows of a file."""
    assert answer.status_code == 200
    assert answer.streaming
    text = b"".join(answer.streaming_content).decode()
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_update_says_how_many_have_read_it_and_how_many_have_not(rows, reader, manager):
    read(reader, rows.safety)
    read(practitioner(), rows.safety, digest="0" * 64)
    practitioner()

    page = manager.get(reverse(LIST))

    (update,) = page.context["object_list"]
    assert (update.title, update.read) == ("Driving after a session", 1)
    cells = [column.get_value(update) for column in page.context["table"].columns.values()]
    assert cells[-2:] == [1, 2]


@pytest.mark.parametrize("lost", ["licence", "group", "account"])
def test_whoever_is_no_practitioner_any_more_is_not_counted(rows, reader, manager, lost):
    read(reader, rows.safety)
    if lost == "licence":
        Verification.objects.update(until=localdate() - timedelta(days=1))
    elif lost == "group":
        reader.groups.clear()
    else:
        type(reader).objects.filter(pk=reader.pk).update(is_active=False)

    assert manager.get(reverse(LIST)).context["object_list"][0].read == 0
    assert list(manager.get(of(rows.safety)).context["object_list"]) == []
    # What they said stays.
    assert len(table(manager.get(reverse(LIST), {"export": "csv"}))) == 1


def test_an_update_names_who_has_read_it_and_who_has_not_first(rows, reader, manager):
    read(reader, rows.safety)
    practitioner(first_name="Ulla", last_name="Unread")
    read(practitioner(first_name="Earl", last_name="Earlier"), rows.safety, digest="0" * 64)

    names = [str(user) for user in manager.get(of(rows.safety)).context["object_list"]]

    assert names == ["Earl Earlier", "Ulla Unread", "Petra Practitioner"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"state": "read"}, ["Petra Practitioner"]),
        ({"state": "earlier"}, ["Earl Earlier"]),
        ({"state": "unread"}, ["Ulla Unread"]),
        ({"q": "ulla"}, ["Ulla Unread"]),
        ({"q": "nobody"}, []),
    ],
)
def test_practitioners_can_be_narrowed_by_what_they_have_read_and_by_name(rows, reader, manager, asked, found):
    read(reader, rows.safety)
    practitioner(first_name="Ulla", last_name="Unread")
    read(practitioner(first_name="Earl", last_name="Earlier"), rows.safety, digest="0" * 64)

    assert [str(user) for user in manager.get(of(rows.safety), asked).context["object_list"]] == found
    file = table(manager.get(of(rows.safety), {**asked, "export": "csv"}))
    assert [row["Name"] for row in file] == found
    states = {"read": "Read", "earlier": "Read an earlier text", "unread": "Not read"}
    assert all(row["State"] == states.get(asked.get("state", "unread")) for row in file)


def test_other_words_have_been_read_by_nobody(rows, reader, manager):
    read(reader, rows.safety)

    factories.release(factories.revise(rows.safety, summary="In other words"))

    assert manager.get(reverse(LIST)).context["object_list"][0].read == 0
    (line,) = manager.get(of(rows.safety), {"state": "earlier"}).context["object_list"]
    assert line == reader


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1", "-1", "@x", "'=1", "\uff1d1", "\t=1"])
def test_no_name_is_run_by_a_spreadsheet(rows, reader, manager, name):
    type(reader).objects.filter(pk=reader.pk).update(first_name=name, last_name="")
    reader.refresh_from_db()
    read(reader, rows.safety, title=name, name=name)

    (given,) = table(manager.get(reverse(LIST), {"export": "csv"}))
    (line,) = table(manager.get(of(rows.safety), {"export": "csv"}))

    assert given["Name"] == given["Title"] == f"'{name}"
    assert line["Name"] == shielded(str(reader))


def test_the_file_holds_every_word_given_even_of_updates_that_are_gone(rows, reader, manager):
    kept = read(reader, rows.safety)
    rows.safety.delete()

    (row,) = table(manager.get(reverse(LIST), {"export": "csv"}))

    assert row["Title"] == "Driving after a session"
    assert row["Language"] == "English"
    assert (row["Name"], row["E-mail address"]) == ("Petra Practitioner", reader.email)
    assert (row["Text"], row["Digest"]) == (kept.subject, kept.digest)
    assert row["Read on"].startswith(localdate().isoformat())


@pytest.mark.parametrize("role", ["anonymous", "expired", "revoked", "editor", "clinician", "translator", "reader"])
@pytest.mark.parametrize(
    "screen", [LIST, "acknowledgements_results", "acknowledgements_of", "acknowledgements_of_results"]
)
@pytest.mark.parametrize("asked", [{}, {"export": "csv"}])
def test_only_managers_and_administrators_see_who_read_what(rows, reader, role, screen, asked):
    read(reader, rows.safety)
    client = logged_in(reader if role == "reader" else outsider(role))
    place = reverse(screen, args=[rows.safety.pk] if "of" in screen else [])

    answer = client.get(place, asked)

    assert answer.status_code == 302
    assert b"Petra" not in answer.content


def test_administrators_see_it_as_well(rows, reader):
    read(reader, rows.safety)

    page = logged_in(factories.user(is_superuser=True)).get(of(rows.safety)).content.decode()

    assert "Petra Practitioner" in page


@pytest.mark.parametrize("page", ["protocol", "section"])
def test_there_is_nothing_to_see_of_what_is_not_acknowledged(rows, manager, page):
    assert manager.get(of(getattr(rows, page))).status_code == 404


@pytest.mark.parametrize("screen", [LIST, "acknowledgements_of"])
def test_two_practitioners_cost_what_forty_cost(rows, reader, manager, screen):
    place = reverse(screen, args=[rows.safety.pk] if "of" in screen else [])
    practitioner()

    def cost() -> int:
        manager.get(place)
        with CaptureQueriesContext(connection) as queries:
            manager.get(place)
        return len(queries)

    few = cost()
    for _ in range(38):
        read(practitioner(), rows.safety)

    assert cost() == few
