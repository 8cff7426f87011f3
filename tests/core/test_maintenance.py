"""While the site is worked on, and when something fails: what everybody is told, without the database."""

import json
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.template.loader import render_to_string
from django.utils import translation
from django.views.defaults import server_error

from core.maintenance import Maintenance


def running(environ, start_response):
    start_response("200 OK", [])
    return [b"running"]


@pytest.fixture
def file(tmp_path, settings):
    settings.MAINTENANCE_FILE = tmp_path / "maintenance"
    return settings.MAINTENANCE_FILE


def ask(path="/en/", method="GET", **environ):
    answered = {}
    environ |= {"REQUEST_METHOD": method, "PATH_INFO": path, "wsgi.input": BytesIO()}
    body = Maintenance(running)(environ, lambda status, headers: answered.update(status=status, **dict(headers)))
    return answered, b"".join(body)


def test_the_file_is_the_switch(file):
    assert ask()[1] == b"running"

    file.touch()
    answer, body = ask()
    assert answer["status"] == "503 Service Unavailable"
    assert int(answer["Retry-After"]) > 0
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(body)

    file.unlink()
    assert ask()[1] == b"running"


@pytest.mark.parametrize("path", ["/", "/en/", "/admin/", "/account/login/", "/m/x/y.avif", "/api/v3/pages/", "/\xff"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nothing_but_static_files_is_served_meanwhile(file, path, method):
    file.touch()

    assert ask(path, method)[0]["status"].startswith("503")
    assert ask("/static/core/site.css", method)[1] == b"running"


def test_it_speaks_the_language_of_the_address_else_of_the_reader(file):
    file.touch()

    def language(path, asked):
        return BeautifulSoup(ask(path, HTTP_ACCEPT_LANGUAGE=asked)[1], "html.parser").html["lang"]

    assert [language("/es/x/", "en"), language("/", "es-MX,en"), language("/", "xx")] == ["es", "es", "en"]


def test_readers_see_what_the_file_says_as_words(file):
    file.write_text("Back at 6.\nCall <b>212-555-0100</b>.")

    assert "Call <b>212-555-0100</b>." in BeautifulSoup(ask()[1], "html.parser").text


def test_programs_get_json(file):
    file.write_text("Back at 6.")
    answer, body = ask("/api/v2/pages/")

    assert answer["Content-Type"] == "application/json"
    assert json.loads(body) == {"message": "down for maintenance"}


def test_asking_for_the_head_gets_no_body(file):
    file.touch()

    assert ask(method="HEAD")[1] == b""


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("template", ["500.html", "503.html"])
def test_both_pages_come_without_database_request_and_list_of_static_files(settings, template, language):
    """No test here may use the database; a file that is not in the list raises."""
    manifest = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": manifest}}
    with translation.override(language):
        page = BeautifulSoup(render_to_string(template), "html.parser")

    assert (page.html["lang"], page.html["dir"]) == (language, "rtl" if language == "ar" else "ltr")
    assert page.title.text.strip() == page.h1.text.strip() != ""
    assert page.select_one('meta[name="robots"]')["content"] == "noindex"
    assert page.select_one("link")["href"] == "/static/core/site.css"


def test_a_failure_is_told_without_the_database(rf):
    """No test here may use it."""
    with translation.override("es"):
        page = BeautifulSoup(server_error(rf.get("/es/")).content, "html.parser")

    assert page.html["lang"] == "es"
    assert page.h1
