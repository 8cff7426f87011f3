"""The queues: what stands in whose, in which order, what a line tells, and what it costs."""

import re
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from ledger.models import Clearance
from review import signing
from review.models import Absence, Assignment, Submission
from review.policy import (
    CLINICIAN,
    CLINICIANS,
    COMPLIANCE,
    EDITORS,
    PRACTICE_MANAGERS,
    TRANSLATORS,
    VERIFIED_PRACTITIONERS,
)
from review.queue import filters, rounds
from review.queue.entries import ago, entries
from review.queue.rounds import Reader
from tests import factories
from tests.rows import Rows, made_once

TABS = ("queue", "team", "done", "due_again")
BUDGET = 15
"""Queries of a page of the desk; nine of them are Wagtail's own, for the session and its menu."""


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Any:
    """A released article index with a draft article, and people."""

    def build() -> Rows:
        rows = Rows()
        home = factories.site()
        index = rows.keep("index", factories.release(factories.article_index(home)))
        rows.keep("article", factories.article(index, title="Ketamine at home", slug="at-home"))
        rows.keep("standard", factories.standard(home, title="House rules"))
        rows.keep("statement", factories.safety_statement())
        for name in ("clinician", "colleague"):
            rows.keep(name, factories.user(CLINICIANS, first_name=name.title(), last_name="Weiss"))
        rows.keep("manager", factories.user(PRACTICE_MANAGERS))
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


def shown(user: Any, tab: str = "queue", **query: Any) -> list[str]:
    """The titles on a tab, as somebody gets it."""
    answer = logged_in(user).get(reverse(f"review:{tab}"), query)
    assert answer.status_code == 200
    return [entry.title for entry in answer.context["object_list"]]


def mine(user: Any) -> list[str]:
    """The titles in somebody's own queue."""
    return [submission.title for submission in rounds.mine(Reader(user))]


def a_round(title: str = "A text", role: str = CLINICIAN, person: Any = None, **fields: Any) -> Submission:
    """A round of review of a page that is gone: enough for what a queue tells."""
    fields = {"due_on": timezone.localdate() + timedelta(days=5), "kind": "new", "locale": "en", **fields}
    submission = Submission.objects.create(
        subject=f"page:{uuid.uuid4()}:en", type=fields.pop("type", "articles.ArticlePage"), title=title, **fields
    )
    Assignment.objects.create(submission=submission, role=role, person=person)
    return submission


def away(user: Any, delegate: Any, first: int = 0, last: int = 0) -> Absence:
    """An absence, in days from today."""
    today = timezone.localdate()
    return Absence.objects.create(
        user=user, delegate=delegate, first_day=today + timedelta(days=first), last_day=today + timedelta(days=last)
    )


def many(count: int, people: list[Any]) -> None:
    """Rounds that wait, and as many that have ended, of pages that are gone but for a few."""
    today, now = timezone.localdate(), timezone.now()
    common = {"type": "articles.ArticlePage", "locale": "en", "kind": "new", "submitted_by": people[0]}
    submissions = Submission.objects.bulk_create(
        Submission(
            subject=f"page:{uuid.uuid4()}:en",
            title=f"Text {number}",
            due_on=today + timedelta(days=number % 40 - 10),
            closed_at=now - timedelta(hours=number) if ended else None,
            outcome="signed" if ended else "",
            findings={"answer": number % 3, "advice": 1},
            **common,
        )
        for ended in (False, True)
        for number in range(count)
    )
    Assignment.objects.bulk_create(
        Assignment(
            submission=submission,
            role=CLINICIAN,
            person=[*people, None][number % (len(people) + 1)],
            sign_off=number + 1 if submission.closed_at else None,
        )
        for number, submission in enumerate(submissions)
    )


