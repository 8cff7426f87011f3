"""What applications announce. It is sent inside the transaction in which it happened."""

from django.dispatch import Signal

stepped = Signal()
"""An application took a step; argument ``step`` (practitioners.accounts.steps.Step), carried out."""
