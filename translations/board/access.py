"""Who sees the board, and who does what on it."""

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import HttpRequest

from review.panels import reader_of
from translations.models import Standing
from translations.permissions import SUBMIT, locales_for


def locales_of(user: Any) -> frozenset[str]:
    """The languages into which somebody may translate."""
    return frozenset(locales_for(user).values_list("language_code", flat=True))


def translators() -> QuerySet:
    """The accounts that translate into some language, by name: who may own a line of the board."""
    return get_user_model().objects.with_perm(SUBMIT).order_by("first_name", "last_name", "pk")


class Looker:
    """Somebody at the board; what they may do is asked once."""

    def __init__(self, request: HttpRequest):
        self.user = request.user
        self.reader = reader_of(request)

    @cached_property
    def locales(self) -> frozenset[str]:
        """The languages in which they start translations, and say who does them by when."""
        return locales_of(self.user)

    @cached_property
    def translators(self) -> list[Any]:
        """Those to whom lines can be assigned."""
        return list(translators())

    @property
    def may_look(self) -> bool:
        """Whether they see the board: they translate, or sign what was translated."""
        return bool(self.locales or self.reader.roles)

    def theirs(self, standings: QuerySet[Standing]) -> QuerySet[Standing]:
        """Those of some standings with which they may do something."""
        return standings.filter(locale__in=sorted(self.locales))


def looker_of(request: HttpRequest) -> Looker:
    """Who is asking; the same for the whole of a request."""
    if not hasattr(request, "_board_looker"):
        request._board_looker = Looker(request)
    return request._board_looker
