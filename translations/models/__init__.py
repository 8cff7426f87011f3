"""What translating needs to remember beside wagtail-localize's own tables."""

from translations.models.glossary import GlossaryTerm
from translations.models.notices import WithdrawalNotice

__all__ = ["GlossaryTerm", "WithdrawalNotice"]