class TestWhoseQueue:
    def test_what_is_named_for_nobody_waits_for_everybody_in_the_role(self, rows: Rows) -> None:
        factories.submit(rows.article)
        factories.submit(rows.standard)
        assert mine(rows.clinician) == ["Ketamine at home", "House rules"]
        assert mine(factories.editor()) == ["House rules"]
        assert mine(factories.user(TRANSLATORS)) == []
        assert mine(factories.user(is_superuser=True)) == []

    def test_what_is_named_for_somebody_waits_for_them_alone(self, rows: Rows) -> None:
        a_round("Hers", person=rows.colleague)
        assert mine(rows.colleague) == ["Hers"]
        assert mine(rows.clinician) == []
        assert shown(rows.clinician, "team") == ["Hers"]

    @pytest.mark.parametrize(("first", "last"), [(0, 0), (-3, 0), (0, 3)])
    def test_while_somebody_is_away_it_waits_for_their_delegate_too(self, rows: Rows, first: int, last: int) -> None:
        a_round("Hers", person=rows.colleague)
        away(rows.colleague, rows.clinician, first, last)
        assert mine(rows.clinician) == mine(rows.colleague) == ["Hers"]
        answer = logged_in(rows.clinician).get(reverse("review:queue")).content.decode()
        assert f"For {rows.colleague}, who is away" in answer

    @pytest.mark.parametrize(("first", "last"), [(-3, -1), (1, 3)])
    def test_before_and_after_it_does_not(self, rows: Rows, first: int, last: int) -> None:
        a_round("Hers", person=rows.colleague)
        away(rows.colleague, rows.clinician, first, last)
        assert mine(rows.clinician) == []

    def test_a_delegate_who_is_away_is_stood_in_for_in_turn(self, rows: Rows) -> None:
        third = factories.clinician()
        a_round("Hers", person=rows.colleague)
        away(rows.colleague, third)
        away(third, rows.clinician)
        away(rows.clinician, rows.colleague)
        assert mine(rows.clinician) == ["Hers"]

    def test_standing_in_opens_no_other_role(self, rows: Rows) -> None:
        both = factories.user(CLINICIANS, EDITORS)
        editor = factories.editor()
        a_round("Medical", person=both)
        a_round("Editorial", role="editor", person=both)
        away(both, editor)
        assert mine(editor) == ["Editorial"]

    @pytest.mark.parametrize("loss", [lambda user: user.groups.clear(), lambda user: deactivate(user)])
    def test_what_is_named_for_somebody_who_may_sign_no_more_is_nobodys(self, rows: Rows, loss: Any) -> None:
        a_round("Orphaned", person=rows.colleague)
        loss(rows.colleague)
        assert mine(rows.clinician) == ["Orphaned"]

    def test_what_the_reader_has_signed_waits_for_others(self, rows: Rows) -> None:
        both = factories.user(CLINICIANS, PRACTICE_MANAGERS)
        submission = a_round("Two signatures", person=both)
        Assignment.objects.create(submission=submission, role=COMPLIANCE)
        assert mine(both) == ["Two signatures"]
        submission.assignments.filter(role=CLINICIAN).update(sign_off=1)
        assert mine(both) == []
        assert mine(rows.manager) == ["Two signatures"]
        assert shown(both, "team") == ["Two signatures"]

    def test_a_signature_under_other_words_is_asked_for_again(self, rows: Rows) -> None:
        statement = rows.statement
        submission = factories.submit(statement)
        sign(submission, rows.clinician)
        assert mine(rows.clinician) == []
        # Overwritten in place, as Wagtail's autosave does: the words are others, the round is the same.
        revision = statement.latest_revision
        revision.content["information"] = "<p>Three hours of monitoring</p>"
        revision.save()
        sign(submission, rows.manager)
        assert mine(rows.clinician) == [statement.title]
        submission.refresh_from_db()
        assert submission.is_open

    def test_ended_rounds_wait_no_more(self, rows: Rows) -> None:
        factories.submit(rows.article)
        factories.sign(rows.article)
        assert mine(rows.clinician) == []

    def test_practice_managers_see_everything_that_waits_but_open_only_what_they_may_read(self, rows: Rows) -> None:
        medical, editorial = factories.submit(rows.article), factories.submit(rows.standard)
        answer = logged_in(rows.manager).get(reverse("review:team"))
        assert [entry.title for entry in answer.context["object_list"]] == ["Ketamine at home", "House rules"]
        assert reverse("review:sign", args=[editorial.pk]) in answer.content.decode()
        assert f'href="{reverse("review:sign", args=[medical.pk])}"' not in answer.content.decode()


