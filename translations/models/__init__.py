"""What translating needs to remember beside wagtail-localize's own tables."""

from .glossary import GlossaryTerm

__all__ = ["GlossaryTerm"]
