"""What review announces to the rest of the product."""

from django.dispatch import Signal

cleared = Signal()
"""Sent inside the transaction in which a clearance was given; argument ``subject`` (review.subjects.Subject)."""

assigned = Signal()
"""Sent inside the transaction in which somebody was named for a signature by somebody else; arguments ``assignment``
(review.models.Assignment) and ``by`` (an account)."""
