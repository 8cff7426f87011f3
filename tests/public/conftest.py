"""A tree of pages with everything that can happen to one."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Locale, PageViewRestriction

from public.models import PublicPage, PublicUse
from tests import factories
from tests.rows import Rows, once


def projection() -> list[list[dict]]:
    """Everything the projection holds, without the keys of rows that a rebuild makes anew."""
    pages = PublicPage.objects.order_by("pk").values()
    uses = PublicUse.objects.order_by("subject", "field", "key").values("subject", "page", "field", "key", "object_id")
    return [list(pages), list(uses)]


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[timedelta], None]:
    """Put the clocks of this process forward: Django's, and that by which the cache forgets. The database's stays."""
    now, seconds = timezone.now, time.time

    def forward(by: timedelta) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + by)
        monkeypatch.setattr(time, "time", lambda: seconds() + by.total_seconds())

    return forward


def _tree() -> Rows:
    rows = Rows()
    home = rows.keep("home", factories.site())
    about = rows.keep("about", factories.release(factories.standard(home, title="About", slug="about")))
    team = factories.standard(about, title="Team", slug="team", hero_image=factories.picture())
    nested = rows.keep("nested", factories.release(team))
    deep = rows.keep("deep", factories.release(factories.standard(nested, title="Deep", slug="deep")))
    rows.keep("other", factories.release(factories.standard(rows.home, title="Other", slug="other")))
    index = factories.article_index(rows.home, title="Articles", slug="articles")
    index = rows.keep("index", factories.release(index))
    safety = rows.keep("safety", factories.release(factories.safety_statement()))
    body = [("safety_statement", safety), ("related_pages", {"pages": [deep]})]
    article = factories.article(index, title="Article", slug="article", body=body)
    article.topics.set([factories.topic()])
    article.save()
    article.save_revision(user=article.owner)
    rows.keep("article", factories.release(article))
    factories.release(factories.article(rows.index, title="Retired", slug="retired")).unpublish()
    section = factories.release(factories.section(rows.home, title="Section", slug="section"))
    rows.keep("section", section)
    factories.release(factories.resource(section, slug="protocol", document=factories.document()))
    restricted = factories.release(factories.standard(rows.home, title="Private", slug="private"))
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    rows.keep("restricted", restricted)
    spanish = Locale.objects.get(language_code="es")
    factories.release(rows.home.copy_for_translation(spanish))
    factories.release(rows.index.copy_for_translation(spanish))
    draft = rows.keep("draft", factories.standard(rows.home, title="Draft", slug="draft"))
    rows.keep("below_draft", factories.release(factories.standard(draft, title="Below", slug="below")))
    return rows


released_tree = once(_tree)


@pytest.fixture
def tree(db: None, released_tree: Rows) -> Rows:
    """Released pages in two languages: nested, retired, restricted, with files, snippets and references."""
    return released_tree
