"""Text that a check blocks is not submitted, whichever way it comes."""

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from review.checks.registry import Finding, Level, run
from review.errors import Blocked
from review.subjects import Reviewable

SUBMISSIONS = ("action-submit", "action-restart-workflow")
"""The buttons of Wagtail's editor that send a text to review."""


def refuse_blocked(text: Reviewable) -> list[Finding]:
    """What the checks find in a page or snippet as it stands. Raises Blocked when one of them blocks it."""
    findings = run(text)
    blocking = [finding for finding in findings if finding.level == Level.BLOCKS]
    if blocking:
        raise Blocked(blocking)
    return findings


class SubmissionFormMixin:
    """An editor's form that is not valid while a check blocks what it would submit; saving is always possible.

    The task refuses such text by itself. Here it is refused before anything is saved or started, as an error of the
    form, with everything that was typed.
    """

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        if any(self.data.get(action) for action in SUBMISSIONS):
            try:
                # Writes nothing: it puts children and choices into the instance, as saving will once more.
                refuse_blocked(self.save(commit=False))
            except Blocked as refusal:
                for reason in refusal.reasons():
                    self.add_error(None, reason)
        return not self.errors


class ReviewedPageForm(SubmissionFormMixin, WagtailAdminPageForm):
    """The form of every page; without a slug it gets one from its title."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False


class ReviewedSnippetForm(SubmissionFormMixin, WagtailAdminModelForm):
    """The form of every reviewed snippet."""
