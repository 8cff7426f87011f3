"""The site during maintenance: a thin WSGI wrapper that answers while a file is there, and needs no database."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.utils import translation

RETRY_AFTER = 600
"""Seconds after which clients should ask again."""
STATUS = "503 Service Unavailable"

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class Maintenance:
    """Answers 503 as long as the file of ``settings.MAINTENANCE_FILE`` exists; its text is shown to readers.

    The file is looked for in each request, so it takes hold at once, in every process that sees it. Static files are
    served all the while: the page itself needs them.
    """

    def __init__(self, application: Application):
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        said = None if path.startswith(settings.STATIC_URL) else _said(settings.MAINTENANCE_FILE)
        if said is None:
            return self.application(environ, start_response)
        body, kind = _for_programs() if path.startswith("/api/") else _for_readers(environ, said)
        headers = [
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            ("Retry-After", str(RETRY_AFTER)),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
        ]
        start_response(STATUS, headers)
        return [] if environ.get("REQUEST_METHOD") == "HEAD" else [body]


def _said(file: Path) -> str | None:
    """What the file says; None where there is none. One that cannot be read counts as one that says nothing."""
    try:
        return file.read_text(errors="replace").strip()
    except FileNotFoundError:
        return None
    except OSError:
        return ""


def _for_programs() -> tuple[bytes, str]:
    return json.dumps({"message": "down for maintenance"}).encode(), "application/json"


def _for_readers(environ: Environ, said: str) -> tuple[bytes, str]:
    """The page in the language of the address, else in the one that the reader's browser asks for."""
    language = translation.get_language_from_request(WSGIRequest(environ), check_path=True)
    with translation.override(language):
        return render_to_string("503.html", {"said": said}).encode(), "text/html; charset=utf-8"
