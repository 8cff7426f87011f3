"""Where a translation stands in its review, for the foot of the editor."""

from dataclasses import dataclass

from ledger.models import SignOff
from review import desk
from review.models import Submission
from review.policy import ROLE_NAMES
from review.subjects import Reviewable


@dataclass(frozen=True)
class Standing:
    """``submission`` is the round in which it waits, for whom ``waits_for`` says; ``asked`` the decision that sent it
    back; ``public`` what readers see of it."""

    submission: Submission | None
    waits_for: list[str]
    asked: SignOff | None
    public: desk.PublicText

    @property
    def review_url(self) -> str:
        """Its page on the desk; empty while it does not wait."""
        return desk.review_url(self.submission) if self.submission else ""


def standing(obj: Reviewable) -> Standing:
    """Where a page or snippet stands in its review."""
    submission = desk.submission_of(obj)
    return Standing(submission, _waits_for(submission), desk.asked_for(obj), desk.public_text(obj))


def _waits_for(submission: Submission | None) -> list[str]:
    """Who has not signed yet: people where they are named, else roles."""
    if submission is None:
        return []
    unsigned = submission.assignments.filter(sign_off=None).select_related("person")
    return [str(each.person or ROLE_NAMES.get(each.role, each.role)) for each in unsigned]
