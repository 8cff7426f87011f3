"""The board: who sees it, what each line says and leads to, what it can be narrowed by, and what it costs."""

import csv
import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page

from home.models import StandardPage
from review.models import Submission
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once
from tests.translations import tool
from translations.board.access import Looker
from translations.board.lines import lines
from translations.board.standing import rebuild, refresh
from translations.models import Standing, State

TABS = ("list", "matrix")
BUDGET = {"list": 24, "matrix": 24}
"""Queries of a page of the board; nine of them are Wagtail's own, for the session and its menu, and two tell into which
languages the reader translates."""


def build() -> Rows:
    rows = Rows()
    index = rows.keep("index", factories.release(factories.article_index(factories.site(), title="Articles")))
    rows.keep("article", factories.release(factories.article(index, title="Ketamine at home")))
    rows.keep("draft", factories.article(index, title="Not signed yet"))
    rows.keep("statement", factories.release(factories.safety_statement()))
    for group in (EDITORS, TRANSLATORS, CLINICIANS, PRACTICE_MANAGERS):
        rows.keep(group, factories.user(group))
    rebuild()
    return rows


made = once(build)


@pytest.fixture
def rows(db: None, made: Rows) -> Rows:
    return made


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def account(rows: Rows, group: str) -> Any:
    return getattr(rows, group)


def board(user: Any, tab: str = "list", **query: Any) -> Any:
    answer = logged_in(user).get(reverse(f"translation_board:{tab}"), query)
    assert answer.status_code == 200
    return answer


def shown(user: Any, **query: Any) -> list[str]:
    """The titles on the list, in order."""
    return [line.standing.title for line in board(user, **query).context["object_list"]]


def standing(obj: Any) -> Standing:
    return Standing.objects.get(translation_key=obj.translation_key, locale="es")


def a_standing(title: str = "A text", **fields: Any) -> Standing:
    """A line of a text that is gone: enough for what the board tells."""
    fields = {"state": State.IN_PROGRESS, "since": timezone.now(), "locale": "es", "kind": "page", **fields}
    fields = {"type": "articles.ArticlePage", "source_locale": "en", "source_pk": 0, "target_pk": 7, **fields}
    return Standing.objects.create(translation_key=fields.pop("key", None) or uuid.uuid4(), title=title, **fields)


class TestWhoSeesIt:
    @pytest.mark.parametrize("tab", TABS)
    @pytest.mark.parametrize("group", [EDITORS, TRANSLATORS, CLINICIANS, PRACTICE_MANAGERS])
    def test_those_who_translate_and_those_who_sign(self, rows: Rows, group: str, tab: str) -> None:
        assert "Ketamine at home" in board(account(rows, group), tab).content.decode()

    @pytest.mark.parametrize("tab", [*TABS, "list_results", "matrix_results", "start"])
    def test_nobody_else(self, rows: Rows, tab: str) -> None:
        answer = logged_in(factories.user(VERIFIED_PRACTITIONERS)).get(reverse(f"translation_board:{tab}"))
        assert answer.status_code == 302
        assert b"Ketamine at home" not in answer.content

    @pytest.mark.parametrize(
        ("group", "acts"), [(EDITORS, True), (TRANSLATORS, True), (CLINICIANS, False), (PRACTICE_MANAGERS, False)]
    )
    def test_only_those_who_translate_are_offered_to_do_something(self, rows: Rows, group: str, acts: bool) -> None:
        page = board(account(rows, group)).content.decode()
        assert ("board-several" in page) is acts
        assert (reverse("translation_board:start") in page) is acts
        assert ('name="standing"' in page) is acts

    def test_lines_of_other_languages_are_to_be_looked_at_only(self, rows: Rows, rf: Any) -> None:
        request = rf.get("/")
        request.user = rows.Translators
        looker = Looker(request)
        looker.locales = frozenset({"es"})
        spanish, french = lines([a_standing(), a_standing(locale="fr")], looker)
        assert spanish.acts
        assert spanish.url
        assert not french.acts
        assert french.url == ""

    @pytest.mark.parametrize(
        ("group", "offered"), [(EDITORS, True), (TRANSLATORS, True), (CLINICIANS, False), (PRACTICE_MANAGERS, False)]
    )
    def test_it_stands_in_the_menu_of_those_who_translate(self, rows: Rows, group: str, offered: bool) -> None:
        page = logged_in(account(rows, group)).get(reverse("wagtailadmin_home")).content.decode()
        assert ('"name": "translations"' in page) is offered
        assert reverse("wagtail_localize:translations_report") not in page


