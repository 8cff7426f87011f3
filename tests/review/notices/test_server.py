"""A mail server that is gone, slow, wrong or picky stops no decision, and is asked no more than once."""

import logging
import socketserver
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from review.models import Submission
from tests import factories
from tests.review.notices.conftest import Cast, Sent, sign


class Server(socketserver.ThreadingTCPServer):
    """A mail server (RFC 5321). It refuses some recipients; a ``silent`` one says nothing at all."""

    daemon_threads = True

    def __init__(self, silent: bool = False, refused: str = ""):
        super().__init__(("127.0.0.1", 0), Session)
        self.silent, self.refused = silent, refused
        self.connections = 0
        self.accepted: list[bytes] = []
        self.stopped = threading.Event()


class Session(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.server.connections += 1
        if self.server.silent:
            self.server.stopped.wait()
            return
        self.say("220 ready")
        while line := self.rfile.readline().strip().decode():
            verb = line[:4].upper()
            if verb == "DATA":
                self.say("354 go on")
                self.server.accepted.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            refused = verb == "RCPT" and self.server.refused and self.server.refused in line
            self.say("550 nobody here" if refused else "221 bye" if verb == "QUIT" else "250 fine")
            if verb == "QUIT":
                return

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")


@pytest.fixture
def serve(settings: Any) -> Iterator[Any]:
    """Start a server, to which all mail goes from then on."""
    started: list[Server] = []

    def start(**kwargs: Any) -> Server:
        server = Server(**kwargs)
        started.append(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}).start()
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        return server

    yield start
    for server in started:
        server.stopped.set()
        server.shutdown()
        server.server_close()


def submit(cast: Cast) -> Submission:
    """Submit the article, of which the two clinicians are told in this order."""
    return factories.submit(cast.article, cast.submitter)


def is_decided(submission: Submission) -> bool:
    submission.refresh_from_db()
    return submission.outcome == Submission.Outcome.SIGNED


def test_hands_over_every_notice_in_one_session(cast: Cast, sent: Sent, serve: Any) -> None:
    server = serve()
    with sent():
        submit(cast)
    assert server.connections == 1
    assert [cast.clinician.email.encode() in mail for mail in server.accepted] == [True, False]
    assert [cast.colleague.email.encode() in mail for mail in server.accepted] == [False, True]
    assert b"\r\nSubject: To sign: Ketamine at home\r\n" in server.accepted[0]


def test_one_refused_address_keeps_nothing_from_the_next(
    cast: Cast, sent: Sent, serve: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(refused=cast.clinician.email)
    with sent():
        submit(cast)
    (mail,) = server.accepted
    assert cast.colleague.email.encode() in mail
    assert f"refused a notice to account {cast.clinician.pk}" in caplog.text


def test_a_server_that_does_not_answer_is_asked_once(
    cast: Cast, sent: Sent, serve: Any, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    server, settings.EMAIL_TIMEOUT = serve(silent=True), 0.05
    with sent():
        submission = submit(cast)
    assert submission in Submission.objects.waiting()
    assert server.connections == 1
    assert "cannot be reached; 2 notices were not sent" in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": 1},
        {"EMAIL_BACKEND": "no.such.Backend"},
        {"DEFAULT_FROM_EMAIL": "Keta\nBcc: everybody@example.org"},
        {"TEMPLATES": []},
    ],
    ids=["gone", "misspelt", "hostile sender", "nothing to say it with"],
)
def test_no_decision_depends_on_mail(
    wrong: dict[str, Any],
    cast: Cast,
    submission: Submission,
    sent: Sent,
    settings: Any,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    with caplog.at_level(logging.ERROR), sent() as mails:
        sign(submission, cast.clinician)
    assert is_decided(submission)
    assert mails == []
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_nobody_waits_long_for_a_mail_server(settings: Any) -> None:
    assert 0 < settings.EMAIL_TIMEOUT <= 5
