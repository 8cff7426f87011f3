"""The screens on which managers find applications and decide on them."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from practitioners.accounts.listing import PAGE_SIZE
from practitioners.accounts.steps import Answer, Ask
from practitioners.models import Application
from public.models import Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.practitioners.accounts.people import application, said, today

State = Application.State
LIST = "/admin/applications/"
ROLES: dict[str, Any] = {
    "anonymous": None,
    "account": (),
    "verified": (VERIFIED_PRACTITIONERS,),
    "editor": (EDITORS,),
    "clinician": (CLINICIANS,),
    "translator": (TRANSLATORS,),
    "manager": (PRACTICE_MANAGERS,),
    "administrator": (),
}


@pytest.fixture
def desk(client: Client, manager: Any) -> Client:
    """A manager's browser."""
    client.force_login(manager)
    return client


def shown(client: Client, query: dict[str, Any] | None = None, address: str = LIST) -> str:
    answer = client.get(address, query or {})
    assert answer.status_code == 200
    return answer.content.decode()


def names(client: Client, **query: Any) -> list[str]:
    """The names on a page of the list, in order."""
    return [made.name for made in client.get(LIST, query).context["object_list"]]


def url(made: Application) -> str:
    return reverse("applications:detail", args=[made.pk])


def decide(client: Client, made: Application, do: str, **typed: Any) -> Any:
    data = {"do": do, f"{do}-version": made.version, **{f"{do}-{name}": value for name, value in typed.items()}}
    return client.post(url(made), data)


@pytest.mark.parametrize("role", ROLES)
def test_they_are_for_those_who_decide(home: Any, client: Client, role: str) -> None:
    made = application(name="Robin Referrer")
    groups = ROLES[role]
    if groups is not None:
        client.force_login(factories.user(*groups, is_superuser=role == "administrator"))
    decides = role in ("manager", "administrator")
    for address in (LIST, f"{LIST}results/", url(made)):
        answer = client.get(address)
        assert (answer.status_code == 200) == decides
        assert (b"Robin Referrer" in answer.content) == decides
    decide(client, made, "approved", until=today(30).isoformat())
    assert Verification.objects.filter(user=made.user).exists() == decides
    if role in ("editor", "clinician", "translator", "manager"):
        assert (b"/admin/applications/" in client.get("/admin/").content) == decides


class TestList:
    """What waits comes first, and anything is found."""

    def test_what_waits_comes_first_the_oldest_at_the_top(self, desk: Client) -> None:
        made = [application(state) for state in (State.REFUSED, State.PENDING, State.APPROVED, State.PENDING)]
        assert names(desk) == [made[index].name for index in (1, 3, 0, 2)]

    def test_it_is_narrowed_by_status_profession_and_country(self, desk: Client) -> None:
        one = application(State.APPROVED, profession="nurse", country="CA", region="")
        application()
        for query in ({"state": "approved"}, {"profession": "nurse"}, {"country": "CA"}):
            assert names(desk, **query) == [one.name]
        assert names(desk, state="approved", country="US") == []
        assert len(names(desk, state="nonsense")) == 2

    @pytest.mark.parametrize("words", ["robin", "ROBIN@example", "ny-777", "NY777", "1234567893", "harbor"])
    def test_it_is_searched_by_whatever_is_known(self, desk: Client, words: str) -> None:
        application()
        application(
            user=factories.user(email="robin@example.org"),
            name="Robin Referrer",
            licence_number="NY-777",
            npi="1234567893",
            practice="Harbor Practice",
        )
        assert names(desk, q=words) == ["Robin Referrer"]

    def test_duplicates_are_flagged(self, desk: Client) -> None:
        application()
        assert "Same licence or NPI" not in shown(desk)
        for number in ("NY-777", "ny 777"):
            application(licence_number=number)
        assert shown(desk).count("Same licence or NPI") == 2

    def test_it_comes_in_pages(self, desk: Client) -> None:
        for _ in range(PAGE_SIZE + 1):
            application()
        assert len(names(desk)) == PAGE_SIZE
        assert len(names(desk, p=2)) == 1

    def test_it_costs_the_same_queries_at_any_length(self, desk: Client) -> None:
        counts = []
        for more in (2, 10):
            for _ in range(more):
                application(State.APPROVED, licence_number="NY-1")
            shown(desk)
            with CaptureQueriesContext(connection) as queries:
                shown(desk)
            counts.append(len(queries))
        assert counts[0] == counts[1]


