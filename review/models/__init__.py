"""What review keeps beside the ledger."""

from .comments import PassageComment
from .people import Absence, ReviewerCredential
from .reminders import Reminder
from .revisions import RevisionDigest
from .submissions import Assignment, Submission, due_date
from .tasks import ClinicalReviewTask

__all__ = [
    "Absence",
    "Assignment",
    "ClinicalReviewTask",
    "PassageComment",
    "Reminder",
    "ReviewerCredential",
    "RevisionDigest",
    "Submission",
    "due_date",
]