class TestLines:
    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({"state": State.MISSING, "target_pk": None}, "Missing"),
            ({"state": State.IN_PROGRESS, "words": 10, "words_to_do": 6}, "In progress, 40 %"),
            ({"state": State.IN_REVIEW}, "In review"),
            ({"state": State.CURRENT}, "Current"),
            ({"state": State.BEHIND, "segments_behind": 1}, "Behind, 1 segment"),
            ({"state": State.BEHIND, "segments_behind": 3}, "Behind, 3 segments"),
            ({"state": State.BEHIND}, "Behind"),
            ({"state": State.WITHDRAWN}, "Withdrawn"),
            ({"state": State.FALLBACK}, "Fallback"),
        ],
    )
    def test_every_state_is_told_in_words(self, rows: Rows, fields: dict[str, Any], words: str) -> None:
        a_standing("Told", **fields)
        for tab in TABS:
            assert words in board(rows.Editors, tab, q="Told").content.decode()

    def test_what_is_missing_leads_to_its_start_and_what_cannot_be_started_says_why(self, rows: Rows) -> None:
        page = board(rows.Editors).content.decode()
        assert f"{reverse('translation_board:start')}?standing={standing(rows.article).pk}" in page
        assert f"?standing={standing(rows.draft).pk}" not in page
        assert "Source not signed yet" in page

    def test_what_is_in_progress_leads_to_its_editor(self, rows: Rows) -> None:
        spanish = tool.sent_for_translation(rows.article, factories.user(is_superuser=True))
        refresh([spanish.translation_key])
        page = board(rows.Translators, state="in_progress").content.decode()
        assert reverse("wagtailadmin_pages:edit", args=[spanish.pk]) in page

    def test_a_snippet_leads_to_its_editor_too(self, rows: Rows) -> None:
        found = standing(rows.statement)
        Standing.objects.filter(pk=found.pk).update(state=State.BEHIND, target_pk=rows.statement.pk)
        edit = reverse("wagtailsnippets_treatments_safetystatement:edit", args=[rows.statement.pk])
        assert edit in board(rows.Editors, state="behind").content.decode()

    @pytest.mark.parametrize(
        ("group", "leads"), [(EDITORS, True), (TRANSLATORS, True), (CLINICIANS, True), (PRACTICE_MANAGERS, False)]
    )
    def test_what_is_in_review_leads_there_whoever_may_read_it(self, rows: Rows, group: str, leads: bool) -> None:
        found = standing(rows.article)
        Standing.objects.filter(pk=found.pk).update(state=State.IN_REVIEW, target_pk=rows.article.pk)
        submission = Submission.objects.create(
            subject=found.subject, type="articles.ArticlePage", locale="es", due_on=timezone.localdate()
        )
        page = board(account(rows, group), state="in_review").content.decode()
        assert (reverse("review:sign", args=[submission.pk]) in page) is leads

    def test_on_the_table_a_text_is_one_line_with_its_source_and_every_language(self, rows: Rows) -> None:
        Locale.objects.create(language_code="fr")
        rebuild()
        found = board(rows.Editors, "matrix", q="Ketamine at home").context["object_list"]
        assert [row["title"] for row in found] == ["Ketamine at home"]
        states = {language: line and line.standing.state for language, line in found[0]["cells"]}
        assert states == {"English": None, "Spanish": State.MISSING, "fr": State.MISSING}

    def test_one_s_own_come_first_then_what_waits_longest_and_what_is_done_last(self, rows: Rows) -> None:
        now = timezone.now()
        a_standing("Z done, long ago", state=State.CURRENT, since=now - timedelta(days=900))
        a_standing("Z new", since=now - timedelta(days=1))
        a_standing("Z old", since=now - timedelta(days=30))
        a_standing("Z unsigned", state=State.MISSING, since=None)
        a_standing("Z mine", since=now, owner=rows.Translators)
        assert shown(rows.Translators, q="Z ") == ["Z mine", "Z old", "Z new", "Z unsigned", "Z done, long ago"]