class TestLines:
    def test_come_by_the_day_they_are_due_then_by_age(self, rows: Rows) -> None:
        today = timezone.localdate()
        for title, days in (("Later", 9), ("Soon", 1), ("Overdue", -2), ("Soon too", 1)):
            a_round(title, due_on=today + timedelta(days=days))
        assert shown(rows.clinician) == ["Overdue", "Soon", "Soon too", "Later"]

    def test_tell_what_kind_of_change_it_is_and_what_was_found(self, rows: Rows) -> None:
        a_round(
            kind="translation",
            locale="es",
            words_changed=34,
            findings={"blocks": 1, "answer": 2, "advice": 0},
            due_on=timezone.localdate() - timedelta(days=3),
            submitted_by=rows.colleague,
        )
        answer = logged_in(rows.clinician).get(reverse("review:queue")).content.decode()
        for words in (
            "Article",
            "Spanish",
            "Translation",
            "34 words",
            "1 blocking",
            "2 to answer",
            str(rows.colleague),
        ):
            assert words in answer
        assert "advisory" not in answer
        # In words, for those who do not see the colour.
        assert "3 days ago" in answer
        assert "Overdue" in answer

    def test_show_the_title_under_review(self, rows: Rows) -> None:
        factories.submit(factories.revise(factories.release(rows.article), title="Another name"))
        assert shown(rows.clinician) == ["Another name"]

    def test_mark_what_the_reader_wrote(self, rows: Rows) -> None:
        author = factories.editor()
        factories.submit(factories.revise(rows.standard, author))
        note = "You wrote part of this"
        assert note in logged_in(author).get(reverse("review:queue")).content.decode()
        assert note not in logged_in(factories.editor()).get(reverse("review:queue")).content.decode()

    def test_mark_what_the_reader_wrote_of_what_stands_in_it(self, rows: Rows) -> None:
        author = factories.user(CLINICIANS, EDITORS)
        picture = factories.picture()
        type(picture).objects.filter(pk=picture.pk).update(uploaded_by_user=author)
        factories.submit(factories.revise(rows.article, hero_image=picture))
        answer = logged_in(author).get(reverse("review:queue")).content.decode()
        assert "You wrote part of this" in answer

    def test_stand_without_the_row_they_are_about(self, rows: Rows) -> None:
        submission = a_round("Vanished")
        for tab, closed_at in (("queue", None), ("team", None), ("done", timezone.now())):
            Submission.objects.filter(pk=submission.pk).update(closed_at=closed_at)
            answer = logged_in(rows.clinician).get(reverse(f"review:{tab}")).content.decode()
            assert "Vanished" in answer
            assert "The text is gone" in answer
            assert reverse("review:sign", args=[submission.pk]) not in answer

    def test_stand_without_the_type_and_the_accounts_they_name(self, rows: Rows) -> None:
        a_round("Old", type="gone.Model", locale="xx")
        answer = logged_in(rows.clinician).get(reverse("review:team")).content.decode()
        assert "gone.Model" in answer
        assert "a deleted account" in answer

    @pytest.mark.parametrize(
        ("days", "words"),
        [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-2, "2 days ago")],
    )
    def test_tell_days_from_today(self, rows: Rows, days: int, words: str) -> None:
        submission = a_round(due_on=timezone.localdate() + timedelta(days=days))
        (entry,) = entries(Submission.objects.filter(pk=submission.pk), Reader(rows.clinician))
        assert entry.due_in == words
        assert entry.overdue == (days < 0)

    @pytest.mark.parametrize(
        ("seconds", "words", "spanish"),
        [
            (-5, "just now", "ahora mismo"),
            (0, "just now", "ahora mismo"),
            (59, "just now", "ahora mismo"),
            (60, "1 minute ago", "hace 1 minuto"),
            (7300, "2 hours ago", "hace 2 horas"),
        ],
    )
    def test_tell_how_long_ago_and_never_of_no_minutes(self, seconds: int, words: str, spanish: str) -> None:
        moment = timezone.now() - timedelta(seconds=seconds)
        assert ago(moment).replace("\xa0", " ") == words
        with translation.override("es"):
            assert ago(moment).replace("\xa0", " ") == spanish


class TestDone:
    def test_tells_what_became_of_it_and_who_decided(self, rows: Rows) -> None:
        submission = factories.submit(rows.article)
        sign(submission, rows.clinician, approves=False)
        factories.submit(rows.standard)
        factories.sign(rows.standard, rows.colleague)
        answer = logged_in(rows.clinician).get(reverse("review:done"))
        latest, before = answer.context["object_list"][:2]
        assert (latest.title, latest.ended[0], latest.decided_by) == ("House rules", "Signed", [str(rows.colleague)])
        assert (before.title, before.ended[0]) == ("Ketamine at home", "Changes asked for")
        assert before.decided_by == [str(rows.clinician)]

    def test_can_be_narrowed_to_ones_own(self, rows: Rows) -> None:
        factories.submit(rows.standard)
        factories.sign(rows.standard, rows.clinician)
        assert shown(rows.clinician, "done", person="me") == ["House rules"]
        assert shown(rows.colleague, "done", person="me") == []
        assert shown(rows.colleague, "done", person=rows.clinician.pk) == ["House rules"]

    def test_holds_nothing_of_other_roles(self, rows: Rows) -> None:
        sign(factories.submit(rows.article), rows.clinician)
        editor = factories.editor()
        assert "Ketamine at home" not in shown(editor, "done")


