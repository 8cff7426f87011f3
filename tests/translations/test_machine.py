"""Machine translation: what is sent to whom, and what happens when nobody answers."""

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction
from wagtail_localize.machine_translators.dummy import DummyTranslator
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.strings import StringValue

from cms.settings import machine_translator
from review.policy import CLINICIANS, EDITORS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.translations.tool import sent_for_translation, translate
from translations.machine.engines import MOST_CHARACTERS, MOST_STRINGS, batches, check_settings
from translations.machine.provenance import for_copy
from translations.models.provenance import Kind

pytestmark = pytest.mark.django_db
KEY = "secret"


class LibreTranslate(ThreadingHTTPServer):
    """A server that speaks the protocol of LibreTranslate, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        self.answers: Callable[[list[str]], tuple[int, Any]] = lambda texts: (200, [f"{text} (es)" for text in texts])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: LibreTranslate

    def do_POST(self) -> None:
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert (self.path, sent["source"], sent["target"], sent["format"]) == ("/translate", "en", "es", "html")
        self.server.asked += sent["q"]
        status, answer = (403, "Invalid API key") if sent["api_key"] != KEY else self.server.answers(sent["q"])
        body = json.dumps({"translatedText": answer} if status == 200 else {"error": answer}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: Any) -> None:
        """Nobody reads it."""


@pytest.fixture
def server() -> Iterator[LibreTranslate]:
    with LibreTranslate() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def engine(server: LibreTranslate, settings: Any) -> LibreTranslate:
    """The server, as the engine of the installation."""
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(
        "libretranslate", key=KEY, url=server.url, project="", glossaries={}
    )
    return server


@pytest.fixture
def article(home: Any) -> Any:
    index = factories.article_index(home, title="Articles", slug="articles")
    body = [("rich_text", '<p>Sleep <a href="https://example.org/">helps</a>.</p><p>Rest.</p>')]
    return factories.article(index, title="Sleep", slug="sleep", introduction="<p>Hello</p>", body=body)


@pytest.fixture
def translator() -> Any:
    return factories.user(TRANSLATORS)


def ask(page: Any, user: Any, method: str = "post") -> tuple[int, str]:
    """Press the button of the editor: the status of the answer, and what people are told next."""
    client = Client()
    client.force_login(user)
    translation = Translation.objects.get(source__object_id=page.translation_key)
    address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
    answer = getattr(client, method)(address, {"next": "/admin/"})
    told = client.get("/admin/") if answer.status_code == 302 else answer
    return answer.status_code, " ".join(str(message) for message in (told.context or {}).get("messages", ()))


def words_of(page: Any) -> dict[str, str]:
    rows = StringTranslation.objects.filter(context__object_id=page.translation_key)
    return dict(rows.values_list("context__path", "data"))


def test_it_fills_in_what_is_left_and_says_who_wrote_it(article: Any, engine: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate(spanish, "title", "El sueño", translator)
    status, told = ask(article, translator)
    assert status == 302
    assert "LibreTranslate translated 3 passages" in told
    assert engine.asked == ["Hello", 'Sleep <a id="a1">helps</a>.', "Rest."]
    assert words_of(article)["title"] == "El sueño"
    assert words_of(article)["introduction"] == "Hello (es)"
    found = for_copy(spanish)
    assert found["title"].kind == Kind.HUMAN
    assert (found["introduction"].kind, found["introduction"].engine) == (Kind.MACHINE, "LibreTranslate")
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {translator.pk}


def test_the_address_is_not_translated(article: Any, engine: Any, translator: Any) -> None:
    sent_for_translation(article, factories.editor())
    ask(article, translator)
    assert "sleep" not in engine.asked
    assert "slug" not in words_of(article)


def test_what_the_memory_knows_is_not_sent(article: Any, engine: Any, translator: Any) -> None:
    other = factories.article(article.get_parent().specific, title="Other", introduction="<p>Hello</p>", body=[])
    spanish = sent_for_translation(article, factories.editor())
    sent_for_translation(other, factories.editor())
    translate(sent := other.get_translation(spanish.locale).specific, "introduction", "Hola", translator)
    ask(article, translator)
    assert sent.translation_key != article.translation_key
    assert words_of(article)["introduction"] == "Hola"
    assert "Hello" not in engine.asked


def test_nothing_left_is_told(article: Any, engine: Any, translator: Any) -> None:
    sent_for_translation(article, factories.editor())
    ask(article, translator)
    engine.asked.clear()
    assert "nothing left" in ask(article, translator)[1]
    assert engine.asked == []


def test_broken_markup_is_kept_as_an_error_and_not_used(article: Any, engine: Any, translator: Any) -> None:
    engine.answers = lambda texts: (200, [f'<a id="a9">{text}</a>' for text in texts])
    sent_for_translation(article, factories.editor())
    assert ask(article, translator)[0] == 302
    assert set(StringTranslation.objects.values_list("has_error", flat=True)) == {True}


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (403, "Invalid key", "does not accept the key"),
        (429, "Slow down", "limit is reached"),
        (500, "Broken", "could not be used"),
        (200, ["one only"], "could not be used"),
        (200, None, "could not be used"),
    ],
    ids=["key", "quota", "broken", "too few", "nonsense"],
)
def test_a_failing_engine_is_told_and_loses_nothing(
    article: Any, engine: Any, translator: Any, status: int, answer: Any, told: str
) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate(spanish, "title", "El sueño", translator)
    engine.answers = lambda texts: (status, answer)
    code, message = ask(article, translator)
    assert code == 302
    assert told in message
    assert "LibreTranslate" in message
    assert words_of(article) == {"title": "El sueño"}


def test_an_engine_that_does_not_answer_is_not_waited_for(
    article: Any, engine: Any, translator: Any, settings: Any
) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["TIMEOUT"] = 0.2
    over = threading.Event()
    engine.answers = lambda texts: (200 if over.wait(30) else 500, texts)
    sent_for_translation(article, factories.editor())
    code, message = ask(article, translator)
    over.set()
    assert code == 302
    assert "did not answer in time" in message
    assert words_of(article) == {}


def test_an_engine_that_is_not_there_is_told(article: Any, engine: Any, translator: Any, settings: Any) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR["OPTIONS"]["LIBRETRANSLATE_URL"] = "http://127.0.0.1:9"
    sent_for_translation(article, factories.editor())
    assert "could not be used" in ask(article, translator)[1]


def test_what_was_translated_before_a_failure_is_kept(home: Any, engine: Any, translator: Any) -> None:
    paragraphs = "".join(f"<p>Paragraph {number}.</p>" for number in range(MOST_STRINGS + 10))
    page = factories.article(factories.article_index(home), body=[("rich_text", paragraphs)])
    sent_for_translation(page, factories.editor())
    plain = engine.answers
    engine.answers = lambda texts: plain(texts) if len(texts) == MOST_STRINGS else (429, "Enough")
    _, told = ask(page, translator)
    assert f"{MOST_STRINGS} passages were translated" in told
    assert "limit is reached" in told
    assert StringTranslation.objects.filter(translation_type="machine").count() == MOST_STRINGS


@pytest.mark.parametrize("groups", [[EDITORS], [CLINICIANS], [VERIFIED_PRACTITIONERS]], ids=lambda groups: groups[0])
def test_only_who_may_edit_the_translation_has_it_translated(article: Any, engine: Any, groups: list[str]) -> None:
    sent_for_translation(article, factories.editor())
    ask(article, factories.user(*groups))
    assert bool(engine.asked) == (EDITORS in groups)


def test_it_takes_a_post(article: Any, engine: Any, translator: Any) -> None:
    sent_for_translation(article, factories.editor())
    assert ask(article, translator, "get")[0] == 405
    assert engine.asked == []


def test_none_is_asked_where_none_is_named(article: Any, server: Any, translator: Any, settings: Any) -> None:
    assert settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR is None
    sent_for_translation(article, factories.editor())
    assert ask(article, translator)[0] == 404
    assert server.asked == []
    assert words_of(article) == {}


def resource(home: Any) -> Any:
    section = factories.section(home)
    return factories.resource(section, title="Protocol", summary="Dosing")


def restricted(home: Any) -> Any:
    index = factories.article_index(home)
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    return factories.article(index, title="Protocol")


@pytest.mark.parametrize("make", [resource, restricted], ids=["private type", "below a restriction"])
def test_what_is_not_for_everybody_is_not_sent_away(
    home: Any, engine: Any, translator: Any, settings: Any, make: Callable[[Any], Any]
) -> None:
    page = make(home)
    sent_for_translation(page, factories.editor())
    code, told = ask(page, translator)
    assert code == 302
    assert "not for everybody" in told
    assert engine.asked == []
    settings.MACHINE_TRANSLATES_PRIVATE = True
    ask(page, translator)
    assert "Protocol" in engine.asked


def test_the_part_for_practitioners_is_not_sent_away(home: Any, engine: Any, translator: Any, settings: Any) -> None:
    part = ("for_practitioners", [("rich_text", "<p>Dosing for two.</p>"), ("rich_text", "<p>For everybody.</p>")])
    page = factories.article(factories.article_index(home), body=[("rich_text", "<p>For everybody.</p>"), part])
    sent_for_translation(page, factories.editor())
    ask(page, translator)
    assert "For everybody." in engine.asked
    assert "Dosing for two." not in engine.asked
    settings.MACHINE_TRANSLATES_PRIVATE = True
    ask(page, translator)
    assert "Dosing for two." in engine.asked


def test_updating_a_translation_asks_no_machine(home: Any, article: Any, engine: Any) -> None:
    sent_for_translation(article, factories.editor())
    source = Translation.objects.get(source__object_id=article.translation_key).source
    client = Client()
    client.force_login(factories.user(EDITORS))
    address = reverse("wagtail_localize:update_translations", args=[source.pk])
    assert "use_machine_translation" not in client.get(address).content.decode()
    assert client.post(address, {"use_machine_translation": "on"}).status_code == 302
    assert engine.asked == []


def test_the_engine_of_the_tool_that_needs_nobody_works(article: Any, translator: Any, settings: Any) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": f"{DummyTranslator.__module__}.DummyTranslator"}
    sent_for_translation(article, factories.editor())
    assert "Dummy translator translated" in ask(article, translator)[1]
    assert words_of(article)["introduction"] == "Hello"


def test_one_request_is_no_larger_than_engines_take() -> None:
    strings = [StringValue(f"{number} " + "x" * 900) for number in range(120)]
    parts = list(batches(strings))
    assert [string for part in parts for string in part] == strings
    assert all(len(part) <= MOST_STRINGS for part in parts)
    assert all(sum(len(string.data) for string in part) <= MOST_CHARACTERS for part in parts)
    huge = StringValue("x" * (MOST_CHARACTERS + 1))
    assert list(batches([huge, huge])) == [[huge], [huge]]
    assert list(batches([])) == []


@pytest.mark.parametrize("name", ["deepl", "libretranslate"])
def test_engines_are_named_in_the_environment(settings: Any, name: str) -> None:
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(
        name, key=KEY, url="https://here", project="", glossaries={}
    )
    check_settings()


def test_an_unknown_engine_and_one_whose_package_is_missing_stop_the_installation(settings: Any) -> None:
    assert machine_translator("", key="", url="", project="", glossaries={}) is None
    with pytest.raises(ImproperlyConfigured, match="deepl, google, libretranslate"):
        machine_translator("babelfish", key="", url="", project="", glossaries={})
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = machine_translator(
        "google", key="", url="", project="clinic", glossaries={}
    )
    with pytest.raises(ImproperlyConfigured, match="google"):
        check_settings()
