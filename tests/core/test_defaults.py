"""Nothing is asked of an editor that the system can fill in."""

from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from articles.models import ArticlePage
from tests import factories


def test_an_article_needs_no_slug_and_no_date(home: Any) -> None:
    index = factories.article_index(home)
    client = Client()
    client.force_login(factories.editor())
    address = reverse("wagtailadmin_pages:add", args=["articles", "articlepage", index.pk])
    form = client.get(address).context["form"]
    assert not form.fields["slug"].required
    assert form["display_date"].value() == timezone.localdate()
    none = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}
    words = {
        "title": "What to bring",
        "slug": "",
        "introduction": rich_text("<p>Little.</p>"),
        "body": streamfield([("rich_text", rich_text("<p>A friend.</p>"))]),
        "display_date": form["display_date"].value(),
        "authors": none,
        "comments": none,
    }
    answer = client.post(address, nested_form_data(words))
    assert answer.status_code == 302, answer.context["form"].errors
    assert ArticlePage.objects.get(title="What to bring").slug == "what-to-bring"
