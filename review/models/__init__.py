"""What review keeps beside the ledger."""

from review.lists import ClaimPattern, ProhibitedPhrase

from .comments import PassageComment
from .people import Absence, ReviewerCredential
from .revisions import RevisionDigest
from .submissions import Assignment, Submission, due_date
from .tasks import ClinicalReviewTask

__all__ = [
    "Absence",
    "Assignment",
    "ClaimPattern",
    "ClinicalReviewTask",
    "PassageComment",
    "ProhibitedPhrase",
    "ReviewerCredential",
    "RevisionDigest",
    "Submission",
    "due_date",
]
