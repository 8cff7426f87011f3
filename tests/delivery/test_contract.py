"""The answers, word for word. `GOLDEN=write pytest tests/delivery/test_contract.py` writes the files anew."""

import os
import re
from pathlib import Path
from typing import Any

import orjson

GOLDEN = Path(__file__).parent.parent / "api" / "golden"
WRITE = os.environ.get("GOLDEN") == "write"

ANSWERS = {
    "page_article": ("pages/{article}/", {}),
    "page_article_everything": ("pages/{article}/", {"fields": "*,authors(practitioner(*))"}),
    "page_treatment": ("pages/{treatment}/", {}),
    "page_practitioner": ("pages/{practitioner}/", {}),
    "page_home": ("pages/{home}/", {}),
    "page_spanish_article": ("pages/{spanish_article}/", {}),
    "pages": ("pages/", {}),
    "pages_of_a_type": ("pages/", {"type": "articles.ArticlePage", "fields": "introduction,hero_image(renditions)"}),
    "pages_bare": ("pages/", {"fields": "_,id", "limit": 2}),
    "images": ("images/", {}),
    "documents": ("documents/", {}),
    "redirects": ("redirects/", {}),
    "site": ("site/", {}),
    "search": ("search/", {"q": "esketamine"}),
    "changes": ("changes/", {"limit": 3}),
    "error_unknown_parameter": ("pages/", {"colour": "red"}),
    "error_unknown_field": ("pages/", {"fields": "colour"}),
    "error_missing": ("pages/999999/", {}),
}
VARYING = [
    (re.compile(r"\b[0-9a-f]{64}\b"), "<digest>"),
    (re.compile(r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b"), "<uuid>"),
    (re.compile(r"\b\d{4}-\d\d-\d\dT[\d:.]+Z"), "<moment>"),
    (re.compile(r"(/api/v2/\w+/)\d+/"), r"\1<id>/"),
    (re.compile(r"\b(First|Last|Author|condition-|topic-|page-|Trial |home page )\d+"), r"\1<n>"),
]
NUMBERS = ("id", "generation", "cursor")


def normalised(value: Any, name: str = "") -> Any:
    """An answer without what differs from run to run."""
    if isinstance(value, dict):
        return {key: normalised(item, key) for key, item in value.items()}
    if isinstance(value, list):
        return [normalised(item) for item in value]
    if isinstance(value, str):
        for pattern, replacement in VARYING:
            value = pattern.sub(replacement, value)
        return value
    return "<number>" if name in NUMBERS and isinstance(value, int) else value


def test_answers_are_what_they_were(world, client, redirect, subtests):
    for name, (path, query) in ANSWERS.items():
        response = client.get("/api/v2/" + path.format_map(Ids(world)), query)
        answer = {"status": response.status_code, "answer": normalised(response.json())}
        file = GOLDEN / f"{name}.json"
        if WRITE:
            GOLDEN.mkdir(parents=True, exist_ok=True)
            file.write_bytes(orjson.dumps(answer, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        with subtests.test(answer=name):
            assert answer == orjson.loads(file.read_bytes())


class Ids(dict):
    """The primary keys of the world's pages, by name."""

    def __init__(self, world: Any):
        super().__init__()
        self.world = world

    def __missing__(self, name: str) -> int:
        return getattr(self.world, name).pk
