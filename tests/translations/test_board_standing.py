"""How a text stands in another language: told from what happened, and the same when it is told anew."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from review.policy import TRANSLATORS
from tests import factories
from tests.rows import Rows, once
from tests.translations import tool
from translations.board.facts import Lineage
from translations.board.standing import Known, rebuild, refresh, state_of
from translations.board.texts import words_in
from translations.models import Standing, State
from translations.sources import newer_digest


@contextmanager
def committed() -> Iterator[None]:
    """What happens inside is over in the eyes of whoever waits for the end of the transaction."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


def build() -> Rows:
    rows = Rows()
    index = factories.release(factories.article_index(factories.site()))
    rows.keep("index", index)
    rows.keep("article", factories.release(factories.article(index, title="Ketamine at home")))
    rows.keep("draft", factories.article(index, title="Not signed yet"))
    rows.keep("statement", factories.release(factories.safety_statement()))
    rows.keep("translator", factories.user(TRANSLATORS, is_superuser=True))
    rebuild()
    return rows


made = once(build)


@pytest.fixture
def rows(db: None, made: Rows) -> Rows:
    return made


def standing(obj: Any, locale: str = "es") -> Standing:
    return Standing.objects.get(translation_key=obj.translation_key, locale=locale)


def translated(rows: Rows) -> Any:
    """The Spanish article, every word of it filled in, saved as a draft."""
    spanish = tool.sent_for_translation(rows.article, rows.translator)
    tool.translate_everything(spanish, rows.translator)
    return tool.press("draft", spanish, rows.translator)


def released(rows: Rows) -> Any:
    return factories.release(translated(rows))


class TestState:
    def test_what_is_signed_and_not_translated_is_missing_since_it_was_first_released(self, rows: Rows) -> None:
        found = standing(rows.article)
        assert (found.state, found.target_pk, found.percent) == (State.MISSING, None, 0)
        assert found.words_to_do == found.words > 5
        assert found.since is not None
        assert (found.title, found.type) == ("Ketamine at home", "articles.ArticlePage")

    def test_what_is_not_signed_is_missing_since_no_time_for_nobody_could_begin(self, rows: Rows) -> None:
        found = standing(rows.draft)
        assert (found.state, found.since, found.words) == (State.MISSING, None, 0)

    def test_reviewed_snippets_stand_on_the_board_as_pages_do(self, rows: Rows) -> None:
        found = standing(rows.statement)
        assert (found.state, found.kind, found.source_pk) == (State.MISSING, "safety", rows.statement.pk)

    def test_there_is_no_line_for_the_language_of_the_source(self, rows: Rows) -> None:
        assert not Standing.objects.filter(locale="en").exists()

    def test_what_was_begun_is_in_progress_by_its_words(self, rows: Rows) -> None:
        with committed():
            spanish = tool.sent_for_translation(rows.article, rows.translator)
        begun = standing(rows.article)
        assert (begun.state, begun.target_pk, begun.percent) == (State.IN_PROGRESS, spanish.pk, 0)
        with committed():
            tool.translate(spanish, "title", "Ketamina en casa", rows.translator)
        going_on = standing(rows.article)
        assert going_on.words_to_do == begun.words_to_do - 3
        assert 0 < going_on.percent < 100
        assert going_on.since == begun.since

    def test_a_string_with_an_error_is_still_to_do(self, rows: Rows) -> None:
        with committed():
            spanish = tool.sent_for_translation(rows.article, rows.translator)
            tool.translate(spanish, "title", "Ketamina en casa", rows.translator)
        before = standing(rows.article).words_to_do
        with committed():
            wrong = StringTranslation.objects.get(context__path="title")
            wrong.has_error = True
            wrong.save()
        assert standing(rows.article).words_to_do == before + 3

    def test_a_place_that_wagtail_localize_holds_in_the_tree_is_no_translation(self, rows: Rows) -> None:
        with committed():
            tool.sent_for_translation(rows.article, rows.translator)
        assert rows.index.get_translation(Locale.objects.get(language_code="es")).alias_of_id
        found = standing(rows.index)
        assert (found.state, found.target_pk) == (State.MISSING, None)

    def test_under_review_it_is_in_review_and_signed_it_is_current(self, rows: Rows) -> None:
        spanish = translated(rows)
        with committed():
            submission = factories.submit(spanish)
        found = standing(rows.article)
        assert (found.state, found.words_to_do) == (State.IN_REVIEW, 0)
        assert found.since == submission.submitted_at
        with committed():
            factories.sign(spanish)
        assert standing(rows.article).state == State.CURRENT

    def test_what_is_taken_back_is_in_progress_again(self, rows: Rows) -> None:
        spanish = translated(rows)
        with committed():
            factories.submit(spanish)
        with committed():
            spanish.current_workflow_state.cancel(user=rows.translator)
        assert standing(rows.article).state == State.IN_PROGRESS

    def test_when_the_source_is_released_anew_it_is_behind_by_the_places_that_changed(self, rows: Rows) -> None:
        released(rows)
        with committed():
            changed = factories.revise(rows.article, title="Ketamine at home, slowly", introduction="<p>One two</p>")
            factories.release(changed)
        found = standing(rows.article)
        assert (found.state, found.segments_behind) == (State.BEHIND, 2)
        assert found.words_to_do == 6
        assert found.since is not None

    def test_what_is_brought_up_to_date_is_to_do_segment_by_segment(self, rows: Rows) -> None:
        released(rows)
        changed = factories.release(factories.revise(rows.article, title="Ketamine at home, slowly"))
        with committed():
            Translation.objects.get(source__object_id=changed.translation_key).source.update_from_db()
        assert standing(rows.article).words_to_do == 4

    def test_what_is_gone_is_missing_again_and_with_the_source_its_lines_go(self, rows: Rows) -> None:
        spanish, article = translated(rows), rows.article
        with committed():
            Page.objects.get(pk=spanish.pk).delete()
        assert standing(article).state == State.MISSING
        with committed():
            Page.objects.get(pk=article.pk).delete()
        assert not Standing.objects.filter(translation_key=article.translation_key).exists()

    def test_a_new_language_has_a_line_for_everything_and_takes_them_with_it(self, rows: Rows) -> None:
        before = Standing.objects.count()
        with committed():
            french = Locale.objects.create(language_code="fr")
        assert Standing.objects.filter(locale="fr").count() == before
        with committed():
            french.delete()
        assert Standing.objects.count() == before


