"""What an editor of translations waits for: the board of a site of 10,000 pages in five languages beside its own."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product
from time import perf_counter
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from bench.measure import Application, environ
from bench.people import account, signed_in
from bench.requests import Measured
from bench.words import Words
from home.models import StandardPage
from review.roles import EDITORS
from translations.board.standing import rebuild
from translations.models import Standing, State

PAGES = 10_000
LANGUAGES = ("es", "fr", "de", "it", "pt")
SECTION = 99
"""How many pages stand below each section."""
GOAL = 1000
"""Milliseconds that the server may take for anything on the board."""
ASKED = 8
"""How many pages of each listing are asked for."""


def fill(pages: int) -> list[Measured]:
    """Put so many pages on the board, in every state; the requests that are measured there.

    The pages have no text of their own: the board reads their places in the tree, and what was told of them.
    """
    Locale.objects.bulk_create([Locale(language_code=code) for code in LANGUAGES], ignore_conflicts=True)
    began = perf_counter()
    rebuild()
    told = Standing.objects.count()
    print(f"{told} translations of the articles above told anew in {perf_counter() - began:.1f} s", flush=True)
    made = Page.objects.bulk_create(_pages(pages), batch_size=1000)
    Standing.objects.bulk_create(_standings(made), batch_size=5000)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    section = next(page for page in made if page.numchild)
    board, matrix = reverse("translation_board:list"), reverse("translation_board:matrix")
    return [
        _asked("Board", board),
        _asked("Board, one state and language", board, "state=behind&locale=es"),
        _asked("Board, a section", board, f"below={section.pk}"),
        _asked("Board, searched", board, "q=ketamine"),
        _asked("Board, nobody's and overdue", board, "owner=nobody&due=overdue"),
        _asked("Board by language", matrix),
        _asked("Board by language, one state", matrix, "state=missing"),
        Measured("Dashboard", [reverse("wagtailadmin_home")] * ASKED, GOAL),
    ]


def read_by_editor(application: Application) -> Application:
    """A WSGI application as a signed-in editor asks it."""
    return signed_in(application, account("board", EDITORS))


def spreadsheet(editor: Application) -> tuple[float, float]:
    """Milliseconds until the first line of the spreadsheet of everything is there, and until all of it is."""
    asked = perf_counter()
    lines = iter(editor(environ(reverse("translation_board:list"), "export=csv"), lambda *answer: None))
    next(lines)
    first = perf_counter()
    for _ in lines:
        pass
    return (first - asked) * 1000, (perf_counter() - asked) * 1000


def _asked(name: str, address: str, query: str = "") -> Measured:
    return Measured(name, [f"{address}?{query}&p={number}" for number in range(1, ASKED + 1)], GOAL)


def _pages(count: int) -> Iterator[Page]:
    words, home = Words(seed=2), Page.objects.get(depth=2)
    common = {"content_type": ContentType.objects.get_for_model(StandardPage), "locale": home.locale}
    first = home.get_last_child()
    step = Page._str2int(first.path[-Page.steplen :]) if first else 0
    for number in range(count):
        place, below = divmod(number, SECTION + 1)
        section = Page._get_path(home.path, 3, step + 1 + place)
        yield Page(
            title=words.title(),
            slug=f"board-{number}",
            translation_key=uuid4(),
            path=Page._get_path(section, 4, below) if below else section,
            depth=4 if below else 3,
            numchild=0 if below else SECTION,
            url_path=f"{home.url_path}board-{number}/",
            **common,
        )


def _standings(pages: list[Page]) -> Iterator[Standing]:
    words, now, today = Words(seed=3), timezone.now(), timezone.localdate()
    people = [account(f"translator-{number}", EDITORS) for number in range(5)]
    for page, locale in product(pages, LANGUAGES):
        days = words.chance.randrange(400)
        state = words.chance.choice(list(State))
        yield Standing(
            kind="page",
            translation_key=page.translation_key,
            locale=locale,
            source_locale="en",
            type=StandardPage._meta.label,
            source_pk=page.pk,
            target_pk=None if state is State.MISSING else page.pk,
            title=page.title,
            state=state,
            since=now - timedelta(days=days),
            words=700,
            words_to_do=days,
            segments_behind=days % 9,
            owner=words.chance.choice([*people, None]),
            due_on=words.chance.choice([today + timedelta(days=days - 200), None]),
        )