class TestDueAgain:
    def test_lists_public_texts_whose_clearance_ends(self, rows: Rows) -> None:
        now = timezone.now()
        owner = factories.editor()
        for title, days in (("Soon", 30), ("Sooner", 10), ("Not yet", 120)):
            submission = factories.submit(factories.article(rows.index, title=title, owner=owner))
            sign(submission, rows.clinician, until=now + timedelta(days=days))
        assert shown(rows.clinician, "due_again") == ["Sooner", "Soon"]
        answer = logged_in(rows.clinician).get(reverse("review:due_again")).content.decode()
        assert str(owner) in answer
        assert "Article" in answer

    def test_lists_those_whose_clearance_has_ended(self, rows: Rows, monkeypatch: Any) -> None:
        article = factories.release(rows.article, rows.clinician)
        later = Clearance.objects.get(subject=str(article.subject)).until + timedelta(days=3)
        monkeypatch.setattr(timezone, "now", lambda: later)
        answer = logged_in(rows.clinician).get(reverse("review:due_again"))
        assert "Ketamine at home" in [ending.title for ending in answer.context["object_list"]]
        assert "Has ended" in answer.content.decode()


class TestNarrowing:
    @pytest.fixture
    def waiting(self, rows: Rows) -> None:
        today = timezone.localdate()
        a_round("Overdue article", due_on=today - timedelta(days=1), person=rows.clinician)
        a_round("Page of today", type="home.StandardPage", role="editor", due_on=today, findings={"answer": 2})
        a_round("Translation", locale="es", kind="translation", due_on=today + timedelta(days=30))

    @pytest.mark.parametrize(
        ("query", "titles"),
        [
            ({"type": "home.StandardPage"}, ["Page of today"]),
            ({"locale": "es"}, ["Translation"]),
            ({"kind": "translation"}, ["Translation"]),
            ({"due": "overdue"}, ["Overdue article"]),
            ({"due": "today"}, ["Page of today"]),
            ({"due": "week"}, ["Page of today"]),
            ({"person": "me"}, ["Overdue article"]),
            ({"person": "nobody"}, ["Page of today", "Translation"]),
            ({"findings": "answer"}, ["Page of today"]),
            ({"q": "article"}, ["Overdue article"]),
            ({"q": "article", "locale": "es"}, []),
        ],
        ids=str,
    )
    def test_filters_and_search(self, rows: Rows, waiting: None, query: dict, titles: list[str]) -> None:
        assert shown(rows.clinician, **query) == titles
        assert shown(rows.clinician, "team", **query) == titles

    def test_nonsense_narrows_nothing_and_breaks_nothing(self, rows: Rows, waiting: None) -> None:
        for query in ({"due": "x"}, {"person": "x' OR 1=1"}, {"type": "x"}, {"p": "999"}, {"p": "x"}):
            assert len(shown(rows.clinician, **query)) == 3

    def test_this_week_ends_on_sunday(self) -> None:
        assert filters.end_of_week(date(2026, 11, 23)) == date(2026, 11, 29)
        assert filters.end_of_week(date(2026, 11, 29)) == date(2026, 11, 29)

    def test_twenty_stand_on_a_page(self, rows: Rows) -> None:
        many(30, [rows.clinician])
        assert len(shown(rows.clinician)) == 20
        assert len(shown(rows.clinician, p=2)) == 10


class TestCost:
    def test_is_the_same_at_ten_and_at_two_thousand(
        self, rows: Rows, django_assert_max_num_queries: Any, django_assert_num_queries: Any
    ) -> None:
        for obj in (rows.article, rows.standard, rows.statement, factories.call_to_action()):
            factories.submit(obj)
        many(10, [rows.clinician, rows.colleague])
        client = logged_in(rows.clinician)
        cost = {}
        for tab in TABS:
            client.get(reverse(f"review:{tab}"))
            with django_assert_max_num_queries(BUDGET) as queries:
                client.get(reverse(f"review:{tab}"))
            cost[tab] = len(queries)
        many(2_000, [rows.clinician, rows.colleague])
        for tab in TABS:
            with django_assert_num_queries(cost[tab]):
                answer = client.get(reverse(f"review:{tab}"))
            assert tab == "due_again" or answer.context["items_count"] > 1_000

    @pytest.mark.postgres
    def test_the_head_of_a_queue_is_found_by_the_day_it_is_due(self, rows: Rows) -> None:
        many(1_000, [rows.clinician, rows.colleague])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE review_submission, review_assignment")
        assert "review_submission_due" in rounds.mine(Reader(rows.clinician))[:20].explain()
        assert "review_submission_closed" in rounds.done(Reader(rows.clinician))[:20].explain()


