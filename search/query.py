"""Search over what is public."""

import re

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText

from public.models import PublicPage

MOST_LENGTH = 500
"""Characters of a query that are read; what follows is ignored."""
MOST_WORDS = 20
"""Words of a query that are searched for; what follows is ignored."""
# Letters and digits, and what joins them inside a word. Other signs are operators to the database.
WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")


def words_of(query: str) -> list[str]:
    """The words of a query as a person typed it, quotes and signs left out."""
    return WORD.findall(query[:MOST_LENGTH])[:MOST_WORDS]


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