class TestFilters:
    @pytest.fixture
    def several(self, rows: Rows) -> Rows:
        yesterday = timezone.localdate() - timedelta(days=1)
        a_standing("Mine", owner=rows.Editors)
        a_standing("Hers", owner=rows.Translators, locale="fr")
        a_standing("Late", due_on=yesterday)
        a_standing("Done", due_on=yesterday, state=State.CURRENT)
        a_standing("A statement", kind="safety", type="treatments.SafetyStatement")
        below = Page.objects.get(pk=rows.article.pk)
        a_standing("Inside", source_pk=below.pk)
        a_standing("Same number, no page", source_pk=below.pk, kind="safety", type="treatments.SafetyStatement")
        return rows

    @pytest.mark.parametrize(
        ("query", "yes", "no"),
        [
            ({"locale": "es"}, "Mine", "Hers"),
            ({"type": "treatments.SafetyStatement"}, "A statement", "Mine"),
            ({"state": "current"}, "Done", "Mine"),
            ({"state": "to_do"}, "Mine", "Done"),
            ({"owner": "me"}, "Mine", "Hers"),
            ({"owner": "nobody"}, "Late", "Mine"),
            ({"owner": "{translator}"}, "Hers", "Mine"),
            ({"due": "overdue"}, "Late", "Done"),
            ({"below": "{index}"}, "Inside", "Mine"),
            ({"below": "{index}"}, "Inside", "Same number, no page"),
            ({"q": "her"}, "Hers", "Mine"),
        ],
    )
    def test_each_leaves_what_it_asks_for(self, several: Rows, query: dict[str, str], yes: str, no: str) -> None:
        names = {"translator": several.Translators.pk, "index": several.index.pk}
        query = {name: value.format(**names) for name, value in query.items()}
        found = shown(several.Editors, **query)
        assert yes in found
        assert no not in found

    @pytest.mark.parametrize("query", [{"state": "nonsense"}, {"below": "x"}, {"owner": "0"}, {"p": "x"}, {"q": "%"}])
    @pytest.mark.parametrize("tab", TABS)
    def test_nonsense_is_answered_with_a_page(self, rows: Rows, tab: str, query: dict[str, str]) -> None:
        board(rows.Editors, tab, **query)

    def test_they_work_without_scripts(self, rows: Rows) -> None:
        page = board(rows.Editors).content.decode()
        assert page.count('<option value="overdue"') == 1
        assert '<select name="below">' in page


class TestSpreadsheet:
    def test_holds_what_is_filtered_in_the_words_of_the_board(self, rows: Rows) -> None:
        a_standing("Mine", owner=rows.Editors, words=10, words_to_do=5)
        a_standing("Not mine")
        answer = board(rows.Editors, owner="me", export="csv")
        assert answer.streaming
        found = list(csv.DictReader(io.StringIO(answer.getvalue().decode())))
        assert [row["Title"] for row in found] == ["Mine"]
        assert found[0]["Language"] == "Spanish"
        assert found[0]["State"] == "in progress"
        assert found[0]["Percent"] == "50"
        assert found[0]["Owner"] == str(rows.Editors)

    @pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_no_words_become_a_formula(self, rows: Rows, title: str) -> None:
        a_standing(title, owner=rows.Editors)
        sheet = board(rows.Editors, owner="me", export="csv").getvalue().decode()
        assert next(csv.DictReader(io.StringIO(sheet, newline="")))["Title"] == f"'{title}"

    def test_it_takes_as_many_queries_for_many_rows(self, rows: Rows) -> None:
        client = logged_in(rows.Editors)
        costs = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("translation_board:list"), {"export": "csv"}).getvalue()
            costs.append(len(queries))
            many(30)
        assert costs[0] >= costs[1]


