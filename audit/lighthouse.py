"""Lighthouse as it looks at a page on a phone; every figure is the median of some runs."""

import json
import os
import subprocess
from collections.abc import Iterator
from statistics import median
from typing import Any

from audit.figures import Figure
from audit.tools import FLAGS, LIGHTHOUSE, chromium

RUNS = 3
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SCORE = 98
KILOBYTES, SECONDS = "kB", "s"

Report = dict[str, Any]


class Failed(Exception):
    """Lighthouse could not measure; what it said."""


def reports(address: str) -> list[Report]:
    """What Lighthouse says of an address, once for each run. Raises Failed."""
    return [_report(address) for _ in range(RUNS)]


def _report(address: str) -> Report:
    options = ["--output=json", "--quiet", f"--only-categories={','.join(CATEGORIES)}"]
    flags = f"--chrome-flags={' '.join(['--headless=new', *FLAGS])}"
    run = subprocess.run(
        ["node", LIGHTHOUSE, address, *options, flags],
        env=os.environ | {"CHROME_PATH": chromium() or ""},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise Failed(run.stderr)
    report: Report = json.loads(run.stdout)
    return report


def scores(name: str, found: list[Report]) -> Iterator[Figure]:
    """The four scores of a page, of a hundred."""
    for category in CATEGORIES:
        score = median(100 * report["categories"][category]["score"] for report in found)
        yield Figure(f"Lighthouse, {name}: {category}", SCORE, score, more_is_better=True)


def weight_and_pace(name: str, found: list[Report]) -> Iterator[Figure]:
    """What a page weighs, how soon its largest part is there, and how far its parts move."""
    words = median(_bytes(report, lambda kind: kind not in ("Image", "Media")) for report in found)
    scripts = median(_bytes(report, lambda kind: kind == "Script") for report in found)
    yield Figure(f"{name}: transfer without images", 60, words / 1000, KILOBYTES)
    yield Figure(f"{name}: scripts", 10, scripts / 1000, KILOBYTES)
    yield Figure(f"{name}: largest contentful paint", 1.5, _number(found, "largest-contentful-paint") / 1000, SECONDS)
    yield Figure(f"{name}: cumulative layout shift", 0.02, _number(found, "cumulative-layout-shift"))


def _bytes(report: Report, is_meant: Any) -> int:
    requests = report["audits"]["network-requests"]["details"]["items"]
    return sum(one["transferSize"] for one in requests if is_meant(one.get("resourceType")))


def _number(found: list[Report], audit: str) -> float:
    return median(report["audits"][audit]["numericValue"] for report in found)


def complaints(found: list[Report]) -> Iterator[str]:
    """What keeps the scores of the last run from a hundred."""
    report = found[-1]
    for category in CATEGORIES:
        for part in report["categories"][category]["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 1:
                yield f"{category}: {audit['title']} {audit.get('displayValue', '')}".rstrip()
