"""What translating needs to remember beside wagtail-localize's own tables."""

from .provenance import Provenance

__all__ = ["Provenance"]
