"""Starting many translations: what is started, what is left out and why, and that it goes on where it stopped."""

from typing import Any

import pytest
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from public.models import PublicPage
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.rows import Rows, once
from translations.board import batches
from translations.board.standing import rebuild
from translations.models import Batch, Standing, State


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


def standing(obj: Any, locale: str = "es") -> Standing:
    return Standing.objects.get(translation_key=obj.translation_key, locale=locale)


def spanish(obj: Any) -> Any:
    return type(obj).objects.filter(translation_key=obj.translation_key, locale__language_code="es").first()


def confirm(user: Any, **data: Any) -> Any:
    """Confirm the start of a choice; where that leads."""
    return logged_in(user).post(reverse("translation_board:start"), {"confirmed": "yes", "into": ["es"], **data})


def go_on(user: Any, batch: Batch) -> Any:
    """What the page of a batch asks for by itself."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        return logged_in(user).post(reverse("translation_board:batch", args=[batch.pk]))


@pytest.mark.parametrize("group", [EDITORS, TRANSLATORS])
def test_what_was_ticked_is_started_as_a_draft_and_nothing_becomes_public(rows: Rows, group: str) -> None:
    user, public = getattr(rows, group), set(PublicPage.objects.values_list("pk", flat=True))
    answer = confirm(user, standing=[standing(rows.article).pk, standing(rows.statement).pk])
    batch = Batch.objects.get()
    assert answer["Location"] == f"{reverse('translation_board:batch', args=[batch.pk])}?going=on"
    assert spanish(rows.article) is None
    go_on(user, batch)
    batch.refresh_from_db()
    assert (batch.waiting, batch.refused, batch.started) == ([], [], 2)
    for source in (rows.article, rows.statement):
        assert not spanish(source).live
        assert standing(source).state == State.IN_PROGRESS
    assert set(PublicPage.objects.values_list("pk", flat=True)) == public


@pytest.mark.parametrize("group", [CLINICIANS, PRACTICE_MANAGERS])
def test_those_who_only_look_start_nothing(rows: Rows, group: str) -> None:
    answer = confirm(getattr(rows, group), standing=[standing(rows.article).pk])
    assert answer.status_code == 302
    assert not Batch.objects.exists()
    batch = Batch.objects.create(user=getattr(rows, group), waiting=[standing(rows.article).pk], total=1)
    go_on(getattr(rows, group), batch)
    assert spanish(rows.article) is None


def test_who_has_lost_the_language_meanwhile_starts_nothing(rows: Rows) -> None:
    foreign = standing(rows.article)
    Standing.objects.filter(pk=foreign.pk).update(locale="fr")
    batch = Batch.objects.create(user=rows.Editors, waiting=[foreign.pk], total=1)
    go_on(rows.Editors, batch)
    batch.refresh_from_db()
    assert batch.started == 0
    assert not Translation.objects.exists()


def test_the_question_says_how_many_and_why_others_are_left_out(rows: Rows) -> None:
    Standing.objects.filter(pk=standing(rows.index).pk).update(state=State.CURRENT)
    chosen = [standing(obj).pk for obj in (rows.index, rows.article, rows.draft)]
    answer = logged_in(rows.Editors).post(reverse("translation_board:start"), {"standing": chosen})
    page = answer.content.decode()
    assert "Spanish: 1 translation to start" in page
    assert "1 is left out: it has been started already." in page
    assert "1 is left out: its source is not signed yet." in page
    assert not Batch.objects.exists()


def test_a_language_that_is_not_theirs_is_left_out_and_not_started(rows: Rows) -> None:
    foreign = standing(rows.article)
    Standing.objects.filter(pk=foreign.pk).update(locale="fr")
    answer = logged_in(rows.Translators).post(reverse("translation_board:start"), {"standing": [foreign.pk]})
    assert "you do not translate into this language" in answer.content.decode()
    confirm(rows.Translators, standing=[foreign.pk], into=["fr"])
    assert not Batch.objects.exists()


def test_a_section_is_started_with_all_below_it_and_what_is_above_comes_first(rows: Rows) -> None:
    confirm(rows.Editors, filters=f"below={rows.index.pk}")
    assert Batch.objects.get().waiting == [standing(rows.index).pk, standing(rows.article).pk]


def test_a_type_is_started(rows: Rows) -> None:
    confirm(rows.Editors, filters="type=treatments.SafetyStatement")
    assert Batch.objects.get().waiting == [standing(rows.statement).pk]


def test_texts_that_were_ticked_are_started_in_the_languages_chosen(rows: Rows) -> None:
    Locale.objects.create(language_code="fr")
    rebuild()
    confirm(rows.Editors, text=[rows.article.translation_key], into=["fr"])
    assert Batch.objects.get().waiting == [standing(rows.article, "fr").pk]


@pytest.mark.parametrize(
    "data",
    [{"standing": ["x"]}, {"text": ["x"]}, {"filters": "state=nonsense"}, {"filters": "q=x%00"}, {"into": ["xx"]}],
)
def test_nonsense_starts_nothing_and_is_answered_with_a_page(rows: Rows, data: dict[str, Any]) -> None:
    if "into" in data:
        data = {"standing": [standing(rows.article).pk], **data}
    assert confirm(rows.Editors, **data).status_code == 200
    assert not Batch.objects.exists()


class TestBatch:
    def many(self, rows: Rows, count: int) -> Batch:
        """A batch of as many articles."""
        articles = [factories.article(rows.index, title=f"Article {number}") for number in range(count)]
        for article in articles[:1]:
            factories.release(article)
        rebuild()
        found = Standing.objects.filter(source_pk__in=[article.pk for article in articles], kind="page")
        waiting = list(found.order_by("source_pk").values_list("pk", flat=True))
        return Batch.objects.create(user=rows.Editors, waiting=waiting, total=count)

    def test_starts_a_few_with_each_request_and_goes_on_until_none_waits(self, rows: Rows) -> None:
        batch = self.many(rows, batches.AT_ONCE + 1)
        go_on(rows.Editors, batch)
        batch.refresh_from_db()
        assert (batch.done, len(batch.waiting)) == (batches.AT_ONCE, 1)
        page = logged_in(rows.Editors).get(reverse("translation_board:batch", args=[batch.pk]), {"going": "on"})
        assert "data-board-going" in page.content.decode()
        assert f"{batch.done} of {batch.total}" in page.content.decode()
        go_on(rows.Editors, batch)
        go_on(rows.Editors, batch)
        batch.refresh_from_db()
        assert (batch.waiting, batch.started) == ([], 1)

    def test_says_of_each_that_was_not_started_why(self, rows: Rows) -> None:
        batch = self.many(rows, 2)
        go_on(rows.Editors, batch)
        page = logged_in(rows.Editors).get(reverse("translation_board:batch", args=[batch.pk])).content.decode()
        assert "Article 1" in page
        assert "nobody has signed it" in page
        assert "1 translation was started." in page

    def test_one_that_was_closed_is_found_again_on_the_board_and_waits_for_a_click(self, rows: Rows) -> None:
        batch = self.many(rows, 2)
        client, address = logged_in(rows.Editors), reverse("translation_board:batch", args=[batch.pk])
        assert address in client.get(reverse("translation_board:list")).content.decode()
        assert "data-board-going" not in client.get(address).content.decode()
        batch.refresh_from_db()
        assert len(batch.waiting) == 2

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_nobody_sees_or_goes_on_with_somebody_else_s(self, rows: Rows, method: str) -> None:
        batch = self.many(rows, 1)
        client = logged_in(rows.Translators)
        answer = getattr(client, method)(reverse("translation_board:batch", args=[batch.pk]))
        batch.refresh_from_db()
        assert answer.status_code == 404
        assert len(batch.waiting) == 1

    def test_what_somebody_started_meanwhile_stays_as_it_is(self, rows: Rows) -> None:
        confirm(rows.Editors, standing=[standing(rows.article).pk])
        first = Batch.objects.get()
        second = Batch.objects.create(user=rows.Editors, waiting=first.waiting, total=1)
        go_on(rows.Editors, first)
        revision = spanish(rows.article).latest_revision_id
        go_on(rows.Editors, second)
        second.refresh_from_db()
        assert (second.waiting, second.refused) == ([], [])
        assert spanish(rows.article).latest_revision_id == revision

    def test_an_alias_becomes_a_translation(self, rows: Rows) -> None:
        confirm(rows.Editors, standing=[standing(rows.article).pk])
        go_on(rows.Editors, Batch.objects.get())
        assert spanish(rows.index).alias_of_id
        confirm(rows.Editors, standing=[standing(rows.index).pk])
        go_on(rows.Editors, Batch.objects.last())
        assert spanish(rows.index).alias_of_id is None

    def test_what_a_page_shows_and_was_translated_by_hand_stays_as_it_is(self, rows: Rows) -> None:
        statement = rows.statement.copy_for_translation(Locale.objects.get(language_code="es"))
        statement.title = "Información"
        statement.save()
        body = [("safety_statement", rows.statement)]
        page = factories.release(factories.standard(rows.index.get_parent(), body=body, title="With a statement"))
        rebuild()
        confirm(rows.Editors, standing=[standing(page).pk])
        go_on(rows.Editors, Batch.objects.get())
        statement.refresh_from_db()
        assert spanish(page) is not None
        assert statement.title == "Información"
        assert not Translation.objects.filter(source__object_id=statement.translation_key).exists()


@pytest.mark.parametrize("told", [False, True])
def test_what_is_gone_by_its_turn_is_told(rows: Rows, told: bool) -> None:
    confirm(rows.Editors, standing=[standing(rows.article).pk])
    with TestCase.captureOnCommitCallbacks(execute=told):
        Page.objects.get(pk=rows.article.pk).delete()
    batch = Batch.objects.get()
    go_on(rows.Editors, batch)
    batch.refresh_from_db()
    assert [reason for *_, reason in batch.refused] == ["The text is gone."]
    assert batch.started == 0
