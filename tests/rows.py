"""Rows that take long to make, made once for all the tests of a module; each test's changes are rolled back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import transaction

from public import state


class Rows:
    """Rows by name, read anew each time, so that no test sees what another one did to an object."""

    def __init__(self, **made: Any) -> None:
        self._keys: dict[str, tuple[str, int]] = {}
        for name, obj in made.items():
            self.keep(name, obj)

    def keep(self, name: str, obj: Any) -> Any:
        """Remember a row under a name; the row as it is now."""
        self._keys[name] = (type(obj)._meta.label, obj.pk)
        return getattr(self, name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or name not in self._keys:
            raise AttributeError(name)
        label, pk = self._keys[name]
        return apps.get_model(label)._base_manager.get(pk=pk)


def once(build: Callable[[], Any], scope: str = "module") -> Any:
    """A fixture that hands out what ``build`` makes, made once for a module or a package; ask for ``db`` beside it."""

    @pytest.fixture(scope=scope)
    def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
        with made_once(django_db_blocker, build) as rows:
            yield rows

    return made


@contextmanager
def made_once(blocker: Any, build: Callable[[], Any]) -> Iterator[Any]:
    """What ``build`` makes, in a transaction around those of the tests; ``blocker`` is ``django_db_blocker``."""
    with blocker.unblock(), transaction.atomic():
        cache.clear()
        state.forget()
        yield build()
        transaction.set_rollback(True)
