"""What holds for the repository as a whole."""

import ast
import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent

# Paths and hosts of one machine. Neither pattern matches its own source.
MACHINE_PATH = re.compile(r"(?<![\w.~$}/:-])/(?:home|root|Users|work|opt|tmp)/[\w.-]+|[A-Z]:\\\\Users")
REGISTRY_HOST = re.compile(
    r"\bpypi\.[a-z.-]+|files\.pythonhosted\.[a-z]+|registry\.npmjs\.[a-z]+|--(?:extra-)?index-url\b"
)


def tracked_texts() -> list[tuple[str, str]]:
    """Every tracked text file: (path, content)."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    texts = []
    for name in filter(None, listing.stdout.split("\0")):
        if (ROOT / name).is_file():
            data = (ROOT / name).read_bytes()
            if b"\0" not in data:
                texts.append((name, data.decode()))
    return texts


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py` as an operator does: product settings, a process of its own."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "cms.settings"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST], ids=["path", "registry"])
def test_no_tracked_file_names_a_machine(pattern: re.Pattern[str]) -> None:
    found = [f"{name}: {match[0]}" for name, text in tracked_texts() for match in pattern.finditer(text)]
    assert not found


def settings_read(source: str) -> set[str]:
    """Names of the environment variables that a settings module reads through `env(…)` or `env.kind(…)`."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        reader = node.func.value if isinstance(node.func, ast.Attribute) else node.func
        if isinstance(reader, ast.Name) and reader.id == "env" and node.args:
            assert isinstance(node.args[0], ast.Constant), f"line {node.lineno}: name the variable in place"
            names.add(str(node.args[0].value))
    return names


def test_readme_lists_exactly_the_settings_that_are_read() -> None:
    """Both ways: nothing undocumented, nothing documented that no longer exists."""
    readme = (ROOT / "README.md").read_text()
    table = re.search(r"^## Settings$(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    assert table, "README.md has no section “Settings”"
    documented = set(re.findall(r"^\| *`([A-Z_]+)`", table[1], re.MULTILINE))
    assert documented == settings_read((ROOT / "cms/settings.py").read_text())


def requirement_name(requirement: str) -> str:
    """``psycopg[binary]>=3.3`` → ``psycopg``, spelled in the one way that all spellings come to."""
    return re.sub(r"[._]", "-", re.split(r"[^\w.-]", requirement)[0].lower())


def test_every_proof_of_security_is_there() -> None:
    named = set(re.findall(r"\btest_\w+", re.sub(r"test_\w+\.py", "", (ROOT / "docs/security.md").read_text())))
    tests = "\n".join(text for name, text in tracked_texts() if name.startswith("tests/") and name.endswith(".py"))
    assert not {name for name in named if f"def {name}(" not in tests}
    files = set(re.findall(r"\btest_\w+\.py", (ROOT / "docs/security.md").read_text()))
    assert not files - {Path(name).name for name, _ in tracked_texts()}


def test_every_dependency_is_pinned() -> None:
    """What pyproject.toml asks for, the compiled files fix, and both of them alike."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = (ROOT / "requirements.txt").read_text().splitlines()
    dev = (ROOT / "requirements-dev.txt").read_text().splitlines()
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {requirement_name(text) for text in wanted}
    assert names <= {line.partition("==")[0] for line in dev}
    assert set(runtime) <= set(dev)


def imported_distributions(folders: set[str]) -> dict[str, str]:
    """Distributions that the code in these folders imports, each with a file that does."""
    owners = packages_distributions()
    found = {}
    for name, text in tracked_texts():
        if not name.endswith(".py") or name.split("/")[0] not in folders:
            continue
        for node in ast.walk(ast.parse(text)):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            for module in modules:
                for owner in owners.get(module.split(".")[0], []):
                    found[requirement_name(owner)] = name
    return found


def test_every_imported_package_is_declared() -> None:
    """A package that is only there because another one needs it, or for the tests, may be gone tomorrow."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    apps = set(project["tool"]["importlinter"]["root_packages"])
    # What Wagtail is made of (fields, tags, serializers) is part of how it is used.
    declared = {requirement_name(text) for text in [*project["project"]["dependencies"], *(requires("wagtail") or [])]}
    imported = imported_distributions(apps)
    assert {name: file for name, file in imported.items() if name not in declared} == {}


def test_models_and_migrations_agree() -> None:
    result = manage("makemigrations", "--check", "--dry-run")
    assert result.returncode == 0, result.stdout + result.stderr


def test_an_empty_database_can_be_migrated(tmp_path: Path) -> None:
    """The other tests make their tables without migrations; an installation does not."""
    if connection.vendor != "postgresql":
        database = f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        result = manage("migrate", "--no-input", DATABASE_URL=database)
        assert result.returncode == 0, result.stderr
        return
    name = f"migrated_{os.getpid()}"
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            database = re.sub(r"/[^/?]*(\?|$)", rf"/{name}\1", os.environ["DATABASE_URL"], count=1)
            result = manage("migrate", "--no-input", DATABASE_URL=database)
            assert result.returncode == 0, result.stderr
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
