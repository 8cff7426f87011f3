"""What review announces to the rest of the product. Each is sent inside the transaction in which it happened."""

from django.dispatch import Signal

cleared = Signal()
"""A clearance was given; argument ``subject`` (review.subjects.Subject)."""

opened = Signal()
"""A round of review was opened; argument ``submission`` (review.models.Submission)."""

assigned = Signal()
"""A signature was handed to somebody; arguments ``assignment`` (review.models.Assignment), which names them, and
``by``, the account that did so."""

decided = Signal()
"""Somebody signed or asked for changes; arguments ``submission`` and ``sign_off`` (ledger.models.SignOff)."""

held_back = Signal()
"""A text was to become public and did not; arguments ``subject`` (review.subjects.Subject), ``title`` and ``digest`` of
the text, ``reason`` (a key of review.withheld.REASONS), and ``by``, the account that published it (None for a date)."""

due = Signal()
"""Sent once each 60, 30 and 7 days before the clearance of something public ends, and when it has ended.

Arguments: ``submission``, the latest round of its review, open or returned; ``days``, which of the four it is, 0 for
the end; ``until``, the moment of the end. Sent in a transaction: when a receiver raises, nothing of it counts, and it
is sent again at the next run. So what cannot be taken back, such as mail, belongs after the commit.
"""
