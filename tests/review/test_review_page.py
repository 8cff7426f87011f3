"""The review page: what a reviewer is shown of a text, and what signing it asks for."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from ledger import record
from ledger.models import SignOff
from review import checks, comments, margin, passwords, signing
from review.checks import Finding, Level
from review.forms import reason_name
from review.models import Submission
from review.passages import Passage
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.rows import Rows, made_once

CLAIM = "<p>Relief is rapid.</p>"
PLAIN = "<p>People ask about sleep.</p>"
LONG = "".join(f"<p>Sentence number {number} says what we know about sleep.</p>" for number in range(20))


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Rows]:
    """A released article, one that is under review for the first time, and people."""

    def build() -> Rows:
        rows = Rows()
        index = factories.release(factories.article_index(factories.site()))
        for name, group in (("clinician", CLINICIANS), ("editor", EDITORS), ("manager", PRACTICE_MANAGERS)):
            rows.keep(name, factories.user(group))
        rows.keep("colleague", factories.clinician())
        rows.keep("index", index)
        article = factories.article(index, title="Ketamine and sleep", introduction=LONG, search_description="Sleep")
        rows.keep("article", factories.release(article, rows.clinician))
        rows.keep("new", factories.article(index, title="Ketamine at home"))
        rows.keep("submission", factories.submit(rows.new))
        rows.keep("statement", factories.safety_statement(boxed_warning="<p>It is a breakthrough.</p>"))
        return rows

    with made_once(django_db_blocker, build) as rows:
        yield rows


@pytest.fixture
def rows(db: None, made: Rows) -> Rows:
    return made


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(submission: Submission, user: Any, **query: str) -> Any:
    """The answer to somebody who opens the review page."""
    return logged_in(user).get(reverse("review:sign", args=[submission.pk]), query)


def revised(rows: Rows, **fields: Any) -> Submission:
    """The released article, changed and sent to review."""
    return factories.submit(factories.revise(rows.article, author=rows.editor, **fields))


def item_of(submission: Submission) -> signing.Item:
    return signing.item_for(Submission.objects.get(pk=submission.pk))


def decision(submission: Submission, decision: str = "sign", role: int = 0, **fields: Any) -> dict[str, Any]:
    """What a signer's browser posts: every point confirmed, and, unless ``fields`` say so, no reason given."""
    item = item_of(submission)
    points = {f"point_{key}": "on" for key in item.policy.attestations[role].checklist}
    form = {"digest": item.digest, "comment": "", "password": factories.PASSWORD, "decision": decision}
    return {**form, **points, **fields}


def decide(submission: Submission, user: Any, *args: Any, **fields: Any) -> Any:
    url = reverse("review:sign", args=[submission.pk])
    return logged_in(user).post(url, decision(submission, *args, **fields))


def reasons(submission: Submission, words: str = "It is common knowledge.") -> dict[str, str]:
    """A reason for every finding, as posted."""
    return {reason_name(finding.key): words for finding in item_of(submission).findings}


def decisions(obj: Any) -> list[SignOff]:
    return list(record.decisions(str(obj.subject)))


