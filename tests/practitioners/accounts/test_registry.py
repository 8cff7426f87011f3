"""The look-up of an NPI: against a server that answers, and one that does not."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from practitioners.accounts import registry
from practitioners.models import Application
from tests import factories
from tests.practitioners.accounts.people import NPI, OTHER_NPI, application


def entry(**basic: Any) -> dict[str, Any]:
    """An entry as NPPES sends it."""
    return {
        "number": NPI,
        "enumeration_type": "NPI-1",
        "basic": {"first_name": "ROBIN", "last_name": "REFERRER", "credential": "M.D.", "status": "A", **basic},
        "taxonomies": [{"code": "207Q00000X", "desc": "Family Medicine", "state": "NY", "license": "123456"}],
    }


def results(*entries: dict[str, Any]) -> bytes:
    return json.dumps({"result_count": len(entries), "results": entries}).encode()


class Registry(HTTPServer):
    """Answers every question alike, and remembers them."""

    status, body = 200, results(entry())

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.asked: list[dict[str, list[str]]] = []


class Answers(BaseHTTPRequestHandler):
    server: Registry

    def do_GET(self) -> None:
        self.server.asked.append(parse_qs(urlsplit(self.path).query))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(self.server.body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def server(settings: Any) -> Iterator[Registry]:
    with Registry() as running:
        settings.NPI_REGISTRY_URL = f"http://127.0.0.1:{running.server_port}/api/"
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def test_an_entry_is_understood(server: Registry) -> None:
    found = registry.look_up(NPI)
    assert found == registry.Entry(
        number=NPI,
        name="ROBIN REFERRER",
        credential="M.D.",
        is_individual=True,
        is_active=True,
        licences=(("Family Medicine", "NY", "123456"),),
    )
    assert server.asked == [{"version": ["2.1"], "number": [NPI]}]


@pytest.mark.parametrize(
    ("name", "agrees"),
    [
        ("Robin Referrer", True),
        ("Referrer Robin", True),
        ("Dr. Robin A. Référrer", True),
        ("Robin Other", False),
        ("Other Referrer", False),
        ("", False),
    ],
)
def test_names_are_compared_whatever_their_case_and_accents(server: Registry, name: str, agrees: bool) -> None:
    found = registry.look_up(NPI)
    assert found is not None
    assert found.is_named(name) == agrees


@pytest.mark.parametrize("body", [results(), results({**entry(), "number": OTHER_NPI})], ids=["none", "another"])
def test_nothing_is_found_under_a_number_it_does_not_have(server: Registry, body: bytes) -> None:
    server.body = body
    assert registry.look_up(NPI) is None


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, b""),
        (302, b""),
        (200, b"<html>"),
        (200, b"[]"),
        (200, b"null"),
        (200, b'{"Errors": [{"description": "No valid search criteria", "number": "08"}]}'),
        (200, b'{"results": [null]}'),
        (200, json.dumps({"results": [{"number": NPI}]}).encode()),
        (200, json.dumps({"results": [{"number": NPI, "basic": None}]}).encode()),
    ],
    ids=str,
)
def test_any_other_answer_is_no_answer(server: Registry, status: int, body: bytes) -> None:
    server.status, server.body = status, body
    with pytest.raises(registry.NoAnswer):
        registry.look_up(NPI)


def test_a_server_that_is_gone_is_no_answer(server: Registry, settings: Any) -> None:
    settings.NPI_REGISTRY_URL = "http://127.0.0.1:1/api/"
    with pytest.raises(registry.NoAnswer, match="does not answer"):
        registry.look_up(NPI)


class TestScreen:
    """The manager asks by a button, and decides by themselves."""

    @pytest.fixture
    def made(self, home: Any, manager: Any, client: Client) -> Application:
        client.force_login(manager)
        return application(npi=NPI, name="Robin Referrer")

    @staticmethod
    def ask(client: Client, made: Application) -> str:
        return client.post(f"/admin/applications/{made.pk}/", {"do": "look_up"}).content.decode()

    def test_it_is_shown_beside_the_application(self, client: Client, server: Registry, made: Application) -> None:
        assert "ROBIN REFERRER" not in client.get(f"/admin/applications/{made.pk}/").content.decode()
        assert server.asked == []
        shown = self.ask(client, made)
        assert "ROBIN REFERRER" in shown
        assert "Family Medicine NY 123456" in shown
        assert "Another name" not in shown
        assert Application.objects.get().state == Application.State.PENDING

    def test_what_does_not_agree_is_said(self, client: Client, server: Registry, made: Application) -> None:
        server.body = results({**entry(last_name="OTHER", status="D"), "enumeration_type": "NPI-2"})
        shown = self.ask(client, made)
        for words in ("Another name than in", "number of an organization", "not active"):
            assert words in shown

    def test_a_registry_that_fails_is_no_harm(self, client: Client, server: Registry, made: Application) -> None:
        server.status = 503
        assert "The registry does not answer. Try again later." in self.ask(client, made)

    def test_it_is_off_by_default(self, client: Client, made: Application, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "look_up", lambda number: pytest.fail("asked"))
        assert "Look the NPI up" not in client.get(f"/admin/applications/{made.pk}/").content.decode()
        assert "Look the NPI up" not in self.ask(client, made)

    def test_others_cannot_ask(self, server: Registry, made: Application) -> None:
        stranger = Client()
        stranger.force_login(factories.editor())
        self.ask(stranger, made)
        assert server.asked == []
