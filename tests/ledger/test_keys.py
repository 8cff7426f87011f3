"""The key that seals are signed with, and those that are believed."""

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import override_settings

from ledger.keys import name_of, signing_key, trusted_keys

OLD, OLDER = "ab" * 32, "cd" * 32


def test_our_own_key_is_believed_first_and_then_the_earlier_ones() -> None:
    with override_settings(LEDGER_TRUSTED_KEYS=[OLD, OLDER]):
        assert [*trusted_keys()] == [name_of(signing_key().public_key()), OLD, OLDER]


@pytest.mark.parametrize("key", ["", "c2hvcnQ=", "not base64!", OLD, f"{'A' * 43}=\n{'A' * 4}"])
def test_an_installation_with_a_broken_key_does_not_start(key: str) -> None:
    with override_settings(LEDGER_KEY=key), pytest.raises(ImproperlyConfigured, match="LEDGER_KEY must be"):
        apps.get_app_config("ledger").ready()


@pytest.mark.parametrize("key", ["", "abc", OLD[:-2], "YW5vdGhlciBrZXkgdGhhdCBpcyBub3QgYSBzZWNyZXQ="])
def test_a_private_key_is_not_taken_for_a_public_one(key: str) -> None:
    """The export names the keys that are believed."""
    with override_settings(LEDGER_TRUSTED_KEYS=[key]), pytest.raises(ImproperlyConfigured, match="must be public keys"):
        apps.get_app_config("ledger").ready()
