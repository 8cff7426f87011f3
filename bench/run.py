"""Filling, measuring, reporting."""

import os
import time
from collections.abc import Iterable, Iterator

from django.core.management import call_command
from django.db import connection

from bench import accounts, board, desk, translating
from bench.content import fill
from bench.load import WORKERS, requests_per_second
from bench.measure import ROUNDS, Application, Cost, cost_of_first, cost_of_repeated
from bench.requests import CACHED, Measured, requests
from cms.wsgi import django_application
from public.cache import AnonymousCache

ARTICLES = 1000
COLUMNS = "{:<32}{:>8}{:>10}{:>13}{:>9}  {}"


def run() -> None:
    """Fill the database, and print what requests cost on it."""
    began = time.monotonic()

    def report(line: str) -> None:
        print(f"{time.monotonic() - began:6.0f} s  {line}", flush=True)

    report("Tables and static files")
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    articles = fill(ARTICLES, report)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    measured = requests(articles)
    report("Long articles on the desk")
    reviews = desk.fill(articles)
    report("Long articles with their translations")
    translations = translating.fill(articles)
    report("Measuring")
    print(f"\n{ARTICLES} articles, {os.cpu_count()} processors, load average {os.getloadavg()[0]:.1f}\n")
    for line in table(measured):
        print(line, flush=True)
    print(reviewed(desk.read_by_clinician(django_application), reviews), flush=True)
    for line in translated(translating.requests(django_application, translations)):
        print(line, flush=True)
    print(f"\nGranian with {WORKERS} workers, asked from this machine too:")
    for line in served(measured):
        print(line, flush=True)
    report("The board of translations")
    print(f"\nThe board of {board.PAGES} pages in {len(board.LANGUAGES)} languages:")
    for line in overseen(board.fill(board.PAGES)):
        print(line, flush=True)
    report("Known and unknown addresses")
    print("\nHow long answers take for an address that is known, and for one that is not:")
    for told in accounts.answers():
        print(told, flush=True)


def table(measured: list[Measured], rounds: int = ROUNDS) -> Iterator[str]:
    """A line for each kind of request: asked for the first time, and answered from the cache."""
    cached = AnonymousCache(django_application)
    yield COLUMNS.format("request", "queries", "CPU ms", "elapsed ms", "goal ms", "met")
    for kind in measured:
        yield _line(kind.name, cost_of_first(django_application, kind.addresses, rounds), kind.goal)
        yield _line(f"{kind.name}, cached", cost_of_repeated(cached, kind.addresses, rounds), CACHED)


def _line(name: str, cost: Cost, goal: float | None) -> str:
    met = "" if goal is None else "yes" if cost.cpu <= goal else "NO"
    numbers = f"{cost.cpu:.2f}", f"{cost.elapsed:.2f}", "" if goal is None else f"{goal:g}"
    return COLUMNS.format(name, cost.queries, *numbers, met).rstrip()


def reviewed(clinician: Application, addresses: list[str], rounds: int = ROUNDS) -> str:
    """The line for the review page of a long article, which is asked for by a clinician and never cached."""
    cost = cost_of_first(clinician, addresses, rounds)
    return _line("Review page of 5,000 words", cost, desk.GOAL)


def translated(asked: Iterable[translating.Asked], rounds: int = ROUNDS) -> Iterator[str]:
    """A line for each kind of request that the editor of a long translation makes, none of them cached."""
    for kind in asked:
        yield _line(kind.name, cost_of_first(kind.application, kind.addresses, rounds), translating.GOAL)


def overseen(requests: list[Measured], rounds: int = ROUNDS) -> Iterator[str]:
    """A line for each thing an editor does on the board of translations, and one for its spreadsheet."""
    editor = board.read_by_editor(django_application)
    for kind in requests:
        yield _line(kind.name, cost_of_first(editor, kind.addresses, rounds), kind.goal)
    began, ended = board.spreadsheet(editor)
    yield f"Spreadsheet of everything: the first line after {began:.0f} ms, all of it after {ended:.0f} ms"


def served(measured: list[Measured]) -> Iterator[str]:
    """A line for each kind of request that has a goal, as the real server answers it."""
    for kind in measured:
        if kind.goal is not None:
            plain = requests_per_second("cms.wsgi:django_application", kind.addresses)
            cached = requests_per_second("cms.wsgi:application", kind.addresses)
            yield f"{kind.name:<32}{plain:>8.0f} requests/s, from the cache {cached:.0f}"
