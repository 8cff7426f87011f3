"""Turns a file somebody wrote elsewhere into a draft article.

``read`` brings every format to one neutral document; ``draft_of`` makes the article's blocks of it, with a
report of where each part went and what found no place.
"""

from .blocks import ArticleDraft, draft_of
from .document import Document
from .errors import CannotImport
from .read import read
from .report import Entry, Report

__all__ = ["ArticleDraft", "CannotImport", "Document", "Entry", "Report", "draft_of", "read"]