class TestAssigning:
    def assign(self, user: Any, *standings: Standing, **data: Any) -> Any:
        data = {"standing": [each.pk for each in standings], **data}
        return logged_in(user).post(reverse("translation_board:assign"), data, follow=True)

    @pytest.mark.parametrize("group", [EDITORS, TRANSLATORS])
    def test_many_get_an_owner_and_a_day_at_once(self, rows: Rows, group: str) -> None:
        some = [a_standing(), a_standing()]
        self.assign(account(rows, group), *some, action="owner", owner=rows.Translators.pk)
        self.assign(account(rows, group), *some, action="due", due_on="2027-03-31")
        for each in Standing.objects.filter(pk__in=[one.pk for one in some]):
            assert each.owner == rows.Translators
            assert each.due_on.isoformat() == "2027-03-31"

    def test_they_can_be_given_back_and_the_day_taken_away(self, rows: Rows) -> None:
        one = a_standing(owner=rows.Translators, due_on=timezone.localdate())
        self.assign(rows.Editors, one, action="owner", owner="")
        self.assign(rows.Editors, one, action="due", due_on="")
        one.refresh_from_db()
        assert (one.owner, one.due_on) == (None, None)

    @pytest.mark.parametrize("group", [CLINICIANS, PRACTICE_MANAGERS])
    def test_those_who_only_look_change_nothing(self, rows: Rows, group: str) -> None:
        one = a_standing()
        self.assign(account(rows, group), one, action="owner", owner=rows.Translators.pk)
        one.refresh_from_db()
        assert one.owner is None

    def test_nobody_owns_what_is_in_a_language_they_do_not_translate_into(self, rows: Rows) -> None:
        Locale.objects.create(language_code="fr")
        spanish, french = a_standing(), a_standing(locale="fr")
        said = self.assign(rows.Editors, spanish, french, action="owner", owner=rows.Translators.pk)
        assert {each.locale: each.owner for each in Standing.objects.filter(pk__in=[spanish.pk, french.pk])} == {
            "es": rows.Translators,
            "fr": None,
        }
        assert "does not translate" in said.content.decode()

    @pytest.mark.parametrize("group", [CLINICIANS, PRACTICE_MANAGERS])
    def test_nobody_owns_what_they_could_not_translate(self, rows: Rows, group: str) -> None:
        one = a_standing()
        self.assign(rows.Editors, one, action="owner", owner=account(rows, group).pk)
        one.refresh_from_db()
        assert one.owner is None

    def test_of_a_language_that_is_not_theirs_it_is_said(self, rows: Rows) -> None:
        foreign = a_standing(locale="fr")
        answer = self.assign(rows.Translators, foreign, action="owner", owner=rows.Translators.pk)
        foreign.refresh_from_db()
        assert foreign.owner is None
        assert "into which you do not translate" in answer.content.decode()

    @pytest.mark.parametrize(
        "data", [{"action": "due", "due_on": "soon"}, {"action": "owner", "owner": "x"}, {}, {"standing": ["x"]}]
    )
    def test_nonsense_is_answered_with_words(self, rows: Rows, data: dict[str, Any]) -> None:
        one = a_standing()
        assert self.assign(rows.Editors, one, **data).status_code == 200
        one.refresh_from_db()
        assert (one.owner, one.due_on) == (None, None)


class TestDashboard:
    @pytest.mark.parametrize("group", [EDITORS, TRANSLATORS, CLINICIANS, PRACTICE_MANAGERS])
    def test_tells_how_far_each_language_is_and_leads_to_its_lines(self, rows: Rows, group: str) -> None:
        a_standing("Done", state=State.CURRENT)
        page = logged_in(account(rows, group)).get(reverse("wagtailadmin_home")).content.decode()
        assert f"{reverse('translation_board:list')}?locale=es&amp;state=current" in page
        assert "% current" in page

    def test_takes_as_many_queries_for_many_texts(self, rows: Rows) -> None:
        client = logged_in(rows.Editors)
        client.get(reverse("wagtailadmin_home"))
        costs = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("wagtailadmin_home"))
            costs.append(len(queries))
            many(50)
        assert costs[0] == costs[1]


def many(count: int) -> None:
    """Lines in every state."""
    states, now = list(State), timezone.now()
    Standing.objects.bulk_create(
        Standing(
            kind="page",
            translation_key=uuid.uuid4(),
            locale="es",
            source_locale="en",
            type=StandardPage._meta.label,
            source_pk=number,
            target_pk=number,
            title=f"Text {number}",
            state=states[number % len(states)],
            since=now - timedelta(days=number),
        )
        for number in range(count)
    )


@pytest.mark.parametrize("tab", TABS)
@pytest.mark.parametrize("group", [EDITORS, CLINICIANS])
def test_two_hundred_lines_take_as_many_queries_as_two(rows: Rows, group: str, tab: str) -> None:
    client = logged_in(account(rows, group))
    costs = []
    for count in (2, 200):
        Standing.objects.all().delete()
        many(count)
        # One that is in review asks for its round; both times there is one.
        Standing.objects.filter(title="Text 0").update(state=State.IN_REVIEW)
        client.get(reverse(f"translation_board:{tab}"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"translation_board:{tab}"))
        costs.append(len(queries))
    assert costs[0] == costs[1] <= BUDGET[tab]
