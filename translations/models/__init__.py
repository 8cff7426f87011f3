"""What translating needs to remember beside wagtail-localize's own tables."""

from translations.models.board import Batch, Standing, State

__all__ = ["Batch", "Standing", "State"]
