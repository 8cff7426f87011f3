"""What translating needs to remember beside wagtail-localize's own tables."""

from translations.models.board import Batch, Standing, State
from translations.models.glossary import GlossaryTerm
from translations.models.notices import WithdrawalNotice
from translations.models.people import TranslatorGroup
from translations.models.provenance import Provenance
from translations.models.sources import ClearedSource, DraftOrigin

__all__ = [
    "Batch",
    "ClearedSource",
    "DraftOrigin",
    "GlossaryTerm",
    "Provenance",
    "Standing",
    "State",
    "TranslatorGroup",
    "WithdrawalNotice",
]
