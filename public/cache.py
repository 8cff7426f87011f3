"""Every anonymous answer, kept whole: a thin WSGI wrapper in front of Django.

An answer is kept under the generation, the host, the path, the query, the encoding and the origin whose scripts may
read it. Whatever the public could notice moves the generation on (ledger/changes.py), so nothing kept is ever stale and
nothing has to be tracked or purged. The generation is read before the data: an answer may be newer than the generation
it is kept under, never older. What time alone changes has a time limit instead: an answer says until when it may be
kept (public/state.py). Any failure of the cache or of the connection means a miss; Django then answers as if this were
not here.
"""

import gzip
import hashlib
import logging
import sqlite3
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

import psycopg
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from public.state import FRESH_UNTIL

logger = logging.getLogger(__name__)

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
Headers = list[tuple[str, str]]
Kept = tuple[str, Headers, bytes]
"""ETag, headers and body of a 200."""

NEVER_KEPT = ("/account/", "/admin/", "/api/v3/", "/cards/", "/documents/", "/m/", "/media/", "/review/", "/static/")
LARGEST = 131_072
"""The longest body, in bytes, that is kept."""
KEPT_FOR = 86_400
"""For how many seconds at most: nobody asks for what was kept under an older generation."""
FORM = "2"
"""Of what is kept. Another one whenever ``Kept`` changes: what an older version kept is not read then."""
SMALLEST_COMPRESSED = 512
COMPRESSIBLE = ("text/", "application/json", "application/rss+xml", "application/xml", "image/svg+xml")
QUERY = "SELECT max(id) FROM ledger_change"


class Generation:
    """Reads the generation over a connection of its own, one a thread, prepared once: some 20 to 90 microseconds."""

    def __init__(self) -> None:
        self._local = threading.local()

    def read(self) -> int | None:
        """The present generation; None when it cannot be read now."""
        try:
            if getattr(self._local, "connection", None) is None:
                self._local.connection = self._connect()
            return self._local.connection.execute(QUERY).fetchone()[0] or 0
        except (psycopg.Error, sqlite3.Error):
            logger.warning("The generation could not be read; answering without the cache.", exc_info=True)
            self._close()
            return None

    def _connect(self) -> Any:
        if connection.vendor == "postgresql":
            parameters = connection.get_connection_params()
            wanted = ("host", "port", "dbname", "user", "password", "sslmode")
            return psycopg.connect(
                **{name: parameters[name] for name in wanted if name in parameters},
                autocommit=True,
                prepare_threshold=0,
                connect_timeout=2,
            )
        return sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None, timeout=2)

    def _close(self) -> None:
        broken, self._local.connection = getattr(self._local, "connection", None), None
        if broken is not None:
            try:
                broken.close()
            except (psycopg.Error, sqlite3.Error):
                logger.debug("A broken connection would not close.", exc_info=True)