class TestComparison:
    """What the text is compared with, and whether the changes are marked in it."""

    def test_a_new_text_is_plain_and_has_no_switch(self, rows: Rows) -> None:
        answer = page_of(rows.submission, rows.clinician)
        assert answer.context["reading"].bases == []
        assert 'name="since"' not in answer.content.decode()
        assert "New: nothing of it is public yet" in answer.content.decode()

    def test_who_signed_before_sees_what_changed_since_then(self, rows: Rows) -> None:
        mine = record.current_edition(str(rows.article.subject)).digest
        second = revised(rows, title="Ketamine and good sleep")
        factories.sign(rows.article, rows.colleague)
        between = record.current_edition(str(rows.article.subject)).digest
        third = revised(rows, title="Ketamine and very good sleep")

        reading = page_of(third, rows.clinician).context["reading"]
        assert [base.digest for base in reading.bases] == [mine, between]
        assert (reading.shown, reading.comparison.words_changed) == (mine, 2)
        reading = page_of(third, rows.colleague).context["reading"]
        assert [base.digest for base in reading.bases] == [between]
        assert (reading.shown, reading.comparison.words_changed) == (between, 1)
        assert second.pk != third.pk

    def test_who_sent_it_back_sees_what_changed_since_then(self, rows: Rows) -> None:
        submission = revised(rows, title="Ketamine and good sleep")
        sent_back = item_of(submission).digest
        decide(submission, rows.colleague, "return", comment="How good?")
        factories.revise(rows.article, author=rows.editor, title="Ketamine and very good sleep")
        rows.article.current_workflow_state.resume(rows.editor)
        again = Submission.objects.waiting().of(rows.article).get()

        reading = page_of(again, rows.colleague).context["reading"]
        assert (reading.shown, reading.comparison.words_changed) == (sent_back, 1)
        assert reading.base.label == "Since you asked for changes"
        reading = page_of(again, rows.clinician).context["reading"]
        assert (reading.base.label, reading.comparison.words_changed) == ("Since you signed", 2)

    @pytest.mark.parametrize("asked", ["", "plain", "0" * 64])
    def test_a_change_is_marked_unless_the_plain_text_is_asked_for(self, rows: Rows, asked: str) -> None:
        submission = revised(rows, title="Ketamine and good sleep")
        answer = page_of(submission, rows.colleague, since=asked)
        frame = logged_in(rows.colleague).get(answer.context["text_url"]).content.decode()
        assert ("rv-new" in frame) is (asked != "plain")
        assert "1 word changed" in answer.content.decode()

    def test_a_text_that_is_mostly_new_is_plain_until_somebody_asks(self, rows: Rows) -> None:
        submission = revised(rows, introduction="<p>Not a word of this was there before, so marks would hide it.</p>")
        base = record.current_edition(str(rows.article.subject)).digest
        assert page_of(submission, rows.colleague).context["reading"].shown == "plain"
        assert page_of(submission, rows.colleague, since=base).context["reading"].shown == base

    def test_no_copy_of_another_text_can_be_asked_for(self, rows: Rows) -> None:
        secret = factories.article(rows.index, title="Nobody knows this title")
        factories.release(secret)
        digest = record.current_edition(str(secret.subject)).digest
        answer = page_of(rows.submission, rows.clinician, since=digest)
        assert "Nobody knows" not in answer.content.decode()
        url = reverse("review:text", args=[rows.submission.pk, item_of(rows.submission).digest])
        assert "Nobody knows" not in logged_in(rows.clinician).get(url, {"since": digest}).content.decode()

    @pytest.mark.parametrize(
        ("introduction", "is_first"), [(LONG + "<p>Ask us.</p>", True), (LONG + LONG.replace("know", "heard"), False)]
    )
    def test_a_small_change_is_signed_right_below_it(self, rows: Rows, introduction: str, is_first: bool) -> None:
        answer = page_of(revised(rows, introduction=introduction), rows.colleague).content.decode()
        assert (answer.index('id="review-decision"') < answer.index('id="review-reading"')) is is_first
        assert ("<ins>Ask us.</ins>" in answer) is is_first


class TestMargin:
    """What stands beside the text."""

    def test_is_in_reading_order_whatever_it_is_about(self, rows: Rows) -> None:
        item = item_of(rows.submission)
        text = checks.Text(item.row, json.loads(item.payload))
        heading, paragraph = (block["id"] for block in text.copy["body"])
        order = ["", "title", "introduction", "hero_image/alt", f"body/{heading}", f"body/{paragraph}", "meta/slug"]
        findings = [Finding("rule", Level.ADVICE, place, "", "Look at this.") for place in sorted(order)]
        found = margin.margin(text, text.passages, [], findings)
        assert [note.place for note in found.notes] == order

    def test_tells_what_a_passage_cites_once_each(self, rows: Rows) -> None:
        first, second = factories.reference(), factories.reference()
        cite = '<a linktype="citation" id="{}">Trial</a>'.format
        cited = f"{LONG}<p>One{cite(first.pk)}, two{cite(second.pk)}{cite(first.pk)}.</p>"
        shown = page_of(revised(rows, introduction=cited), rows.colleague)
        (note,) = [note for note in shown.context["margin"].notes if note.references]
        assert [(number, found["title"]) for number, found in note.references] == [(1, first.title), (2, second.title)]
        assert note.place == "introduction"

    def test_shows_comments_findings_and_references_where_they_belong(self, rows: Rows) -> None:
        submission = revised(rows, introduction=LONG + CLAIM)
        item = item_of(submission)
        text = [Passage("introduction", LONG + CLAIM, True)]
        comments.add(item.row, item.digest, text, rows.editor, "introduction", "Relief is rapid.", "Is this so?")
        comments.add(
            item.row, item.digest, [Passage("body/gone", "Words", False)], rows.editor, "body/gone", "", "Why?"
        )
        shown = page_of(submission, rows.colleague)
        (note,) = [note for note in shown.context["margin"].notes if note.place == "introduction"]
        assert [thread.comment.body for thread in note.threads] == ["Is this so?"]
        assert [finding.excerpt for finding in note.findings if finding.level == Level.ANSWER] == ["Relief is rapid."]
        assert "About words that are no longer there" in shown.content.decode()


