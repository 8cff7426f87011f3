"""How many requests a second the real server answers on this machine, with the client on it too."""

import multiprocessing
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle
from threading import Thread

HOST = "127.0.0.1"
WORKERS = 2
CONNECTIONS = 8
SECONDS = 3.0
PATIENCE = 30.0
"""The seconds the server has to answer its first request."""


def requests_per_second(application: str, addresses: list[str]) -> float:
    """What Granian answers a second for a WSGI application (``module:name``), each address asked for once before.

    Raises RuntimeError when the server does not begin to answer, or answers with anything but 200.
    """
    with _server(application) as port, multiprocessing.get_context("spawn").Pool(1) as client:
        return client.apply(_ask_for_a_while, (port, addresses))


@contextmanager
def _server(application: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", HOST, "--port", str(port)]
    sizes = ["--workers", str(WORKERS), "--blocking-threads", "4", "--log-level", "warning"]
    process = subprocess.Popen([*command, *sizes, application], env=os.environ)
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((HOST, port)).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def _ask_for_a_while(port: int, addresses: list[str]) -> float:
    """Ask over several connections at once; runs in a process of its own."""
    for _ in range(WORKERS * 2):
        _ask(port, addresses, len(addresses))
    answered: list[int] = []
    until = time.monotonic() + SECONDS
    threads = [Thread(target=lambda: answered.append(_ask(port, addresses, until=until))) for _ in range(CONNECTIONS)]
    began = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if len(answered) < CONNECTIONS:
        raise RuntimeError("The server failed under load.")
    return sum(answered) / (time.monotonic() - began)


def _ask(port: int, addresses: list[str], most: int = sys.maxsize, until: float = float("inf")) -> int:
    """Ask for the addresses in turn over one connection; how many answers came before either end."""
    head = "HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n"
    number = 0
    with socket.create_connection((HOST, port), timeout=PATIENCE) as connection, connection.makefile("rb") as answers:
        for address in cycle(addresses):
            if number == most or time.monotonic() > until:
                return number
            connection.sendall(f"GET {address} {head}".encode())
            _read(answers, address)
            number += 1
    return number


def _read(answers, address: str) -> None:
    """Read one answer to its end: plain sockets cost the client a tenth of what http.client does."""
    status = answers.readline()
    if b" 200 " not in status:
        raise RuntimeError(f"{address} was answered with {status!r}.")
    length = 0
    while (line := answers.readline()) not in (b"\r\n", b""):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    answers.read(length)
