"""The ledger alone."""

import pytest


@pytest.fixture(autouse=True)
def nothing_recorded(bare: None) -> None:
    """These tests count what they write."""
