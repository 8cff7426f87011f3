"""Keys of an installation that was given none."""

import base64
from pathlib import Path

import pytest

from cms import settings


def test_a_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var")
    key = settings.kept("ledger_key", settings.random_ledger_key)
    assert len(base64.b64decode(key)) == 32
    assert settings.kept("ledger_key", settings.random_ledger_key) == key
    assert (tmp_path / "var" / "ledger_key").stat().st_mode & 0o777 == 0o600
