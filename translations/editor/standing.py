"""Where a translation stands in its review, for the foot of the editor."""

from dataclasses import dataclass

from wagtail_localize.models import Translation

from ledger.models import SignOff
from review import desk
from review.models import Submission
from review.policy import ROLE_NAMES
from review.subjects import Reviewable
from translations.sources import newer_digest


@dataclass(frozen=True)
class Standing:
    """``submission`` is the round in which it waits, for whom ``waits_for`` says; ``asked`` the decision that sent it
    back; ``public`` what readers see of it; ``is_outdated`` that the signed source says something else by now."""

    submission: Submission | None
    waits_for: list[str]
    asked: SignOff | None
    public: desk.PublicText
    is_outdated: bool

    @property
    def review_url(self) -> str:
        """Its page on the desk; empty while it does not wait."""
        return desk.review_url(self.submission) if self.submission else ""


def standing(obj: Reviewable, translation: Translation) -> Standing:
    """Where the target of a translation stands in its review, and whether it is made from what is signed by now."""
    submission = desk.submission_of(obj)
    outdated = newer_digest(translation) is not None
    return Standing(submission, _waits_for(submission), desk.asked_for(obj), desk.public_text(obj), outdated)


def _waits_for(submission: Submission | None) -> list[str]:
    """Who has not signed yet: people where they are named, else roles."""
    if submission is None:
        return []
    unsigned = submission.assignments.filter(sign_off=None).select_related("person")
    return [str(each.person or ROLE_NAMES.get(each.role, each.role)) for each in unsigned]
