"""DeepL gets the approved terms, and nothing else."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale
from wagtail_localize.machine_translators.deepl import DeepLTranslator

from tests.translations.glossary import term

pytestmark = pytest.mark.django_db


class Server(ThreadingHTTPServer):
    """Answers as DeepL does, and remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str | None, Any]] = []
        self.refuses = False


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.command, self.path, self.headers["Authorization"], body))
        self.send_response(403 if self.server.refuses else 201)
        self.end_headers()
        self.wfile.write(json.dumps({"glossary_id": "made-there"}).encode())

    do_PUT = do_POST

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


class LocalDeepL(DeepLTranslator):
    """DeepL's translator, whose server is here."""

    def get_api_endpoint(self) -> str:
        return f"{self.options['SERVER']}/v2/translate"


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {
            "CLASS": f"{__name__}.LocalDeepL",
            "OPTIONS": {"AUTH_KEY": "key", "SERVER": address, "GLOSSARY_IDS": {}},
        }
        term("infusion", "infusión")
        term("Spravato")
        term("dose", "dosis", approved=False)
        yield server
        server.shutdown()


def test_a_glossary_is_made_where_none_is_known_and_its_id_is_told(server: Server, capsys: Any) -> None:
    call_command("sync_deepl_glossary")
    ((method, path, authorization, body),) = server.asked
    assert (method, path, authorization) == ("POST", "/v3/glossaries", "DeepL-Auth-Key key")
    (dictionary,) = body["dictionaries"]
    assert (dictionary["source_lang"], dictionary["target_lang"], dictionary["entries_format"]) == ("en", "es", "tsv")
    assert set(dictionary["entries"].split("\n")) == {"infusion\tinfusión", "Spravato\tSpravato"}
    assert "Put EN-ES=made-there into MACHINE_TRANSLATOR_GLOSSARIES" in capsys.readouterr().out


def test_a_known_glossary_is_filled_anew(server: Server, settings: Any, capsys: Any) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["GLOSSARY_IDS"] = {("EN", "ES"): "known"}
    call_command("sync_deepl_glossary")
    ((method, path, _authorization, body),) = server.asked
    assert (method, path) == ("PUT", "/v3/glossaries/known/dictionaries")
    assert "infusion\tinfusión" in body["entries"]
    assert capsys.readouterr().out == "EN to ES: 2 terms.\n"


def test_every_pair_with_approved_terms_has_a_glossary_of_its_own(server: Server) -> None:
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    term("dolor", "pain", source_locale=spanish, target_locale=english)
    call_command("sync_deepl_glossary")
    dictionaries = [body["dictionaries"][0] for *_request, body in server.asked]
    assert {(one["source_lang"], one["target_lang"]) for one in dictionaries} == {("en", "es"), ("es", "en")}


def test_what_deepl_refuses_is_told(server: Server) -> None:
    server.refuses = True
    with pytest.raises(CommandError, match="did not take the terms: 403"):
        call_command("sync_deepl_glossary")


def test_without_deepl_there_is_nothing_to_give(settings: Any) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = None
    with pytest.raises(CommandError, match="not DeepL"):
        call_command("sync_deepl_glossary")