NOW = timezone.now()
BEHIND = Lineage("behind", NOW, "old", "new")
WITHDRAWN = Lineage("withdrawn", NOW, "old", "new")


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Known(exists=False), State.MISSING),
        (Known(exists=True, begun_at=NOW), State.IN_PROGRESS),
        (Known(exists=True, begun_at=NOW, in_review_since=NOW), State.IN_REVIEW),
        (Known(exists=True, released_at=NOW), State.CURRENT),
        (Known(exists=True, released_at=NOW, lineage=BEHIND), State.BEHIND),
        (Known(exists=True, released_at=NOW, in_review_since=NOW, lineage=BEHIND), State.IN_REVIEW),
        (Known(exists=True, lineage=WITHDRAWN), State.WITHDRAWN),
        (Known(exists=True, released_at=NOW, lineage=WITHDRAWN), State.WITHDRAWN),
        (Known(exists=True, released_at=NOW, is_held_back=True, lineage=BEHIND), State.WITHDRAWN),
        (Known(exists=True, in_review_since=NOW, is_held_back=True), State.IN_REVIEW),
        (Known(exists=False, fallback_since=NOW), State.FALLBACK),
    ],
)
def test_one_state_follows_from_what_is_known(known: Known, state: State) -> None:
    assert state_of(known)[0] is state


@pytest.mark.parametrize(
    ("text", "words"), [("", 0), ("one two", 2), ("<p>one <b>two</b></p>", 2), ('one <a id="a1">two</a>', 2)]
)
def test_words_are_counted_without_their_markup(text: str, words: int) -> None:
    assert words_in(text) == words