class AnonymousCache:
    """Answers anonymous GET and HEAD requests from the cache, and keeps what Django answers to a GET."""

    def __init__(self, application: Application):
        self.application = application
        self.generation = Generation()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The WSGI entry point (PEP 3333)."""
        if not is_anonymous(environ):
            return self.application(environ, for_one_reader(start_response))
        if (generation := self.generation.read()) is None:
            return self.application(environ, start_response)
        encoding = "gzip" if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "") else "identity"
        key = key_of(environ, generation, encoding)
        kept = _get(key)
        if kept is None:
            if environ["REQUEST_METHOD"] != "GET":
                return self.application(environ, start_response)
            found = self._ask(environ)
            if not found.may_be_kept:
                start_response(found.status, found.headers)
                return [found.body]
            kept = _prepare(found, encoding)
            _set(key, kept, _seconds(found.fresh_until))
        return answer(kept, environ, start_response)

    def _ask(self, environ: Environ) -> "Answer":
        """Django's whole answer. What readers get depends on the address alone, so other wishes are not passed on."""
        environ = {**environ, "HTTP_ORIGIN": origin_of(environ)}
        if environ.get("PATH_INFO") != "/":
            environ = {
                name: value
                for name, value in environ.items()
                if name not in ("HTTP_ACCEPT_LANGUAGE", "HTTP_COOKIE", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")
            }
        captured: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
            captured[:] = [status, headers]

        response = self.application(environ, start_response)
        try:
            body = b"".join(response)
        finally:
            if hasattr(response, "close"):
                response.close()
        return Answer(captured[0], captured[1], body, environ.get(FRESH_UNTIL))


@dataclass(frozen=True)
class Answer:
    """What Django answered; ``fresh_until`` is when time alone could make it another one, None if never."""

    status: str
    headers: Headers
    body: bytes
    fresh_until: datetime | None

    @property
    def may_be_kept(self) -> bool:
        """Only a 200 without a cookie, that nobody marked as private, and that is not too large."""
        if not self.status.startswith("200") or len(self.body) > LARGEST:
            return False
        for name, value in self.headers:
            lowered = name.lower()
            if lowered == "set-cookie" or (
                lowered == "cache-control" and any(word in value for word in ("private", "no-store", "no-cache"))
            ):
                return False
        return True


def is_anonymous(environ: Environ) -> bool:
    """Whether everybody who asks this gets the same answer: no session, no token, a public part of the site."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and "HTTP_AUTHORIZATION" not in environ
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
        and not environ.get("PATH_INFO", "").startswith(NEVER_KEPT)
    )


def for_one_reader(start_response: StartResponse) -> StartResponse:
    """Marks an answer as nobody else's, unless the view said who may keep it: it can name what others may not see."""

    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
        if not any(name.lower() == "cache-control" for name, _ in headers):
            headers = [*headers, ("Cache-Control", "private, no-store")]
        return start_response(status, headers, exc_info) if exc_info else start_response(status, headers)

    return start


def origin_of(environ: Environ) -> str:
    """The site whose script asks, where it is listed to be let read the answer; empty for any other."""
    origin: str = environ.get("HTTP_ORIGIN", "")
    return origin if origin in settings.CORS_ALLOWED_ORIGINS else ""


def key_of(environ: Environ, generation: int, encoding: str) -> str:
    """The name an answer is kept under. The order of different parameters does not matter, that of equal ones does."""
    pairs = environ.get("QUERY_STRING", "").split("&")
    query = "&".join(sorted(pairs, key=lambda pair: unquote_plus(pair.partition("=")[0])))
    parts = (
        FORM,
        str(generation),
        environ.get("wsgi.url_scheme", ""),
        environ.get("HTTP_HOST", ""),
        environ.get("SCRIPT_NAME", ""),
        environ.get("PATH_INFO", ""),
        query,
        encoding,
        origin_of(environ),
    )
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()


def answer(kept: Kept, environ: Environ, start_response: StartResponse) -> list[bytes]:
    """Send a kept answer, or 304 to somebody who has it."""
    etag, headers, body = kept
    if etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        unsent = ("content-length", "content-type", "content-encoding")
        start_response("304 Not Modified", [pair for pair in headers if pair[0].lower() not in unsent])
        return []
    start_response("200 OK", list(headers))
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _seconds(fresh_until: datetime | None) -> float:
    """For how many seconds from now an answer is kept."""
    return min(KEPT_FOR, (fresh_until - timezone.now()).total_seconds()) if fresh_until else KEPT_FOR


def _prepare(found: Answer, encoding: str) -> Kept:
    replaced = {"content-length", "cache-control", "etag", "vary", "last-modified", "expires"}
    kept = [(name, value) for name, value in found.headers if name.lower() not in replaced]
    body = found.body
    content_type = next((value for name, value in kept if name.lower() == "content-type"), "")
    encoded = any(name.lower() == "content-encoding" for name, _ in kept)
    if (
        encoding == "gzip"
        and not encoded
        and len(body) >= SMALLEST_COMPRESSED
        and content_type.startswith(COMPRESSIBLE)
    ):
        body = gzip.compress(body, compresslevel=6, mtime=0)
        kept.append(("Content-Encoding", "gzip"))
    kept += [
        ("Content-Length", str(len(body))),
        ("Cache-Control", "public, max-age=0, must-revalidate"),
        # Of the bytes: what time changed is another answer within the same generation.
        ("ETag", etag := f'"{hashlib.sha256(body).hexdigest()}"'),
        ("Vary", "Accept-Encoding, Authorization, Cookie, Origin"),
    ]
    return etag, kept, body


def _get(key: str) -> Kept | None:
    try:
        return cache.get(key)
    except Exception:
        logger.warning("The cache cannot be read; answering without it.", exc_info=True)
        return None


def _set(key: str, kept: Kept, seconds: float) -> None:
    if seconds < 1:
        return
    try:
        cache.set(key, kept, timeout=int(seconds))
    except Exception:
        logger.warning("The cache cannot be written.", exc_info=True)