class TestAccess:
    SCREENS = (*TABS, "queue_results", "team_results", "done_results", "absences")

    @pytest.mark.parametrize(
        ("groups", "superuser"),
        [((TRANSLATORS,), False), ((VERIFIED_PRACTITIONERS,), False), ((), False), ((), True)],
        ids=["translator", "practitioner", "nobody's account", "administrator"],
    )
    def test_is_closed_to_those_who_sign_nothing(self, rows: Rows, groups: Any, superuser: bool) -> None:
        factories.submit(rows.article)
        client = logged_in(factories.user(*groups, is_superuser=superuser))
        for screen in self.SCREENS:
            answer = client.get(reverse(f"review:{screen}"))
            assert answer.status_code in (302, 403)
            assert "Ketamine at home" not in answer.content.decode()

    def test_without_a_session_one_logs_in_first(self, rows: Rows) -> None:
        for screen in self.SCREENS:
            answer = Client().get(reverse(f"review:{screen}"))
            assert answer.status_code == 302
            assert reverse("wagtailadmin_login") in answer["Location"]

    @pytest.mark.parametrize("group", [CLINICIANS, EDITORS, PRACTICE_MANAGERS])
    def test_is_open_to_everybody_who_signs(self, rows: Rows, group: str) -> None:
        client = logged_in(factories.user(group))
        for screen in self.SCREENS:
            assert client.get(reverse(f"review:{screen}")).status_code == 200

    def test_no_link_leads_a_clinician_to_a_refusal(self, rows: Rows) -> None:
        for obj in (rows.article, rows.standard, rows.statement):
            factories.submit(obj)
        factories.release(factories.article(rows.index))
        client = logged_in(rows.clinician)
        begin = [reverse("wagtailadmin_home"), *(reverse(f"review:{screen}") for screen in self.SCREENS)]
        links = set().union(*(links_on(client.get(address).content.decode()) for address in begin))
        for link in links - {reverse("wagtailadmin_logout")}:
            answer = client.get(link)
            assert answer.status_code == 200, link
        assert links > {reverse("review:queue"), reverse("review:absences"), reverse("wagtailadmin_account")}
        assert reverse("wagtail_localize:translations_report") not in links


class TestDashboard:
    def test_begins_with_what_waits_and_counts_what_is_overdue(self, rows: Rows) -> None:
        factories.submit(rows.article)
        a_round("Late", due_on=timezone.localdate() - timedelta(days=1))
        answer = logged_in(rows.clinician).get(reverse("wagtailadmin_home"))
        assert answer.context["panels"][0].name == "review"
        page = answer.content.decode()
        assert "2 texts wait for your signature" in page
        assert "1 of them is overdue" in page
        assert "Review (2)" in page

    def test_says_nothing_of_it_to_those_who_sign_nothing(self, rows: Rows) -> None:
        factories.submit(rows.article)
        answer = logged_in(factories.user(TRANSLATORS)).get(reverse("wagtailadmin_home"))
        assert reverse("review:queue") not in answer.content.decode()


def links_on(page: str) -> set[str]:
    """The addresses in the admin that a page links to, or names in its menu."""
    page = unescape(page)
    return set(re.findall(r'(?:href=|"url": )"(/admin/[^"#]*)', page))


def deactivate(user: Any) -> None:
    """Close an account."""
    user.is_active = False
    user.save()


def sign(submission: Submission, user: Any, approves: bool = True, **fields: Any) -> None:
    """Decide as the review page does."""
    item = signing.item_for(Submission.objects.get(pk=submission.pk))
    if not approves:
        signing.ask_for_changes(submission.pk, user, item.digest, "Which trial?", "password")
        return
    checklist = signing.signatory(item, user).assignment.role
    answers = dict.fromkeys(item.policy.attestation(checklist).checklist, True)
    signing.approve(submission.pk, user, item.digest, answers, "", "password", **fields)