class TestKept:
    def test_owner_and_due_date_stay_whatever_happens_to_the_text(self, rows: Rows) -> None:
        today = timezone.localdate()
        Standing.objects.filter(pk=standing(rows.article).pk).update(owner=rows.translator, due_on=today)
        with committed():
            tool.sent_for_translation(rows.article, rows.translator)
        found = standing(rows.article)
        assert (found.state, found.owner, found.due_on) == (State.IN_PROGRESS, rows.translator, today)

    def test_many_strings_saved_at_once_are_told_once(self, rows: Rows) -> None:
        spanish = tool.sent_for_translation(rows.article, rows.translator)
        with TestCase.captureOnCommitCallbacks() as waiting:
            tool.translate_everything(spanish, rows.translator)
        assert len(waiting) > 3
        with CaptureQueriesContext(connection) as first:
            waiting[0]()
        with CaptureQueriesContext(connection) as others:
            for each in waiting[1:]:
                each()
        assert len(first) > 0
        assert len(others) == 0

    def test_telling_takes_as_many_queries_for_many_as_for_one(self, rows: Rows) -> None:
        for number in range(3):
            factories.article(rows.index, title=f"Article {number}")
        everything = Page.objects.filter(depth__gt=1).values_list("translation_key", flat=True)
        costs = []
        for some in ([rows.article.translation_key], list(everything)):
            refresh(some)
            with CaptureQueriesContext(connection) as queries:
                refresh(some)
            costs.append(len(queries))
        assert costs[0] == costs[1]

    def test_the_command_says_how_many_were_wrong(self, rows: Rows, capsys: Any) -> None:
        call_command("rebuild_translations")
        assert ", 0 changed." in capsys.readouterr().out
        Standing.objects.filter(pk=standing(rows.article).pk).update(state=State.CURRENT)
        call_command("rebuild_translations")
        assert ", 1 changed." in capsys.readouterr().out
        assert standing(rows.article).state == State.MISSING


class Events:
    """What may happen to texts and their translations, in any order; what cannot happen just now does nothing."""

    def __init__(self, rows: Rows, chance: random.Random):
        self.rows = rows
        self.chance = chance
        self.happens: list[Callable[[], Any]] = [
            self.start,
            self.fill_in,
            self.fill_in_all,
            self.submit,
            self.sign,
            self.take_back,
            self.change_source,
            self.sync,
            self.unpublish,
            self.delete,
            self.stop,
        ]

    @property
    def source(self) -> Any:
        return self.rows.article

    @property
    def spanish(self) -> Any:
        spanish = Page.objects.filter(
            translation_key=self.source.translation_key, locale__language_code="es", alias_of=None
        )
        return spanish.specific().first()

    @property
    def translation(self) -> Translation | None:
        return Translation.objects.filter(source__object_id=self.source.translation_key, enabled=True).first()

    def start(self) -> None:
        tool.sent_for_translation(self.source, self.rows.translator)

    def fill_in(self) -> None:
        if self.spanish and self.translation:
            tool.translate(self.spanish, "title", f"Ketamina {self.chance.random()}", self.rows.translator)

    def fill_in_all(self) -> None:
        if self.spanish and self.translation:
            tool.translate_everything(self.spanish, self.rows.translator)
            tool.press("draft", self.spanish, self.rows.translator)

    def submit(self) -> None:
        spanish = self.spanish
        complete = standing(self.source).words_to_do == 0
        idle = spanish and spanish.current_workflow_state is None
        if idle and complete and self.translation and newer_digest(self.translation) is None:
            factories.submit(spanish)

    def sign(self) -> None:
        if self.spanish and self.spanish.current_workflow_state:
            factories.sign(self.spanish)

    def take_back(self) -> None:
        if self.spanish and (state := self.spanish.current_workflow_state):
            state.cancel(user=self.rows.translator)

    def change_source(self) -> None:
        factories.release(factories.revise(self.source, title=f"Ketamine {self.chance.random()}"))

    def sync(self) -> None:
        if self.translation:
            self.translation.source.update_from_db()

    def unpublish(self) -> None:
        if self.spanish and self.spanish.live:
            UnpublishAction(self.spanish).execute(skip_permission_checks=True)

    def delete(self) -> None:
        if self.spanish and self.chance.random() < 0.5:
            Page.objects.get(pk=self.spanish.pk).delete()

    def stop(self) -> None:
        if self.translation and self.chance.random() < 0.3:
            translation = self.translation
            translation.enabled = False
            translation.save(update_fields=["enabled"])


def told() -> dict[Any, Any]:
    return {row["id"]: row for row in Standing.objects.values()}


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_in_whatever_order_telling_everything_anew_changes_nothing(rows: Rows, seed: int) -> None:
    events = Events(rows, random.Random(seed))
    seen: set[str] = set()
    begin = [events.start, events.fill_in_all, events.submit, events.sign, events.change_source]
    for event in (*begin, *events.chance.choices(events.happens, k=12)):
        with committed():
            event()
        before = told()
        seen.add(standing(rows.article).state)
        rebuild()
        assert told() == before
    assert seen >= {State.IN_PROGRESS, State.IN_REVIEW, State.CURRENT, State.BEHIND}