class TestFindings:
    """What the checks find is answered by whoever signs, and kept with the signature."""

    def test_nothing_is_signed_while_one_has_no_reason(self, rows: Rows, nothing_happens: Any) -> None:
        submission = revised(rows, introduction=LONG + CLAIM)
        with nothing_happens():
            answer = decide(submission, rows.colleague, comment="Well written")
        assert "Say why it can be signed" in answer.content.decode()
        assert "Relief is rapid." in answer.content.decode()
        assert answer.context["form"]["comment"].value() == "Well written"

    def test_all_of_them_are_recorded_with_the_reasons(self, rows: Rows) -> None:
        submission = revised(rows, introduction=LONG + CLAIM, search_description="")
        found = {finding.check: finding for finding in item_of(submission).findings}
        decide(submission, rows.colleague, **{reason_name(found["uncited_claims"].key): "Said of every infusion."})
        recorded = {finding["check"]: finding for finding in decisions(rows.article)[0].findings}
        claim = recorded["uncited_claims"]
        assert (claim["level"], claim["place"], claim["excerpt"]) == ("answer", "introduction", "Relief is rapid.")
        assert (claim["message"], claim["reason"]) == (found["uncited_claims"].message, "Said of every infusion.")
        assert recorded["search_description"]["level"] == Level.ADVICE
        assert recorded["search_description"]["reason"] == ""

    def test_each_of_several_signers_answers(self, rows: Rows, nothing_happens: Any) -> None:
        submission = factories.submit(rows.statement)
        decide(submission, rows.clinician, **reasons(submission))
        with nothing_happens():
            decide(submission, rows.manager, "sign", 1)
        decide(submission, rows.manager, "sign", 1, **reasons(submission, "As on the label."))
        by_role = {sign_off.role: sign_off.findings[0]["reason"] for sign_off in decisions(rows.statement)}
        assert by_role == {"clinician": "It is common knowledge.", "compliance": "As on the label."}
        assert record.current_edition(str(rows.statement.subject))

    def test_reasons_are_kept_when_the_text_changes_under_the_signer(self, rows: Rows, nothing_happens: Any) -> None:
        submission = revised(rows, introduction=LONG + CLAIM)
        form = decision(submission, comment="Well written", until="2199-01-01", **reasons(submission))
        draft = rows.article.get_latest_revision_as_object()
        draft.title = "Overwritten in place"
        draft.save_revision(user=rows.editor, overwrite_revision=draft.latest_revision)
        with nothing_happens():
            answer = logged_in(rows.colleague).post(reverse("review:sign", args=[submission.pk]), form)
        shown = answer.context["form"]
        assert {field.value() for _, field in shown.findings()} == {"It is common knowledge."}
        assert (shown["comment"].value(), shown["until"].value()) == ("Well written", "2199-01-01")
        assert "The text has changed since you opened it" in answer.content.decode()
        assert not any(point.value() for point in shown.checklist())

    def test_who_answered_a_finding_before_is_offered_the_reason_again(self, rows: Rows) -> None:
        decide(first := revised(rows, introduction=LONG + CLAIM), rows.colleague, **reasons(first, "Said of all."))
        second = revised(rows, title="Ketamine and good sleep")
        offered = {
            user: [field.value() for _, field in page_of(second, user).context["form"].findings()]
            for user in (rows.colleague, rows.clinician)
        }
        assert offered == {rows.colleague: ["Said of all."], rows.clinician: [None]}

    @pytest.mark.parametrize("again", [False, True], ids=["a new text", "what is public"])
    def test_a_reference_retracted_meanwhile_stops_the_signature(
        self, rows: Rows, nothing_happens: Any, again: bool
    ) -> None:
        reference = factories.reference(doi="10.1000/182")
        cited = f'{LONG}<p>Mood lifted<a linktype="citation" id="{reference.pk}">Trial</a>.</p>'
        submission = revised(rows, introduction=cited)
        if again:
            factories.sign(rows.article)
            factories.revise(rows.article, introduction=PLAIN).latest_revision.publish(skip_permission_checks=True)
            submission = Submission.objects.open(rows.article, kind=Submission.Kind.PERIODIC)
        reference.retracted_on = timezone.localdate()
        reference.save()
        shown = page_of(submission, rows.colleague).content.decode()
        assert "This publication was retracted" in shown
        assert 'value="sign"' not in shown
        with nothing_happens():
            refused = decide(submission, rows.colleague, **reasons(submission))
        assert "This text cannot be signed as it is" in refused.content.decode()

    def test_what_is_signed_again_is_checked_as_it_is_whatever_is_drafted(self, rows: Rows) -> None:
        factories.revise(rows.article, introduction=LONG + CLAIM).latest_revision.publish(skip_permission_checks=True)
        submission = Submission.objects.open(rows.article, kind=Submission.Kind.PERIODIC)
        assert "uncited_claims" not in {finding.check for finding in item_of(submission).findings}


