"""The requests that are measured, and how much each may cost."""

from dataclasses import dataclass

from articles.models import ArticlePage
from public.models import PublicPage

CACHED = 0.15
"""Milliseconds of processor time for an answer from the cache."""
ADDRESSES = 160
"""The most addresses of one kind that are asked for."""


@dataclass(frozen=True)
class Measured:
    """A kind of request: what it is called, its addresses, and the milliseconds it may cost without the cache."""

    name: str
    addresses: list[str]
    goal: float | None = None


def requests(articles: list[ArticlePage]) -> list[Measured]:
    """The requests readers and clients make of a site with these articles."""
    some = [article.pk for article in articles[:: max(1, len(articles) // ADDRESSES)]][:ADDRESSES]
    offsets = range(0, max(1, min(len(articles) - 20, ADDRESSES * 20)), 20)
    pages = "/api/v2/pages/"
    typed = f"{pages}?type=articles.ArticlePage&limit=20"
    by_title = PublicPage.objects.filter(page_id__in=some).order_by("page_id")
    words = [title.split()[-1].lower() for title in by_title.values_list("title", flat=True)]
    return [
        Measured("API detail", [f"{pages}{pk}/" for pk in some], goal=3),
        Measured("API list of 20", [f"{typed}&offset={offset}" for offset in offsets], goal=4),
        Measured("API list of 20, fields=*", [f"{typed}&fields=*&offset={offset}" for offset in offsets], goal=4),
        Measured("API search", [f"{pages}?search={word}&limit=20" for word in words]),
        Measured("HTML article", list(by_title.values_list("address", flat=True)), goal=6),
        Measured("HTML index", [f"{_index(articles[0])}?page={1 + offset // 20}" for offset in offsets]),
        Measured("HTML search", [f"/en/search/?q={word}" for word in words]),
    ]


def _index(article: ArticlePage) -> str:
    return PublicPage.objects.get(page_id=article.get_parent().pk).address
