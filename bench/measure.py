"""What one request costs the process that answers it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from public import state

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
ROUNDS = 9
WARMING = 5
"""The requests before a round that are not measured: they read what is held for all pages of a generation."""
LEAST = 200
"""The requests of a round, so that the clock and the scheduler hardly matter."""


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

    response = application(environ(path, query), start_response)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    if answered != ["200 OK"]:
        raise Failed(f"{address} was answered with {answered}: {body[:300]!r}")
    return body


def cost_of_first(application: Application, addresses: list[str], rounds: int = ROUNDS) -> Cost:
    """What a request costs for each address that nobody has asked for in this generation. Raises Failed.

    The process is warm, and others have asked for the first few of the addresses.
    """
    known = min(WARMING, len(addresses) // 2)
    measured = []
    for _ in range(rounds):
        state.forget()
        for address in addresses[:known]:
            get(application, address)
        measured.append(_round(application, addresses[known:]))
    return _cost(_queries(application, addresses[-1]), measured)


def cost_of_repeated(application: Application, addresses: list[str], rounds: int = ROUNDS) -> Cost:
    """What a request costs for addresses that were all asked for before. Raises Failed."""
    for address in addresses:
        get(application, address)
    again = addresses * max(1, LEAST // len(addresses))
    return _cost(_queries(application, addresses[0]), [_round(application, again) for _ in range(rounds)])


def _round(application: Application, addresses: list[str]) -> tuple[float, float]:
    """Milliseconds of processor time and of waiting for each request."""
    began, cpu_began = perf_counter(), process_time()
    for address in addresses:
        get(application, address)
    cpu, elapsed = process_time() - cpu_began, perf_counter() - began
    return cpu / len(addresses) * 1000, elapsed / len(addresses) * 1000


def _queries(application: Application, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        get(application, address)
    return len(captured)


def _cost(queries: int, measured: list[tuple[float, float]]) -> Cost:
    return Cost(queries, median(cpu for cpu, _ in measured), median(elapsed for _, elapsed in measured))


def environ(path: str, query: str) -> dict[str, Any]:
    """What a server says of a request for an address."""
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