def test_a_copy_is_checked_as_its_object_is(rows: Rows) -> None:
    reference = factories.reference()
    cited = f'<p>Mood lifted<a linktype="citation" id="{reference.pk}">Trial</a>.</p>'
    fields = {"title": "Relief is rapid", "introduction": cited, "search_description": ""}
    draft = factories.revise(rows.article, **fields).get_latest_revision_as_object()
    item = item_of(factories.submit(draft))
    assert {finding.check for finding in item.findings} >= {"uncited_claims", "reference_identifiers"}
    assert item.findings == checks.run(draft)


class TestPanel:
    """The form above the signature."""

    def test_a_signer_may_vouch_for_a_shorter_time(self, rows: Rows) -> None:
        day = timezone.localdate() + timedelta(days=30)
        decide(revised(rows, title="Ketamine and rest"), rows.colleague, until=str(day))
        until = record.current_edition(str(rows.article.subject)).clearance.until
        assert timezone.localtime(until).date() == day

    @pytest.mark.parametrize("days", [0, -1])
    def test_but_not_until_today(self, rows: Rows, nothing_happens: Any, days: int) -> None:
        day = str(timezone.localdate() + timedelta(days=days))
        submission = revised(rows, title="Ketamine and rest")
        # The end of today is ahead, but nothing would be vouched for tomorrow.
        with nothing_happens():
            answer = decide(submission, rows.colleague, until=day)
        assert answer.context["form"].errors["until"] == ["Choose a day after today for the next review."]
        assert answer.context["form"]["until"].value() == day

    def test_changes_can_be_asked_for_with_the_comments_alone(self, rows: Rows) -> None:
        submission = revised(rows, introduction=LONG + PLAIN)
        item = item_of(submission)
        text = [Passage("introduction", LONG + PLAIN, True)]
        for body in ("Who asks?", "Done already"):
            said = comments.add(item.row, item.digest, text, rows.colleague, "introduction", "People ask", body)
        comments.resolve(said, rows.editor)
        decide(submission, rows.colleague, "return")
        assert decisions(rows.article)[0].comment == "“People ask”: Who asks?"
        assert item.row.current_workflow_state.status == "needs_changes"

    @pytest.mark.parametrize("verdict", ["sign", "return"])
    def test_leads_on_to_the_next_text_of_the_queue(self, rows: Rows, verdict: str) -> None:
        following = revised(rows, title="Ketamine and rest")
        answer = decide(rows.submission, rows.clinician, verdict, comment="Why?", **reasons(rows.submission))
        assert answer["Location"] == reverse("review:sign", args=[following.pk])
        last = decide(following, rows.colleague, verdict, comment="Why?")
        assert last["Location"] == reverse("review:queue")

    def test_neighbours_follow_the_day_they_are_due(self, rows: Rows) -> None:
        later, first, middle = (factories.submit(factories.article(rows.index)) for _ in range(3))
        today = timezone.localdate()
        for submission, days in ((first, 1), (middle, 2), (later, 2)):
            Submission.objects.filter(pk=submission.pk).update(due_on=today + timedelta(days=days))
        Submission.objects.filter(pk=rows.submission.pk).update(due_on=today)
        context = page_of(later, rows.clinician).context
        assert (context["previous"].pk, context["next"].pk) == (first.pk, middle.pk)
        assert page_of(middle, rows.clinician).context["next"] is None


class TestPassword:
    """Wrong passwords are counted, without a cache."""

    def wrong(self, submission: Submission, user: Any, times: int) -> Any:
        return [decide(submission, user, password="a guess") for _ in range(times)][-1]

    def test_after_too_many_not_even_the_right_one_is_looked_at(self, rows: Rows, nothing_happens: Any) -> None:
        with nothing_happens():
            self.wrong(rows.submission, rows.clinician, passwords.MOST_WRONG)
            answer = decide(rows.submission, rows.clinician, comment="Read", **reasons(rows.submission))
        assert "Too many wrong passwords" in answer.content.decode()
        assert "15 minutes" in answer.content.decode()
        assert answer.context["form"]["comment"].value() == "Read"

    def test_it_is_again_when_the_first_is_older(self, rows: Rows) -> None:
        self.wrong(rows.submission, rows.clinician, passwords.MOST_WRONG)
        entry = ModelLogEntry.objects.filter(action="keta.wrong_password").earliest("timestamp")
        ModelLogEntry.objects.filter(pk=entry.pk).update(timestamp=entry.timestamp - passwords.WITHIN)
        decide(rows.submission, rows.clinician, **reasons(rows.submission))
        assert decisions(rows.new)

    def test_one_account_does_not_lock_another(self, rows: Rows) -> None:
        self.wrong(rows.submission, rows.clinician, passwords.MOST_WRONG + 1)
        decide(rows.submission, rows.colleague, **reasons(rows.submission))
        assert decisions(rows.new)


