from django.test import TransactionTestCase

from ledger.sqlite import erasing

_teardown = TransactionTestCase._fixture_teardown


def _erase(self: TransactionTestCase) -> None:
    """Empty the database after a test that commits; on SQLite the ledger has to be told to let go."""
    with erasing():
        _teardown(self)


TransactionTestCase._fixture_teardown = _erase
