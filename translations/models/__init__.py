"""What translating needs to remember beside wagtail-localize's own tables."""

from translations.models.glossary import GlossaryTerm
from translations.models.notices import WithdrawalNotice
from translations.models.provenance import Provenance

__all__ = ["GlossaryTerm", "Provenance", "WithdrawalNotice"]
