"""Search over what is public."""

import unicodedata
from typing import Any

from django.db import connection
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from public.models import PublicPage, WholeText

MOST_LENGTH = 500
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 20
"""Words of a query that are searched for; what follows is ignored."""
JOINERS = "'.-"
"""What may stand inside a word. Other signs are operators to the database."""
SCORE = "score"
WORD_CATEGORIES = frozenset("LMN")
"""Letters, marks and numbers, by the first letter of their Unicode category: vowel signs belong to their word."""


def words_of(query: str) -> list[str]:
    """The words of a query as a person typed it, quotes and signs left out."""
    spaced = "".join(
        character if unicodedata.category(character)[0] in WORD_CATEGORIES or character in JOINERS else " "
        for character in query[:MOST_LENGTH]
    )
    words = (word.strip(JOINERS) for word in spaced.split())
    return [word for word in words if word][:MOST_WORDS]


def search(query: str, pages: QuerySet[PublicPage], operator: str = "and", whole: bool = False) -> QuerySet[PublicPage]:
    """The pages among ``pages`` that hold every word of a query, most relevant first; with ``or``, any word.

    ``whole`` says that what is for practitioners alone is searched too. For others no word of it counts, not even for
    the order. Any string is a query: one without words finds nothing, and none is an error.
    """
    words = words_of(query)
    if not words:
        return PublicPage.objects.none()
    asked = PlainText(" ".join(words), operator=operator)
    if not whole:
        return _found(PublicPage, pages, asked).get_queryset()
    # Each page is looked for in one of the two texts, so none has two scores.
    texts = _found(WholeText, pages, asked).annotate_score(SCORE).get_queryset()
    others = _found(PublicPage, pages.filter(whole_text=None), asked).annotate_score(SCORE).get_queryset()
    scores = [Subquery(found.order_by().filter(pk=OuterRef("pk")).values(SCORE)[:1]) for found in (texts, others)]
    both = PublicPage.objects.filter(Q(pk__in=texts.values("pk")) | Q(pk__in=others.values("pk")))
    # SQLite's scores are the lower the better a page is.
    best_first = f"-{SCORE}" if connection.vendor == "postgresql" else SCORE
    return both.annotate(**{SCORE: Coalesce(*scores)}).order_by(best_first, "-pk")


def _found(model: type[Model], pages: QuerySet[PublicPage], asked: PlainText) -> Any:
    """The results of a search in one table."""
    # The backend understands filters on the searched table alone, so the given ones go into a subquery.
    among = model._default_manager.filter(pk__in=pages.order_by().values("pk"))
    return get_search_backend().search(asked, among)
