"""Work that a clock starts: many things at once, of which none may hold up another."""

import logging
from collections.abc import Callable, Iterable
from typing import NamedTuple, TypeVar

from django.db import transaction
from django.utils.functional import Promise

logger = logging.getLogger(__name__)
T = TypeVar("T")


class Tally(NamedTuple):
    """On how many things something was done, and how many failed."""

    done: int = 0
    failed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(self.done + other.done, self.failed + other.failed)


JOINED: list[tuple[Promise, Callable[[], Tally]]] = []
"""Work of the apps above that ``manage.py keep_time`` does too, with what it says then, such as “%d reminders sent”."""


def one_by_one(things: Iterable[T], act: Callable[[T], bool]) -> Tally:
    """Do something about each, in a transaction of its own; ``act`` says whether anything was to be done.

    One that raises is logged and leaves nothing behind, so that the next run tries it again.
    """
    tally = Tally()
    for thing in list(things):
        try:
            with transaction.atomic():
                tally += Tally(done=int(act(thing)))
        except Exception:
            logger.exception("%s failed for %r; the next run tries again.", act.__name__.strip("_"), thing)
            tally += Tally(failed=1)
    return tally
