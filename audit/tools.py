"""The programs that measure, beside what Python brings: told of in one line each when they are missing."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from audit.product import ROOT

PACKAGES = {"lighthouse": "12.8.2", "vnu-jar": "26.9.27"}
FOLDER = ROOT / "var" / "audit"
LIGHTHOUSE = FOLDER / "node_modules/lighthouse/cli/index.js"
CHECKER = FOLDER / "node_modules/vnu-jar/build/dist/vnu.jar"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
"""As root Chromium runs only without its sandbox."""
NEEDED = {
    "node": "Lighthouse needs Node.js 18 or newer (Debian: apt-get install nodejs)",
    "npm": "Lighthouse and the Nu HTML checker are installed by npm (Debian: apt-get install npm)",
    "java": "the Nu HTML checker needs Java 11 or newer (Debian: apt-get install default-jre-headless)",
}


def require() -> None:
    """Exit with what to install when something is missing, before anything takes time."""
    missing = [f"make audit: {why}." for program, why in NEEDED.items() if not shutil.which(program)]
    if not chromium():
        missing.append("make audit: pages are opened in Chromium (Debian: apt-get install chromium).")
    if missing:
        sys.exit("\n".join(missing))


def chromium() -> str | None:
    """The browser's path, None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@contextmanager
def browser() -> Iterator[Browser]:
    """The browser that people here look with."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield opened
        opened.close()


def install() -> None:
    """Have npm put the pinned packages into ``var/audit``, unless they are there. Exits when it cannot."""
    if _installed() == PACKAGES:
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    quiet = ("--no-save", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
    npm = subprocess.run(["npm", "install", "--prefix", FOLDER, *quiet, *wanted], check=False)
    if npm.returncode or _installed() != PACKAGES:
        sys.exit(f"make audit: npm could not install {' and '.join(wanted)}; its messages stand above.")


def _installed() -> dict[str, str]:
    """The versions that are there."""
    manifests = {name: FOLDER / "node_modules" / name / "package.json" for name in PACKAGES}
    return {name: json.loads(file.read_text())["version"] for name, file in manifests.items() if file.exists()}
