"""An export says what the ledger says, and can be checked without the product."""

import ast
import importlib.util
import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger import record
from ledger.keys import name_of, signing_key
from ledger.models import Change, Copy, Edition, Seal
from ledger.rows import canonical
from ledger.seals import TABLES, table_of
from tests.ledger.factories import execute
from tests.ledger.tampering import MISTAKES, NO_MOMENT, keys, unguarded, world
from tests.rows import made_once

SCRIPT = Path(__file__).resolve().parents[2] / "docs" / "check_export.py"

pytestmark = pytest.mark.django_db


def load_script() -> Any:
    spec = importlib.util.spec_from_file_location("check_export", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_export = load_script()


@pytest.fixture(autouse=True)
def nothing_recorded() -> None:
    """What there is was made for all the tests here."""


@pytest.fixture(scope="module", autouse=True)
def ledger(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with made_once(django_db_blocker, world):
        yield


def export() -> list[str]:
    """The lines that ``manage.py export_ledger`` prints."""
    out = StringIO()
    call_command("export_ledger", stdout=out)
    return out.getvalue().splitlines()


@pytest.fixture(scope="module")
def lines(ledger: None, django_db_blocker: Any) -> list[str]:
    with django_db_blocker.unblock():
        return export()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("exports") / "ledger.jsonl"


def wrong(file: Path, lines: list[str], *arguments: str) -> str:
    """What the script finds wrong with an export; nothing when it ends with 0."""
    file.write_text("".join(f"{line}\n" for line in lines))
    try:
        check_export.main([str(file), *arguments])
    except SystemExit as end:
        return str(end)
    return ""


def test_an_export_holds_every_row_and_the_public_keys(lines: list[str]) -> None:
    header, *rows = map(json.loads, lines)
    assert header["keys"] == [name_of(signing_key().public_key())]
    assert [row["table"] for row in rows] == [
        table_of(model) for model in TABLES for _ in range(model._base_manager.count())
    ]
    payloads = {row["row"]["digest"]: b64decode(row["row"]["payload"]) for row in rows if row["table"] == "copy"}
    assert payloads == {copy.digest: bytes(copy.payload) for copy in Copy.objects.all()}


def test_an_export_of_a_sound_ledger_is_intact(lines: list[str], file: Path, capsys: pytest.CaptureFixture) -> None:
    assert wrong(file, lines) == ""
    said = capsys.readouterr().out
    assert f"Last seal: {Seal.objects.last().hash}" in said
    assert f"ask the clinic whether they are its own: {name_of(signing_key().public_key())}" in said


def test_the_script_needs_nothing_but_cryptography(lines: list[str], file: Path) -> None:
    tree = ast.walk(ast.parse(SCRIPT.read_text()))
    modules = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in tree
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert {name.split(".")[0] for name in modules} - sys.stdlib_module_names == {"cryptography"}
    for tampered, code in [(lines, 0), (lines[:-1], 1)]:
        file.write_text("".join(f"{line}\n" for line in tampered))
        run = subprocess.run([sys.executable, "-I", SCRIPT, file], cwd=file.parent, capture_output=True, check=False)
        assert run.returncode == code, run.stderr


@given(line=st.integers(min_value=0), position=st.integers(min_value=0), digit=st.sampled_from("0123456789abcdef "))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_character_changed_anywhere_is_found(
    lines: list[str], file: Path, line: int, position: int, digit: str
) -> None:
    number = 1 + line % (len(lines) - 1)
    text = lines[number]
    position %= len(text)
    if text[position] != digit:
        changed = text[:position] + digit + text[position + 1 :]
        assert wrong(file, [*lines[:number], changed, *lines[number + 1 :]]), changed


@given(number=st.integers(min_value=1))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_line_that_is_gone_is_found(lines: list[str], file: Path, number: int) -> None:
    number = 1 + number % (len(lines) - 1)
    entry = json.loads(lines[number])
    # The last change is the work of a trigger: nobody vouches for it before the next one that is sealed.
    if (entry["table"], entry["row"].get("id")) != ("change", Change.objects.last().pk):
        assert wrong(file, [*lines[:number], *lines[number + 1 :]]), entry


def is_sealed_by(seal: dict[str, Any], entry: dict[str, Any]) -> bool:
    return entry["table"] == seal["table"] and str(entry["row"]["id"]) == seal["row"]


def test_what_is_gone_from_the_end_is_found_by_who_noted_the_last_seal(lines: list[str], file: Path) -> None:
    last = json.loads(lines[-1])["row"]
    entries = map(json.loads, lines[1:-1])
    cut = [lines[0], *[canonical(entry) for entry in entries if not is_sealed_by(last, entry)]]
    assert len(cut) == len(lines) - 2
    assert not wrong(file, cut)
    assert "was noted" in wrong(file, cut, "--contains", last["hash"])
    assert not wrong(file, lines, "--contains", last["hash"])


@pytest.mark.parametrize("change", ["twice", "swapped", "more", "header", "cut", "nothing"])
def test_lines_no_export_has_are_found(lines: list[str], file: Path, change: str) -> None:
    changed = {
        "twice": [*lines, lines[5]],
        "swapped": [*lines[:-2], lines[-1], lines[-2]],
        "more": [*lines, '{"note":"","row":{"id":1},"table":"signoff"}'],
        "header": ['{"format":"keta-ledger","keys":[],"version":2}', *lines[1:]],
        "cut": [*lines[:-1], lines[-1][:40]],
        "nothing": [],
    }[change]
    assert wrong(file, changed)


def test_an_export_signed_with_another_key_is_found_by_who_knows_ours(file: Path) -> None:
    ours = name_of(signing_key().public_key())
    with override_settings(LEDGER_KEY="YW5vdGhlciBrZXkgdGhhdCBpcyBub3QgYSBzZWNyZXQ="):
        record.record_change(Change.Kind.MOVED)
        theirs, lines = name_of(signing_key().public_key()), export()
    assert "is not signed with a known key" in wrong(file, lines, "--key", ours)
    assert not wrong(file, lines, "--key", ours, "--key", theirs)


@pytest.mark.parametrize("said", MISTAKES)
def test_what_cannot_be_is_found_even_with_a_seal(file: Path, said: str) -> None:
    model, act = MISTAKES[said]
    with unguarded(model):
        act()
        found = wrong(file, export())
    assert found.endswith("broken in 1 places."), found


def test_the_export_is_written_to_a_file_or_not_at_all(tmp_path: Path, lines: list[str]) -> None:
    call_command("export_ledger", str(tmp_path / "ledger.jsonl"))
    assert (tmp_path / "ledger.jsonl").read_text().splitlines()[1:] == lines[1:]
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_ledger", str(tmp_path / "nowhere" / "ledger.jsonl"))


def test_what_cannot_be_read_is_not_exported(tmp_path: Path) -> None:
    key = keys(Edition)[1]
    with unguarded(Edition):
        execute("UPDATE ledger_edition SET released_at = %s WHERE id = %s", NO_MOMENT, key)
        with pytest.raises(CommandError, match=f"edition {key} cannot be read"):
            call_command("export_ledger", str(tmp_path / "ledger.jsonl"))
    assert list(tmp_path.iterdir()) == []
