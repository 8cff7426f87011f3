"""What review keeps beside the ledger."""

from review.lists import ClaimPattern, ProhibitedPhrase

from .comments import PassageComment
from .notices import CalendarFeed, NoticeChoice
from .people import Absence, ReviewerCredential
from .reminders import Reminder
from .revisions import RevisionDigest
from .submissions import Assignment, Submission, due_date
from .tasks import ClinicalReviewTask

__all__ = [
    "Absence",
    "Assignment",
    "CalendarFeed",
    "ClaimPattern",
    "ClinicalReviewTask",
    "NoticeChoice",
    "PassageComment",
    "ProhibitedPhrase",
    "Reminder",
    "ReviewerCredential",
    "RevisionDigest",
    "Submission",
    "due_date",
]
