"""Search over what is public."""

import unicodedata

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from public.models import PublicPage

MOST_LENGTH = 500
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 20
"""Words of a query that are searched for; what follows is ignored."""
JOINERS = "'.-"
"""What may stand inside a word. Other signs are operators to the database."""
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


def search(query: str, pages: QuerySet[PublicPage], operator: str = "and") -> QuerySet[PublicPage]:
    """The pages among ``pages`` that hold every word of a query, most relevant first; with ``or``, any word.

    Any string is a query: one without words finds nothing, and none is an error.
    """
    words = words_of(query)
    if not words:
        return PublicPage.objects.none()
    # The backend understands filters on the searched table alone, so the given ones go into a subquery.
    among = PublicPage.objects.filter(pk__in=pages.order_by().values("pk"))
    results = get_search_backend().search(PlainText(" ".join(words), operator=operator), among)
    return results.get_queryset()
