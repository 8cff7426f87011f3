import hashlib
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy
from review.passages import passages
import re


class Level(models.TextChoices):
    BLOCKS = "blocks", gettext_lazy("Blocks submission")
    ANSWER = "answer", gettext_lazy("Needs an answer from whoever signs")
    ADVICE = "advice", gettext_lazy("Advice")


@dataclass(frozen=True)
class Finding:
    check: str
    level: Level
    place: str
    excerpt: str
    message: str

    @property
    def key(self) -> str:
        named = "\n".join((self.check, self.place, self.excerpt))
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def run(obj: Any, copy=None) -> list[Finding]:
    found = []
    for passage in passages(copy):
        for match in re.finditer(r"[^.]*\b(rapid|effective|percent)\b[^.]*\.", passage.text):
            found.append(Finding("claims", Level.ANSWER, passage.place, match[0].strip(), "This sentence makes a claim and cites nothing."))
        if "cure" in passage.text:
            found.append(Finding("phrases", Level.ADVICE, passage.place, "cure", "Avoid this word."))
    return found