class TestCommentAndSignOnly:
    """A reviewer needs no permission to edit anything."""

    def test_no_link_on_the_page_is_dead(self, rows: Rows) -> None:
        submission = revised(rows, introduction=LONG + CLAIM)
        client = logged_in(rows.colleague)
        page = client.get(reverse("review:sign", args=[submission.pk])).content.decode()
        main = page[page.index('class="review"') :]
        links = {link for link in re.findall(r'(?:href|src)="(/[^"#]*)', main) if not link.startswith("/static")}
        assert len(links) >= 3
        assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)

    @pytest.mark.parametrize(("role", "linked"), [("colleague", False), ("editor", True)])
    def test_the_editor_is_linked_for_those_who_may_open_it(self, rows: Rows, role: str, linked: bool) -> None:
        url = reverse("wagtailadmin_pages:edit", args=[rows.new.pk])
        assert (url in page_of(rows.submission, getattr(rows, role)).content.decode()) is linked

    @pytest.mark.parametrize("group", [CLINICIANS, EDITORS, TRANSLATORS])
    def test_only_those_who_may_decide_get_the_form(self, rows: Rows, group: str) -> None:
        user = factories.user(group)
        shown = page_of(rows.submission, user).content.decode()
        assert ('type="password"' in shown) is (group == CLINICIANS)


def test_history_tells_everything_latest_first(rows: Rows) -> None:
    first = revised(rows, title="Ketamine and rest")
    rows.article.current_workflow_state.cancel(user=rows.editor)
    rows.article.get_workflow().start(rows.article, rows.editor)
    second = Submission.objects.waiting().of(rows.article).get()
    decide(second, rows.colleague, "return", comment="Which trial?")
    rows.article.current_workflow_state.resume(rows.editor)
    third = Submission.objects.waiting().of(rows.article).get()
    answer = page_of(third, rows.colleague)
    told = [(event.what, event.who, event.words) for event in answer.context["history"]]
    clinician, colleague = (f"{user.reviewer_credential.name}, MD" for user in (rows.clinician, rows.colleague))
    assert told[:8] == [
        ("sent to review: Changed", str(rows.editor), ""),
        ("asked for changes", colleague, "Which trial?"),
        ("sent to review: Changed", str(rows.editor), ""),
        ("Taken back", "", ""),
        ("sent to review: Changed", str(rows.editor), ""),
        ("became public", "", ""),
        ("signed: medically accurate", clinician, ""),
        ("sent to review: New", str(rows.article.owner), ""),
    ]
    assert first.pk < second.pk < third.pk
    # What was decided on before can be compared with.
    edition = record.current_edition(str(rows.article.subject))
    assert f"?since={edition.digest}" in answer.content.decode()


def test_the_page_costs_the_same_queries_whatever_stands_on_it(
    rows: Rows, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    submission = revised(rows, introduction=LONG + CLAIM)
    client = logged_in(rows.colleague)
    url = reverse("review:sign", args=[submission.pk])
    item = item_of(submission)
    text = [Passage("introduction", LONG, True)]
    comments.answer(comments.add(item.row, "", text, rows.editor, "introduction", "", "First"), rows.colleague, "Yes")
    client.get(url)
    # Session, account and its groups; the round, its row and revision; the text; who wrote it; its decisions, rounds,
    # editions and comments; the lists of the checks; both neighbours; who could sign it; and what Wagtail's own frame
    # asks for.
    with django_assert_max_num_queries(81) as first:
        client.get(url)
    for _ in range(5):
        said = comments.add(item.row, "", text, rows.editor, "introduction", "", "Another")
        comments.answer(said, rows.colleague, "Yes")
        signing.ask_for_changes(submission.pk, rows.colleague, item.digest, "Why?", "password")
        rows.article.current_workflow_state.resume(rows.editor)
        submission = Submission.objects.waiting().of(rows.article).get()
    with django_assert_num_queries(len(first)):
        answer = client.get(reverse("review:sign", args=[submission.pk]))
    assert len(answer.context["history"]) > 10
