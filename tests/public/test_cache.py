"""Anonymous answers come from the cache, and are never stale, private or somebody else's."""

from io import BytesIO

import pytest
from django.core.cache import cache
from django.test import override_settings

from ledger import record
from public.cache import AnonymousCache, key_of

pytestmark = pytest.mark.django_db(transaction=True)


class Backend:
    """An application that counts its calls and answers what it is told to."""

    def __init__(self, status="200 OK", headers=(), body=b"answer " * 200):
        self.calls = 0
        self.status, self.headers, self.body = status, list(headers), body
        self.environ = {}

    def __call__(self, environ, start_response):
        self.calls += 1
        self.environ = environ
        start_response(self.status, [("Content-Type", "text/html; charset=utf-8"), *self.headers])
        return [self.body]


def ask(application, path="/en/", method="GET", **environ):
    answered = {}

    def start_response(status, headers, exc_info=None):
        answered.update(status=status, headers=dict(headers))

    query = environ.pop("QUERY_STRING", "")
    body = application(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "localhost",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **environ,
        },
        start_response,
    )
    return answered["status"], answered["headers"], b"".join(body)


def test_the_second_reader_is_answered_without_django():
    backend = Backend()
    application = AnonymousCache(backend)

    first, second = ask(application), ask(application)

    assert first == second
    assert backend.calls == 1


def test_a_change_is_seen_by_the_very_next_request():
    backend = Backend()
    application = AnonymousCache(backend)
    ask(application)
    backend.body = b"newer"

    record.record_change("released", "page:x:en")

    assert ask(application)[2] == b"newer"


@pytest.mark.parametrize(
    "environ",
    [
        {"HTTP_COOKIE": "theme=dark; sessionid=abc"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"method": "POST"},
        {"path": "/admin/pages/"},
        {"path": "/m/abc/w400.webp"},
    ],
    ids=["session", "token", "post", "admin", "media"],
)
def test_a_request_with_a_right_of_its_own_is_neither_kept_nor_answered_from_the_cache(environ):
    backend = Backend()
    application = AnonymousCache(backend)
    path = environ.get("path", "/en/")
    ask(application, path)
    calls = backend.calls

    ask(application, **environ)
    ask(application, **environ)

    assert backend.calls == calls + 2


@pytest.mark.parametrize(
    "backend",
    [
        Backend(headers=[("Set-Cookie", "a=b")]),
        Backend(headers=[("Cache-Control", "private, no-store")]),
        Backend(status="404 Not Found"),
        Backend(status="302 Found"),
        Backend(body=b"x" * 300_000),
    ],
    ids=["cookie", "private", "not found", "redirect", "large"],
)
def test_what_is_not_everybodys_is_not_kept(backend):
    application = AnonymousCache(backend)

    ask(application)
    status, headers, _body = ask(application)

    assert backend.calls == 2
    assert status == backend.status
    assert "ETag" not in headers


def test_who_has_the_answer_is_told_so():
    application = AnonymousCache(Backend())
    etag = ask(application)[1]["ETag"]

    status, headers, body = ask(application, HTTP_IF_NONE_MATCH=etag)

    assert (status, body) == ("304 Not Modified", b"")
    assert headers["ETag"] == etag


def test_each_encoding_is_kept_apart():
    application = AnonymousCache(Backend())

    compressed = ask(application, HTTP_ACCEPT_ENCODING="gzip, br")
    plain = ask(application)

    assert compressed[1]["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain[1]
    assert len(compressed[2]) < len(plain[2])


def test_readers_wishes_do_not_reach_an_answer_that_is_kept_for_all():
    backend = Backend()

    ask(AnonymousCache(backend), HTTP_ACCEPT_LANGUAGE="es", HTTP_COOKIE="django_language=es")

    assert not {"HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE"} & set(backend.environ)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("a=1&b=2", "b=2&a=1", True),
        ("a=1&a=2", "a=2&a=1", False),
        ("%61=1&a=2", "a=2&%61=1", False),
        ("a=1", "a=2", False),
    ],
)
def test_the_order_of_equal_parameters_counts(one, other, same):
    def key(query):
        return key_of({"PATH_INFO": "/", "QUERY_STRING": query}, 1, "identity")

    assert (key(one) == key(other)) is same


@override_settings(
    CACHES={"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1"}}
)
def test_a_dead_cache_is_a_miss_and_not_an_error():
    backend = Backend()
    application = AnonymousCache(backend)

    assert ask(application)[0] == "200 OK"
    assert ask(application)[0] == "200 OK"
    assert backend.calls == 2


def test_a_dead_connection_is_a_miss_and_is_replaced():
    backend = Backend()
    application = AnonymousCache(backend)
    ask(application)
    application.generation._local.connection.close()

    assert ask(application)[0] == "200 OK"
    assert backend.calls == 2
    ask(application)
    assert backend.calls == 2


def test_a_head_request_gets_the_headers_alone():
    application = AnonymousCache(Backend())
    ask(application)

    status, headers, body = ask(application, method="HEAD")

    assert (status, body) == ("200 OK", b"")
    assert int(headers["Content-Length"]) > 0


@pytest.fixture(autouse=True)
def forget():
    cache.clear()


@pytest.mark.parametrize("own", [{"HTTP_COOKIE": "sessionid=abc"}, {"HTTP_AUTHORIZATION": "Bearer abc"}])
def test_what_one_reader_gets_no_shared_cache_may_keep(own):
    _, headers, _ = ask(AnonymousCache(Backend()), **own)

    assert headers["Cache-Control"] == "private, no-store"


def test_a_view_that_says_who_may_keep_its_answer_is_believed():
    backend = Backend(headers=[("Cache-Control", "public, max-age=60")])

    _, headers, _ = ask(AnonymousCache(backend), HTTP_COOKIE="sessionid=abc")

    assert headers["Cache-Control"] == "public, max-age=60"


@override_settings(CORS_ALLOWED_ORIGINS=["https://a.example", "https://b.example"])
def test_the_cache_tells_listed_sites_apart_and_nobody_else():
    backend = Backend()
    application = AnonymousCache(backend)
    seen = []
    for origin in ("https://a.example", "https://b.example", "https://c.example", "https://a.example/x", ""):
        ask(application, "/api/v2/pages/", HTTP_ORIGIN=origin)
        seen.append(backend.environ["HTTP_ORIGIN"])

    assert seen == ["https://a.example", "https://b.example", "", "", ""]
    assert backend.calls == 3
