"""What the tests of accounts share."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from core.models import User
from review.policy import PRACTICE_MANAGERS
from tests import factories

Sent = Callable[[], AbstractContextManager[list[Any]]]


@pytest.fixture
def manager(home: Any) -> User:
    """Somebody who decides on applications."""
    return factories.user(PRACTICE_MANAGERS)


@pytest.fixture
def sent(mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> Sent:
    """A context that ends as a transaction does; in it, what was sent then."""

    @contextmanager
    def sending() -> Iterator[list[Any]]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield mailoutbox

    return sending
