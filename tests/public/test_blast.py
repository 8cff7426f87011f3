"""The blast radius: everything that uses something is found, in every language, and can be sent to re-review."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale

from ledger.record import current_edition
from public import blast
from public.projection import rebuild
from review import signing
from review.models import Submission
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.rows import Rows, made_once

REASON = "The trial was retracted."


def citing(reference: Any) -> str:
    return f'<p>As shown<a linktype="citation" id="{reference.pk}">1</a></p>'


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: Any) -> Any:
    with made_once(django_db_blocker, _clinic) as rows:
        yield rows


def _clinic() -> Rows:
    """What one reference, one condition and one statement are used by."""
    rows = Rows()
    home = rows.keep("home", factories.site())
    reference = rows.keep("reference", factories.reference())
    condition = rows.keep("condition", factories.condition())
    safety = rows.keep("safety", factories.release(factories.safety_statement()))
    index = rows.keep("index", factories.release(factories.article_index(home, slug="articles")))
    treatments = factories.release(factories.treatment_index(home, slug="treatments"))
    body = [("safety_statement", safety)]
    article = factories.article(index, title="Cites", introduction=citing(reference), body=body)
    article.conditions.set([condition])
    article.save_revision(user=article.owner)
    rows.keep("article", factories.release(article))
    treatment = factories.treatment(treatments, title="Warns", safety_statement=safety)
    rows.keep("treatment", factories.release(treatment))
    rows.keep("draft", factories.article(rows.index, title="Draft", introduction=citing(reference)))
    rows.keep("apart", factories.release(factories.article(rows.index, title="Apart")))
    spanish = Locale.objects.get(language_code="es")
    factories.release(rows.home.copy_for_translation(spanish))
    factories.release(rows.index.copy_for_translation(spanish))
    statement = rows.safety.copy_for_translation(spanish)
    statement.save()
    statement.save_revision(user=factories.editor())
    factories.release(statement)
    translated = rows.article.copy_for_translation(spanish)
    translated.title = "Cita"
    translated.save_revision(user=factories.editor())
    rows.keep("spanish", factories.release(translated))
    return rows


@pytest.fixture
def rows(db: None, clinic: Rows) -> Rows:
    return clinic


def found(obj: Any) -> dict[str, bool]:
    """What uses it, by title, and whether readers get that."""
    return {one.title: one.is_public for one in blast.affected(obj)}


def test_a_reference_is_found_wherever_it_is_cited_in_every_language(rows):
    assert found(rows.reference) == {"Cites": True, "Cita": True, "Draft": False}


def test_a_condition_and_a_statement_are_found_by_their_translations_too(rows):
    assert found(rows.condition) == {"Cites": True, "Cita": True}
    assert found(rows.safety) == {"Cites": True, "Cita": True, "Warns": True}
    spanish = rows.safety.get_translation(Locale.objects.get(language_code="es"))
    assert found(spanish) == found(rows.safety)


def test_what_is_public_is_found_though_its_row_has_long_said_something_else(rows):
    factories.revise(rows.article, title="Unsigned", introduction="<p>Cites nothing</p>").latest_revision.publish()

    assert found(rows.reference)["Cites"]


def test_says_where_it_is_used(rows):
    (article,) = [one for one in blast.affected(rows.safety) if one.title == "Cites"]
    assert (article.kind, article.locale) == ("Article", "en")
    assert "Body" in {use.partition(" ")[0] for use in article.uses}
    (article,) = [one for one in blast.affected(rows.reference) if one.title == "Cites"]
    assert "References" in article.uses


def test_what_a_rebuild_finds_is_the_same(rows):
    before = found(rows.reference)
    rebuild()
    assert found(rows.reference) == before


def test_costs_the_same_whatever_uses_it(rows):
    with CaptureQueriesContext(connection) as few:
        blast.affected(rows.reference)
    for number in range(3):
        factories.release(factories.article(rows.index, title=f"More {number}", introduction=citing(rows.reference)))

    with CaptureQueriesContext(connection) as many:
        assert len(blast.affected(rows.reference)) == 6
    assert len(many) == len(few)
    # The index of references and the rows behind it, what is public, its editions, and what is under review.
    assert len(many) <= 6


class TestRecheck:
    def recheck(self, rows: Rows, *objects: Any, reason: str = REASON) -> int:
        return blast.recheck([str(obj.subject) for obj in objects], reason, factories.editor())

    def test_what_is_chosen_comes_to_the_desk_with_the_reason_and_stays_public(self, rows):
        before = current_edition(str(rows.article.subject))
        assert self.recheck(rows, rows.article, rows.spanish) == 2

        for page in (rows.article, rows.spanish):
            submission = Submission.objects.waiting().of(page).get()
            assert (submission.kind, submission.reason) == (Submission.Kind.RECHECK, REASON)
        assert current_edition(str(rows.article.subject)) == before
        factories.sign(rows.article)
        assert current_edition(str(rows.article.subject)).copy_id == before.copy_id

    def test_a_new_text_under_review_goes_on_and_its_reviewer_is_told(self, rows):
        author = factories.editor()
        submission = factories.submit(factories.revise(rows.article, author, title="Newer"), author)
        task = submission.task_state

        self.recheck(rows, rows.article)
        self.recheck(rows, rows.article, reason="And another thing.")

        again = Submission.objects.waiting().of(rows.article).get()
        assert (again.pk, again.kind) == (submission.pk, submission.kind)
        assert again.reason == f"{REASON}\nAnd another thing."
        task.refresh_from_db()
        assert task.status == task.STATUS_IN_PROGRESS

    def test_a_periodic_round_begins_anew_since_whoever_signed_did_not_know(self, rows):
        safety = rows.safety
        periodic = Submission.objects.open(safety, kind=Submission.Kind.PERIODIC)
        item = signing.item_for(periodic)
        answers = factories.confirmed(safety)
        signing.approve(periodic.pk, factories.clinician(), item.digest, answers, "", "password")

        self.recheck(rows, safety)

        again = Submission.objects.waiting().of(safety).get()
        assert again.kind == Submission.Kind.RECHECK
        assert not signing.given_signatures(signing.item_for(again))

    def test_what_is_not_public_is_passed_over(self, rows):
        assert self.recheck(rows, rows.draft) == 0
        assert not Submission.objects.waiting().exists()


class TestScreen:
    def url(self, obj: Any) -> str:
        return blast.url_of(obj)

    def client(self, *groups: str) -> Client:
        client = Client()
        client.force_login(factories.user(*groups))
        return client

    @pytest.mark.parametrize("group", [EDITORS, CLINICIANS, PRACTICE_MANAGERS])
    def test_lists_what_uses_it_with_what_is_public_chosen(self, rows, group):
        answer = self.client(group).get(self.url(rows.reference))
        page = answer.content.decode()
        for title in ("Cites", "Cita", "Draft"):
            assert title in page
        assert "Apart" not in page
        assert page.count("checked") == 2
        assert page.count('type="checkbox"') == 2

    def test_confirming_sends_what_is_chosen_to_review(self, rows):
        data = {"subjects": [str(rows.article.subject)], "reason": REASON}
        answer = self.client(EDITORS).post(self.url(rows.reference), data, follow=True)
        assert "1 text is to be read again" in answer.content.decode()
        assert [submission.subject for submission in Submission.objects.waiting()] == data["subjects"]

    @pytest.mark.parametrize("missing", ["reason", "subjects"])
    def test_a_refusal_keeps_what_was_typed_and_chosen(self, rows, missing):
        data = {"subjects": [str(rows.article.subject)], "reason": REASON}
        answer = self.client(EDITORS).post(self.url(rows.reference), {**data, missing: []})
        page = answer.content.decode()
        assert page.count("checked") == (0 if missing == "subjects" else 1)
        assert (REASON in page) is (missing != "reason")
        assert not Submission.objects.waiting().exists()

    def test_what_does_not_use_it_cannot_be_chosen(self, rows):
        data = {"subjects": [str(rows.apart.subject), str(rows.draft.subject)], "reason": REASON}
        self.client(EDITORS).post(self.url(rows.reference), data)
        assert not Submission.objects.waiting().exists()

    def test_is_closed_to_others(self, rows):
        client = self.client(TRANSLATORS)
        data = {"subjects": [str(rows.article.subject)], "reason": REASON}
        assert client.get(self.url(rows.reference)).status_code == 302
        client.post(self.url(rows.reference), data)
        assert not Submission.objects.waiting().exists()

    @pytest.mark.parametrize("path", ["core/user/1/", "nothing/here/1/", "articles/reference/999999/"])
    def test_there_is_none_for_anything_else(self, rows, path):
        assert self.client(EDITORS).get(f"/admin/review/affected/{path}").status_code == 404

    def test_is_offered_where_the_snippet_is_edited(self, rows):
        client = self.client(EDITORS)
        for obj in (rows.reference, rows.condition, rows.safety):
            edit = reverse(type(obj).snippet_viewset.get_url_name("edit"), args=[obj.pk])
            assert self.url(obj) in client.get(edit).content.decode()

    def test_whoever_changes_a_reference_is_told_what_still_shows_it(self, rows):
        reference = rows.reference
        edit = reverse("wagtailsnippets_articles_reference:edit", args=[reference.pk])
        data = {name: getattr(reference, name) for name in reference.api_fields} | {"title": "Retracted: a trial"}
        answer = self.client(EDITORS).post(edit, data, follow=True)
        assert "2 public pages show it as signed" in answer.content.decode()
