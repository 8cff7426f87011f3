"""The dashboard by role: what each person's texts wait for, and only what concerns them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from review import signing
from review.dashboard import LISTS
from tests import factories
from tests.moments import ends


def home(user: Any) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(reverse("wagtailadmin_home"))


def panels(user: Any) -> list[str]:
    return [panel.name for panel in home(user).context["panels"]]


def told(name: str, user: Any) -> list[str]:
    return [line.title for line in LISTS[name].tell(LISTS[name].found(user))]


def test_a_text_is_in_one_list_at_a_time(index: Any) -> None:
    author = factories.editor()
    article = factories.article(index, title="My words", owner=author)

    def lists() -> dict[str, list[str]]:
        return {name: told(name, author) for name in ("drafts", "in-review", "returned")}

    assert lists() == {"drafts": ["My words"], "in-review": [], "returned": []}
    submission = factories.submit(article)
    assert lists() == {"drafts": [], "in-review": ["My words"], "returned": []}
    assert "waits for Clinician" in LISTS["in-review"].tell(LISTS["in-review"].found(author))[0].notes
    clinician, item = factories.clinician(), signing.item_for(submission)
    signing.ask_for_changes(submission.pk, clinician, item.digest, "Not yet.", "password")
    assert lists() == {"drafts": [], "in-review": [], "returned": ["My words"]}
    answer = home(author).content.decode()
    assert f"{clinician} asks for changes" in answer
    assert "Returned to me" in answer
    article.current_workflow_state.cancel(user=author)
    factories.release(article)
    assert lists() == {"drafts": [], "in-review": [], "returned": []}


def test_nobody_is_told_of_the_drafts_of_others(article: Any) -> None:
    answer = home(factories.editor())
    assert "Ketamine at home" not in answer.content.decode()
    assert "You have no drafts." in answer.content.decode()
    assert "Returned to me" not in answer.content.decode()


def test_each_sees_what_concerns_them(index: Any) -> None:
    writing = {"drafts", "in-review"}
    assert {"review", "due-again", "translations", *writing} <= set(panels(factories.editor()))
    assert not {"review", "due-again"} & set(panels(factories.translator()))
    assert "translations" in panels(factories.translator())
    assert not {"recent_edits", "workflow_objects_to_moderate"} & set(panels(factories.editor()))


def test_what_is_due_again_comes_the_most_urgent_first(index: Any, article: Any) -> None:
    article = factories.release(article)
    ends(article, timezone.now() - timedelta(days=2))
    ends(index, timezone.now() + timedelta(days=20))
    answer = home(factories.clinician()).content.decode()
    assert answer.index("Ketamine at home") < answer.index(index.title)
    assert "Overdue" in answer


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_shown_in_full(article: Any, name: str) -> None:
    client = Client()
    client.force_login(article.owner)
    answer = client.get(reverse("review:own", args=[name]))
    assert ("Ketamine at home" in answer.content.decode()) is (name == "drafts")
    assert client.get(reverse("review:own", args=["nothing"])).status_code == 404


def test_many_texts_cost_no_more_than_few(index: Any) -> None:
    author = factories.editor()
    costs = []
    for number in (2, 4):
        for _ in range(number):
            factories.article(index, owner=author)
        factories.submit(factories.article(index, owner=author))
        home(author)
        with CaptureQueriesContext(connection) as queries:
            home(author)
        costs.append(len(queries))
    assert costs[1] <= costs[0]
