"""The registry of checks: what they find, how they are written, and how they are run."""

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.checks.text import Text
from review.subjects import Reviewable

logger = logging.getLogger(__name__)

LONGEST_EXCERPT = 160


class Level(models.TextChoices):
    """What a finding asks for: a change before submission, a written reason of whoever signs, or a thought."""

    BLOCKS = "blocks", gettext_lazy("Blocks submission")
    ANSWER = "answer", gettext_lazy("Needs an answer from whoever signs")
    ADVICE = "advice", gettext_lazy("Advice")


SERIOUS = [Level.BLOCKS, Level.ANSWER, Level.ADVICE]


class Found(NamedTuple):
    """What a check yields.

    ``place`` is a passage or field (review.passages), empty for the whole text; ``excerpt`` the words it is about, in
    the language of the text; ``message`` says to people what to do, in theirs.
    """

    level: Level
    place: str
    excerpt: str
    message: str


@dataclass(frozen=True)
class Finding:
    """What was found, and by which check."""

    check: str
    level: Level
    place: str
    excerpt: str
    message: str

    @property
    def key(self) -> str:
        """The name under which it is answered: the same as long as check, place and excerpt are. 16 hex digits."""
        named = "\n".join((self.check, self.place, self.excerpt))
        return hashlib.sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:16]


Check = Callable[[Text], Iterable[Found]]
_checks: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Register a check under the name of its function. Its docstring gives the rule and where the rule comes from."""
    _checks[function.__name__] = function
    return function


def registered() -> dict[str, Check]:
    """All checks by name."""
    return dict(_checks)


def run(obj: Reviewable, copy: dict[str, Any] | None = None) -> list[Finding]:
    """What the checks find in a page or snippet, saved or not, in reading order; of the whole text first.

    ``copy`` is that of ``Text``.
    """
    text = Text(obj, copy)
    try:
        text.read()
    except Exception:
        # A draft may hold half a block; nothing of it can be checked, nor signed.
        logger.info("The text of %s cannot be read yet.", obj.pk, exc_info=True)
        return [Finding("copy", Level.ANSWER, "", "", _("The text is not complete, so it could not be checked."))]
    every = [finding for name, function in _checks.items() for finding in _run(name, function, text)]
    # Of several under one key the most serious stays.
    every.sort(key=lambda finding: SERIOUS.index(finding.level), reverse=True)
    findings = {finding.key: finding for finding in every}
    return sorted(findings.values(), key=lambda finding: (text.rank(finding.place), SERIOUS.index(finding.level)))


def _run(name: str, function: Check, text: Text) -> Iterator[Finding]:
    """One check. What it cannot judge is for the reviewer to judge: a fault of ours lets nothing through in silence."""
    try:
        found = list(function(text))
    except Exception:
        logger.exception("The check %s failed.", name)
        message = _("The check “%(name)s” could not be run. Read the text with its rule in mind.")
        found = [Found(Level.ANSWER, "", "", message % {"name": name})]
    for level, place, excerpt, message in found:
        yield Finding(name, level, place, Truncator(excerpt).chars(LONGEST_EXCERPT), message)
