"""What one request costs the process that answers it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import cycle, islice
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
LONG_ENOUGH = 0.4
"""The seconds a round takes at least, so that the clock and the scheduler hardly matter."""
ROUNDS = 9


class Failed(Exception):
    """A request was not answered with 200; what was asked and what was answered."""


@dataclass(frozen=True)
class Cost:
    """Of one request: queries, and milliseconds of processor time (median of the rounds) and of waiting."""

    queries: int
    cpu: float
    elapsed: float


def get(application: Application, address: str) -> bytes:
    """Ask a WSGI application for an address, as a server would. Raises Failed."""
    path, _, query = address.partition("?")
    answered = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        answered.append(status)

    response = application(_environ(path, query), start_response)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    if answered != ["200 OK"]:
        raise Failed(f"{address} was answered with {answered}: {body[:300]!r}")
    return body


def cost(application: Application, addresses: list[str], *, rounds: int = ROUNDS, long: float = LONG_ENOUGH) -> Cost:
    """What a request for one of the addresses costs once each of them has been asked for. Raises Failed.

    ``long`` is how many seconds each of the ``rounds`` takes at least.
    """
    for address in addresses:
        get(application, address)
    with CaptureQueriesContext(connection) as captured:
        get(application, addresses[0])
    # Counted at once: the next request clears the log.
    queries = len(captured)
    asked = cycle(addresses)
    number = _enough(application, asked, long)
    measured = [_round(application, islice(asked, number), number) for _ in range(rounds)]
    return Cost(queries, median(cpu for cpu, _ in measured), median(elapsed for _, elapsed in measured))


def _enough(application: Application, asked: Iterator[str], long: float) -> int:
    """How many requests take so many seconds of processor time."""
    began, number = process_time(), 0
    while not number or process_time() - began < long:
        get(application, next(asked))
        number += 1
    return number


def _round(application: Application, addresses: Iterable[str], number: int) -> tuple[float, float]:
    """Milliseconds of processor time and of waiting for each of so many requests."""
    began, cpu_began = perf_counter(), process_time()
    for address in addresses:
        get(application, address)
    cpu, elapsed = process_time() - cpu_began, perf_counter() - began
    return cpu / number * 1000, elapsed / number * 1000


def _environ(path: str, query: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_ACCEPT": "*/*",
        "HTTP_ACCEPT_ENCODING": "gzip",
        "HTTP_USER_AGENT": "bench",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
