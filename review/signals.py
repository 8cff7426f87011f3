"""What review announces to the rest of the product."""

from django.dispatch import Signal

cleared = Signal()
"""Sent inside the transaction in which a clearance was given; argument ``subject`` (review.subjects.Subject)."""

due = Signal()
"""Sent once each 60, 30 and 7 days before the clearance of something public ends, and when it has ended.

Arguments: ``submission``, the latest round of its review, open or returned; ``days``, which of the four it is, 0 for
the end; ``until``, the moment of the end. Sent in a transaction: when a receiver raises, nothing of it counts, and it
is sent again at the next run. So what cannot be taken back, such as mail, belongs after the commit.
"""
