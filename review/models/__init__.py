"""What review keeps beside the ledger."""

from .comments import PassageComment
from .people import Absence, ReviewerCredential
from .revisions import RevisionDigest
from .submissions import Assignment, Submission, due_date
from .tasks import ClinicalReviewTask

__all__ = [
    "Absence",
    "Assignment",
    "ClinicalReviewTask",
    "PassageComment",
    "ReviewerCredential",
    "RevisionDigest",
    "Submission",
    "due_date",
]
