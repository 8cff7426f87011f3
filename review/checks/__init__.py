"""The checks: what a machine can tell about a text before somebody signs it. They decide nothing about its truth.

Apps register their checks when they are ready: those that need no content type stand here, others beside their models.
"""

from review.checks.registry import Check, Finding, Found, Level, check, registered, run
from review.checks.submission import ReviewedPageForm, ReviewedSnippetForm, refuse_blocked
from review.checks.text import Text, unit

__all__ = [
    "Check",
    "Finding",
    "Found",
    "Level",
    "ReviewedPageForm",
    "ReviewedSnippetForm",
    "Text",
    "check",
    "refuse_blocked",
    "registered",
    "run",
    "unit",
]