class TestDetail:
    """Everything about one application, and the decisions on it."""

    def test_it_tells_everything(self, desk: Client) -> None:
        made = application(State.MORE_ASKED, licence_number="NY-777", npi="1234567893", practice="Harbor Practice")
        other = application(licence_number="ny 777")
        page = shown(desk, address=url(made))
        for words in (made.user.email, "NY-777", "1234567893", "Harbor Practice", "Which school?", "New York, United"):
            assert words in page
        assert url(other) in page
        assert "More was asked for" in page

    @pytest.mark.parametrize(
        ("state", "offered"),
        [
            (State.PENDING, {"approved", "more_asked", "refused"}),
            (State.MORE_ASKED, {"approved", "refused"}),
            (State.APPROVED, {"revoked"}),
            (State.REFUSED, {"approved"}),
            (State.REVOKED, {"approved"}),
            (State.EXPIRED, set()),
        ],
    )
    def test_it_offers_what_can_be_decided(self, desk: Client, state: str, offered: set[str]) -> None:
        assert set(desk.get(url(application(state))).context["forms"]) == offered

    @pytest.mark.parametrize(
        ("state", "do", "typed", "becomes"),
        [
            (State.PENDING, "approved", {"until": today(30).isoformat()}, State.APPROVED),
            (State.PENDING, "more_asked", {"reason": "Which school?"}, State.MORE_ASKED),
            (State.PENDING, "refused", {"reason": "No such licence."}, State.REFUSED),
            (State.APPROVED, "revoked", {"reason": "Suspended."}, State.REVOKED),
        ],
    )
    def test_a_decision_is_taken(self, desk: Client, state: str, do: str, typed: Any, becomes: str) -> None:
        made = application(state)
        answer = decide(desk, made, do, **typed)
        assert (answer.status_code, answer.url) == (302, LIST)
        assert Application.objects.get().state == becomes

    @pytest.mark.parametrize(
        ("do", "typed", "words"),
        [
            ("approved", {"until": ""}, "This field is required"),
            ("approved", {"until": "soon"}, "Enter a valid date"),
            ("approved", {"until": today(4000).isoformat()}, "the last day of the licence"),
            ("more_asked", {"reason": " "}, "This field is required"),
            ("refused", {"reason": ""}, "This field is required"),
        ],
    )
    def test_a_mistake_is_named_and_what_was_typed_kept(self, desk: Client, do: str, typed: Any, words: str) -> None:
        made = application()
        page = decide(desk, made, do, **typed).content.decode()
        assert words in page
        assert all(value.strip() in page for value in typed.values())
        assert Application.objects.get().state == State.PENDING

    def test_of_two_managers_the_second_is_told_and_keeps_their_words(self, desk: Client) -> None:
        made = application()
        Ask(made, factories.user(PRACTICE_MANAGERS, first_name="Mara", last_name="First"), "Which school?").execute()
        page = decide(desk, made, "more_asked", reason="My long question").content.decode()
        assert "Nothing was changed" in page
        assert "Mara First" in page
        assert "My long question" in page
        assert Application.objects.get().reason == "Which school?"

    def test_what_was_handed_in_meanwhile_is_read_before_it_is_decided_on(self, desk: Client) -> None:
        made = application()
        opened = made.version
        Ask(made, factories.user(PRACTICE_MANAGERS), "Which school?").execute()
        Answer(made, made.user, said(licence_number="NEW-1")).execute()
        made.version = opened

        answer = decide(desk, made, "refused", reason="No such licence.")
        assert "NEW-1" in answer.content.decode()
        assert "Read it again" in answer.content.decode()
        assert Application.objects.get().state == State.PENDING

        form = answer.context["forms"]["refused"]
        desk.post(url(made), {"do": "refused", **{form.add_prefix(name): form[name].value() for name in form.fields}})
        assert Application.objects.get().state == State.REFUSED

    @pytest.mark.parametrize("pk", [0, 10**30])
    def test_there_is_no_other(self, desk: Client, pk: int) -> None:
        assert desk.get(f"{LIST}{pk}/").status_code == 404

    @pytest.mark.parametrize("do", ["", "expired", "nonsense"])
    def test_nothing_else_can_be_asked_for(self, desk: Client, do: str) -> None:
        made = application()
        assert decide(desk, made, do).status_code == 302
        assert Application.objects.get().state == State.PENDING

    def test_nobody_is_offered_their_own(self, desk: Client, manager: Any) -> None:
        made = application(user=manager)
        answer = desk.get(url(made))
        assert answer.context["forms"] == {}
        assert "Somebody else has to decide" in answer.content.decode()
        page = decide(desk, made, "approved", until=today(30).isoformat()).content.decode()
        assert "This is your own application" in page
        assert not Verification.objects.exists()

    def test_what_applicants_say_is_shown_as_words(self, desk: Client) -> None:
        made = application(name="<b>Robin</b>", practice="<script>alert(1)</script>")
        for address in (LIST, url(made)):
            page = shown(desk, address=address)
            assert "<b>Robin" not in page
            assert "<script>alert" not in page

    def test_it_costs_the_same_queries_with_any_log(self, desk: Client) -> None:
        counts = []
        for steps in (0, 6):
            made = application()
            for _ in range(steps):
                Ask(made, factories.user(PRACTICE_MANAGERS), "Which school?").execute()
                Application.objects.filter(pk=made.pk).update(state=State.PENDING)
                made.refresh_from_db()
                application(licence_number=made.licence_number)
            shown(desk, address=url(made))
            with CaptureQueriesContext(connection) as queries:
                shown(desk, address=url(made))
            counts.append(len(queries))
        assert counts[0] == counts[1]


def test_the_audit_log_tells_of_every_decision(desk: Client, manager: Any) -> None:
    made = application(State.REVOKED, name="Robin Referrer")
    page = shown(desk, address=reverse("audit_log"))
    assert "Access revoked, sessions and tokens ended" in page
    assert page.count("Robin Referrer") >= 3
    assert made.state == State.REVOKED
