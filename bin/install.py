"""Make `.venv` and install a pinned requirements file into it: `python3 bin/install.py requirements.txt`.

Runs on the system's Python before anything is installed, so it uses the standard library alone. Does nothing
when the file has not changed since it was last installed.
"""

import ast
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
UV = "uv==0.13.9"

# What pip calls a setting, and the variable from which uv reads the same thing.
UV_VARIABLES = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "no-index": "UV_NO_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
}


def main(requirements: Path) -> None:
    """Bring `.venv` to the state that `requirements` describes."""
    if sys.version_info < (3, 11):
        sys.exit(
            f"Keta CMS needs Python 3.11 or newer; this is {sys.version.split()[0]}. "
            "Name another one like this: make run PYTHON=python3.11"
        )
    stamp = VENV / f"{requirements.name}.installed"
    digest = hashlib.sha256(requirements.read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == digest:
        return
    print(f"Installing {requirements.name} into .venv …", flush=True)
    make_venv()
    install(requirements)
    stamp.write_text(digest)


def make_venv() -> None:
    """Create `.venv` with pip in it; a broken one (its Python is gone) is made anew."""
    if runs(PYTHON, "-m", "pip", "--version"):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if runs(sys.executable, "-m", "venv", VENV):
        return
    # Debian ships Python without ensurepip; its pip can still install into another environment.
    shutil.rmtree(VENV, ignore_errors=True)
    if not (
        runs(sys.executable, "-m", "venv", "--without-pip", VENV)
        and runs(sys.executable, "-m", "pip", "--python", PYTHON, "install", "pip")
    ):
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit("This Python can make no virtual environment: install the packages python3-venv and python3-pip.")


def runs(*command: object) -> bool:
    """Whether the command exists and succeeds."""
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def install(requirements: Path) -> None:
    """Install with uv, which takes seconds; with pip where uv is not to be had or does not get through."""
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*pip, UV], check=False).returncode == 0:
        uv = [PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, "-r", requirements]
        if subprocess.run(uv, env=uv_environment(), check=False).returncode == 0:
            return
    print("uv could not install everything; pip tries, which takes longer …", flush=True)
    if subprocess.run([*pip, "-r", requirements], check=False).returncode != 0:
        sys.exit(f"Neither uv nor pip could install {requirements.name}: the messages above say why.")


def uv_environment() -> dict[str, str]:
    """The environment for uv, with pip's own configuration (which uv does not read) handed over."""
    listing = subprocess.run([PYTHON, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False)
    found = {}
    for scope in ("global", "install", ":env:"):  # the later one counts
        for name, value in re.findall(rf"^{scope}\.([a-z-]+)=(.*)$", listing.stdout, re.MULTILINE):
            if name in UV_VARIABLES:
                found[UV_VARIABLES[name]] = handed_over(name, ast.literal_eval(value))
    # Like pip: the best version from any of the indexes.
    return {"UV_INDEX_STRATEGY": "unsafe-best-match", **found, **os.environ}


def handed_over(name: str, value: str) -> str:
    """One of pip's values in uv's form; uv refuses local folders that do not exist, pip passes over them."""
    if name != "find-links":
        return value
    return ",".join(link for link in value.split() if "://" in link or Path(link).exists())


if __name__ == "__main__":
    main(ROOT / sys.argv[1])
