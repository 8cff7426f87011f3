"""The way through a queue from one text to the next."""

from django.db.models import Q, QuerySet

from review.models import Submission


def after(submission: Submission, queue: QuerySet[Submission]) -> Submission | None:
    """The text that follows in a queue, which is ordered by the day it is due; whether or not this one is in it."""
    later = Q(due_on=submission.due_on, pk__gt=submission.pk) | Q(due_on__gt=submission.due_on)
    return queue.filter(later).order_by("due_on", "pk").first()


def before(submission: Submission, queue: QuerySet[Submission]) -> Submission | None:
    """The text that comes before it."""
    earlier = Q(due_on=submission.due_on, pk__lt=submission.pk) | Q(due_on__lt=submission.due_on)
    return queue.filter(earlier).order_by("-due_on", "-pk").first()
