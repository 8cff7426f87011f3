"""The articles of a language as RSS."""

from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from core.context import Frame
from public.models import PublicPage
from public.query import pages_for_everyone
from public.resolve import absolute
from public.richtext import plain

ARTICLE = "articles.ArticlePage"
MOST_ITEMS = 30


class ArticleFeed(Feed):
    """The newest articles that everybody may read."""

    def get_object(self, request: HttpRequest, language: str) -> Any:
        self.language = language
        return Frame(request), pages_for_everyone(request).filter(type=ARTICLE, locale=language)

    def title(self, found: Any) -> str:
        return _("Articles · %(clinic)s") % {"clinic": found[0].clinic.name}

    def description(self, found: Any) -> str:
        return _("New articles from %(clinic)s") % {"clinic": found[0].clinic.name}

    def link(self, found: Any) -> str:
        return absolute(found[0].home_address)

    def feed_url(self, found: Any) -> str:
        return absolute(reverse("feed", kwargs={"language": found[0].language}))

    def items(self, found: Any) -> list[PublicPage]:
        return list(found[1].order_by("-fields__display_date", "-first_released_at", "pk")[:MOST_ITEMS])

    def item_title(self, item: PublicPage) -> str:
        return item.title

    def item_description(self, item: PublicPage) -> str:
        return plain(item.listing["introduction"])

    def item_link(self, item: PublicPage) -> str:
        return absolute(item.address)

    def item_pubdate(self, item: PublicPage) -> datetime:
        return item.first_released_at
