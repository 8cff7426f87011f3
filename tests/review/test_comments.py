"""Comments beside passages: they outlive the text they were made on, and everybody who reads it may answer."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from review import comments, errors, signing
from review.models import PassageComment, Submission
from review.passages import Passage, passages
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.rows import Rows, made_once

TITLE = Passage("title", "Ketamine at home", False)
FIRST = Passage("body/a/sections/0/text", "<p>It works <b>quickly</b>.</p><p>Mostly.</p>", True)
SECOND = Passage("body/a/sections/1/text", "<p>It lasts for days.</p>", True)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """An article under review."""

    def build() -> Rows:
        rows = Rows()
        index = factories.release(factories.article_index(factories.site()))
        rows.keep("article", factories.article(index, title="Ketamine at home"))
        rows.keep("submission", factories.submit(rows.article))
        for name, group in (("clinician", CLINICIANS), ("editor", EDITORS), ("manager", PRACTICE_MANAGERS)):
            rows.keep(name, factories.user(group))
        rows.keep("translator", factories.user(TRANSLATORS))
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def rows(db: None, made: Rows) -> Rows:
    return made


@pytest.fixture
def comment(rows: Rows) -> PassageComment:
    return comments.add(rows.article, "", [FIRST], rows.clinician, FIRST.place, "works quickly", "How quickly?")


def logged_in(user: Any, **options: Any) -> Client:
    client = Client(**options)
    client.force_login(user)
    return client


class TestPlace:
    """Where a comment stands when the text is another one."""

    def standing(self, rows: Rows, *text: Passage) -> tuple[str | None, bool]:
        (thread,) = comments.threads(rows.article, text)
        return thread.place, thread.changed

    @pytest.mark.parametrize(
        ("text", "place", "changed"),
        [
            ([TITLE, FIRST], FIRST.place, False),
            ([FIRST._replace(words="<p>It works  <i>quick</i>ly.</p>")], FIRST.place, False),
            ([FIRST._replace(words="<p>It works.</p>"), SECOND], FIRST.place, True),
            ([SECOND, FIRST._replace(place="body/a/sections/2/text")], "body/a/sections/2/text", False),
            ([SECOND._replace(place=FIRST.place), FIRST._replace(place=SECOND.place)], SECOND.place, False),
            ([FIRST._replace(place="body/other/sections/0/text")], None, True),
            ([TITLE], None, True),
        ],
        ids=["there", "other markup", "other words", "further down", "swapped", "in another block", "gone"],
    )
    def test_follows_the_words(
        self, rows: Rows, comment: PassageComment, text: list[Passage], place: str | None, changed: bool
    ) -> None:
        assert self.standing(rows, *text) == (place, changed)

    def test_of_the_whole_text_is_always_there(self, rows: Rows) -> None:
        comments.add(rows.article, "", [], rows.clinician, comments.WHOLE_TEXT, "some words", "Well done")
        assert self.standing(rows) == (comments.WHOLE_TEXT, False)

    @pytest.mark.parametrize(
        ("chosen", "quote"),
        [
            ("works  quickly", "works quickly"),
            ("quickly. Mostly.", "quickly. Mostly."),
            ("", "It works quickly.Mostly."),
            ("words of some other text", "It works quickly.Mostly."),
        ],
    )
    def test_quotes_words_of_its_passage_alone(self, rows: Rows, chosen: str, quote: str) -> None:
        comment = comments.add(rows.article, "", [FIRST], rows.clinician, FIRST.place, chosen, "Why?")
        assert comment.quote == quote
        assert self.standing(rows, FIRST) == (FIRST.place, False)

    @pytest.mark.parametrize(
        ("place", "body", "refusal"),
        [(SECOND.place, "Why?", errors.PassageGone), (FIRST.place, " \n", errors.NothingSaid)],
    )
    def test_is_refused_without_words_or_passage(self, rows: Rows, place: str, body: str, refusal: type) -> None:
        with pytest.raises(refusal):
            comments.add(rows.article, "", [FIRST], rows.clinician, place, "", body)
        assert not PassageComment.objects.exists()


def test_what_was_resolved_is_answered_only_once_it_is_open_again(rows: Rows, comment: PassageComment) -> None:
    comments.resolve(comment, rows.editor)
    with pytest.raises(errors.Resolved):
        comments.answer(comment, rows.clinician, "Not yet")
    assert not comment.replies.exists()

    comments.reopen(comment)
    comments.answer(comment, rows.clinician, "Not yet")
    assert comment.replies.get().body == "Not yet"


def test_who_resolved_it_first_stays(rows: Rows, comment: PassageComment) -> None:
    comments.resolve(comment, rows.editor)
    comments.resolve(comment, rows.clinician)
    comment.refresh_from_db()
    assert comment.resolved_by == rows.editor
    assert comment.resolved_at < timezone.now() + timedelta(minutes=1)
    assert comments.open_comments(rows.article) == []


def test_threads_cost_the_same_however_many_there_are(
    rows: Rows, comment: PassageComment, django_assert_num_queries: Any
) -> None:
    for _ in range(5):
        other = comments.add(rows.article, "", [FIRST], rows.editor, FIRST.place, "", "Another")
        comments.answer(other, rows.clinician, "An answer")
    article = rows.article
    assert article.locale
    # The comments with their authors, and the answers with theirs.
    with django_assert_num_queries(2):
        found = comments.threads(article, [FIRST])
        assert [len(thread.answers) for thread in found] == [0, 1, 1, 1, 1, 1]
        assert str(found[-1].answers[0].author)


def acts(rows: Rows, comment: PassageComment) -> dict[str, tuple[str, dict[str, str], Callable[[], bool]]]:
    """What may be done: the address, what is posted, and whether it happened."""
    submission = Submission.objects.get(pk=rows.submission.pk)
    return {
        "comment": (
            reverse("review:comment", args=[submission.pk]),
            {"place": "title", "body": "Too long"},
            lambda: PassageComment.objects.filter(body="Too long", quote="Ketamine at home").exists(),
        ),
        "answer": (
            reverse("review:answer", args=[comment.pk]),
            {"body": "In an hour"},
            lambda: comment.replies.filter(body="In an hour").exists(),
        ),
        "resolve": (
            reverse("review:resolve", args=[comment.pk]),
            {},
            lambda: PassageComment.objects.get(pk=comment.pk).resolved_at is not None,
        ),
        "reopen": (
            reverse("review:reopen", args=[comment.pk]),
            {},
            lambda: PassageComment.objects.get(pk=comment.pk).resolved_at is None,
        ),
    }


class TestWho:
    @pytest.mark.parametrize("act", ["comment", "answer", "resolve", "reopen"])
    @pytest.mark.parametrize("role", ["clinician", "editor"])
    def test_whoever_signs_or_edits_it_has_a_say(
        self, rows: Rows, comment: PassageComment, role: str, act: str
    ) -> None:
        if act == "reopen":
            comments.resolve(comment, rows.editor)
        url, form, happened = acts(rows, comment)[act]
        back = reverse("wagtailadmin_home")
        answer = logged_in(getattr(rows, role)).post(url, {**form, "next": back})
        assert answer["Location"].startswith(f"{back}#comment-")
        assert happened()

    @pytest.mark.parametrize("act", ["comment", "answer", "resolve"])
    @pytest.mark.parametrize("role", ["manager", "translator", None])
    def test_nobody_else_has(self, rows: Rows, comment: PassageComment, role: str | None, act: str) -> None:
        url, form, happened = acts(rows, comment)[act]
        client = logged_in(getattr(rows, role)) if role else Client()
        assert client.post(url, form).status_code == 302
        assert not happened()

    def test_another_site_cannot_post_it(self, rows: Rows, comment: PassageComment) -> None:
        url, form, happened = acts(rows, comment)["resolve"]
        assert logged_in(rows.clinician, enforce_csrf_checks=True).post(url, form).status_code == 403
        assert not happened()

    @pytest.mark.parametrize("act", ["answer", "resolve"])
    def test_an_answer_has_no_answers(self, rows: Rows, comment: PassageComment, act: str) -> None:
        reply = comments.answer(comment, rows.editor, "In an hour")
        answer = logged_in(rows.clinician).post(reverse(f"review:{act}", args=[reply.pk]), {"body": "Really?"})
        assert answer.status_code == 404
        assert not reply.replies.exists()


class TestForms:
    """Each works with and without scripts."""

    def test_a_refusal_keeps_what_was_written(self, rows: Rows, comment: PassageComment) -> None:
        comments.resolve(comment, rows.editor)
        url = reverse("review:answer", args=[comment.pk])
        answer = logged_in(rows.clinician).post(url, {"body": "A long thought"}, follow=True)
        assert "This was resolved meanwhile" in answer.content.decode()
        assert "A long thought" in answer.content.decode()

    def test_a_script_is_told_what_happened(self, rows: Rows, comment: PassageComment) -> None:
        client = logged_in(rows.clinician)
        url = reverse("review:answer", args=[comment.pk])
        refused = client.post(url, {"body": ""}, headers={"accept": "application/json"})
        assert (refused.status_code, json.loads(refused.content)["message"]) == (
            422,
            "Write what you want to say first.",
        )
        added = client.post(url, {"body": "In an hour"}, headers={"accept": "application/json"})
        assert json.loads(added.content)["comment"] == comment.pk

    @pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"])
    def test_nobody_is_sent_elsewhere(self, rows: Rows, comment: PassageComment, target: str) -> None:
        url = reverse("review:resolve", args=[comment.pk])
        answer = logged_in(rows.clinician).post(url, {"next": target})
        assert answer["Location"].startswith(reverse("wagtailadmin_home"))

    def test_a_character_that_cannot_be_stored_is_left_out(self, rows: Rows, comment: PassageComment) -> None:
        logged_in(rows.clinician).post(reverse("review:answer", args=[comment.pk]), {"body": "In an\x00 hour"})
        assert comment.replies.get().body == "In an hour"

    def test_nothing_is_said_about_a_text_that_is_decided(self, rows: Rows) -> None:
        submission = Submission.objects.get(pk=rows.submission.pk)
        item = signing.item_for(submission)
        signing.ask_for_changes(submission.pk, rows.clinician, item.digest, "Why?", "password")
        url = reverse("review:comment", args=[submission.pk])
        answer = logged_in(rows.clinician).post(url, {"place": "title", "body": "Too late"}, follow=True)
        assert "no longer under review" in answer.content.decode()
        assert "Too late" in answer.content.decode()
        assert not PassageComment.objects.exists()


def test_the_passages_of_a_real_text_can_be_commented(rows: Rows) -> None:
    article = rows.article
    item = signing.item_for(Submission.objects.get(pk=rows.submission.pk))
    for passage in passages(json.loads(item.payload)):
        comments.add(article, item.digest, [passage], rows.clinician, passage.place, "", "Here")
    found = comments.threads(article, passages(json.loads(item.payload)))
    assert found
    assert not any(thread.changed or thread.place is None for thread in found)
