"""Recall: one action, and readers have nothing of it any more, in any language."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, ModelLogEntry, PageLogEntry

from ledger.models import Clearance
from ledger.record import current_edition
from public.models import PublicPage
from public.projection import rebuild
from public.recall import recall, rows_of
from review import errors, signing
from review.models import Submission
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from review.withheld import RECALLED
from tests import factories
from tests.moments import ends
from tests.public.conftest import projection
from tests.public.test_overdue import YESTERDAY
from tests.rows import Rows, made_once

REASON = "The dose is wrong."
WORD = "Esketamina"


@pytest.fixture(scope="module")
def clinic(django_db_setup: None, django_db_blocker: Any) -> Any:
    with made_once(django_db_blocker, _clinic) as rows:
        yield rows


def _clinic() -> Rows:
    """An article in two languages, and a statement that it shows."""
    rows = Rows()
    home = rows.keep("home", factories.site())
    safety = rows.keep("safety", factories.release(factories.safety_statement(boxed_warning="<p>Boxed words</p>")))
    index = rows.keep("index", factories.release(factories.article_index(home, slug="articles")))
    article = factories.article(index, title=f"{WORD} en", slug="dose", body=[("safety_statement", safety)])
    rows.keep("article", factories.release(article))
    spanish = Locale.objects.get(language_code="es")
    factories.release(rows.home.copy_for_translation(spanish))
    factories.release(rows.index.copy_for_translation(spanish))
    statement = rows.safety.copy_for_translation(spanish)
    statement.save()
    statement.save_revision(user=factories.editor())
    factories.release(statement)
    translated = rows.article.copy_for_translation(spanish)
    translated.title = f"{WORD} es"
    translated.save_revision(user=factories.editor())
    rows.keep("spanish", factories.release(translated))
    return rows


@pytest.fixture
def rows(db: None, clinic: Rows) -> Rows:
    return clinic


def withdraw(obj: Any, by: Any = None) -> list[Any]:
    return recall(rows_of(obj.subject.kind, str(obj.translation_key)), by or factories.clinician(), REASON)


def readers_have(rows: Rows) -> list[str]:
    """The addresses at which readers find anything of the article."""
    places = ["/api/v2/pages/?type=articles.ArticlePage", "/sitemap.xml"]
    for locale, page in (("en", rows.article), ("es", rows.spanish)):
        places += [
            f"/{locale}/articles/dose/",
            f"/{locale}/articles/",
            f"/{locale}/feed/",
            f"/{locale}/search/?q={WORD}",
        ]
        places += [f"/api/v2/pages/{page.pk}/", f"/api/v2/search/?q={WORD}&locale={locale}"]
    answers = {place: Client().get(place) for place in places}
    return [at for at, answer in answers.items() if answer.status_code == 200 and "/dose/" in answer.content.decode()]


def test_the_next_request_finds_nothing_in_any_language(rows):
    assert len(readers_have(rows)) == 2 + 2 * 6

    recalled = withdraw(rows.article)

    assert {subject.locale for subject in recalled} == {"en", "es"}
    assert readers_have(rows) == []
    for page in (rows.article, rows.spanish):
        assert current_edition(str(page.subject)) is None
        assert not page.live
    before = projection()
    rebuild()
    assert projection() == before


def test_the_reason_stands_in_the_history_of_each_language(rows):
    somebody = factories.clinician()
    withdraw(rows.article, somebody)
    for page in (rows.article, rows.spanish):
        entry = PageLogEntry.objects.get(page=page.pk, action=RECALLED)
        assert (entry.user, entry.data["reason"]) == (somebody, REASON)
        assert REASON in entry.formatter.format_message(entry)


def test_nothing_that_was_ever_signed_comes_back_unsigned(rows):
    old = rows.article.latest_revision
    factories.release(factories.revise(rows.article, title=f"{WORD} newer"))
    newer = rows.article.latest_revision

    withdraw(rows.spanish)

    assert not Clearance.objects.filter(subject__startswith=rows.article.subject.key, withdrawn_at=None).exists()
    for revision in (old, newer):
        revision.publish()
        assert current_edition(str(rows.article.subject)) is None
    assert readers_have(rows) == []


def test_what_is_overdue_is_recalled_too(rows):
    ends(rows.article, ends(rows.article, rows.article.first_published_at).created_at + YESTERDAY)
    assert "/en/articles/dose/" in readers_have(rows)
    withdraw(rows.article)
    assert readers_have(rows) == []


def test_a_new_text_under_review_goes_on_and_its_signature_makes_it_public(rows):
    draft = factories.revise(rows.article, title=f"{WORD} corrected")
    submission = factories.submit(draft)

    withdraw(rows.article)

    assert Submission.objects.waiting().of(draft).get() == submission
    factories.sign(draft)
    assert PublicPage.objects.get(page=draft).title == f"{WORD} corrected"
    assert current_edition(str(rows.spanish.subject)) is None


def test_what_was_to_be_signed_again_as_it_is_is_not(rows):
    submission = Submission.objects.open(rows.article, kind=Submission.Kind.PERIODIC)
    digest = signing.item_for(submission).digest

    withdraw(rows.article)

    assert not Submission.objects.waiting().exists()
    with pytest.raises(errors.NotUnderReview):
        signing.approve(submission.pk, factories.clinician(), digest, {}, "", "password")


def test_the_pages_below_go_too(rows):
    withdraw(rows.index)
    assert Client().get("/en/articles/").status_code == 404
    assert Client().get("/en/articles/dose/").status_code == 404


def test_a_statement_is_gone_from_the_pages_that_stay(rows):
    assert "Boxed words" in Client().get("/en/articles/dose/").content.decode()

    withdraw(rows.safety)

    answer = Client().get("/en/articles/dose/")
    assert answer.status_code == 200
    assert "Boxed words" not in answer.content.decode()
    assert "Boxed words" not in Client().get(f"/api/v2/pages/{rows.article.pk}/").content.decode()
    entry = ModelLogEntry.objects.get(action=RECALLED)
    assert entry.data["reason"] == REASON


class TestScreen:
    def url(self, obj: Any) -> str:
        return reverse("public:recall", args=[obj.subject.kind, obj.translation_key])

    def client(self, *groups: str) -> Client:
        client = Client()
        client.force_login(factories.user(*groups))
        return client

    @pytest.mark.parametrize("group", [EDITORS, CLINICIANS, PRACTICE_MANAGERS])
    def test_names_each_language_and_asks_why(self, rows, group):
        client = self.client(group)
        page = client.get(self.url(rows.article)).content.decode()
        for words in (f"{WORD} en", f"{WORD} es", "/en/articles/dose/", "/es/articles/dose/"):
            assert words in page
        assert readers_have(rows), "asking withdraws nothing"

        client.post(self.url(rows.article), {"reason": REASON})

        assert readers_have(rows) == []

    def test_says_which_pages_show_a_statement_and_how_many_stand_below_a_page(self, rows):
        client = self.client(CLINICIANS)
        assert f"{WORD} es" in client.get(self.url(rows.safety)).content.decode()
        assert "1 page below it, which goes too" in client.get(self.url(rows.index)).content.decode()

    def test_without_a_reason_nothing_happens(self, rows):
        answer = self.client(CLINICIANS).post(self.url(rows.article), {"reason": "  "})
        assert "This field is required" in answer.content.decode()
        assert len(readers_have(rows)) == 14

    @pytest.mark.parametrize("obj", ["article", "safety"])
    def test_is_closed_to_those_who_neither_sign_nor_publish(self, rows, obj):
        client = self.client(TRANSLATORS)
        assert client.get(self.url(getattr(rows, obj))).status_code == 302
        client.post(self.url(getattr(rows, obj)), {"reason": REASON})
        assert current_edition(str(getattr(rows, obj).subject)) is not None

    @pytest.mark.parametrize("kind", ["page", "safety", "nothing"])
    def test_there_is_none_for_what_does_not_exist(self, rows, kind):
        url = f"/admin/review/recall/{kind}/00000000-0000-4000-8000-000000000000/"
        assert self.client(CLINICIANS).get(url).status_code == 404

    def test_is_offered_in_the_editor_while_something_is_public(self, rows):
        client = self.client(EDITORS)
        for obj, edit in (
            (rows.article, reverse("wagtailadmin_pages:edit", args=[rows.article.pk])),
            (rows.safety, reverse("wagtailsnippets_treatments_safetystatement:edit", args=[rows.safety.pk])),
        ):
            assert self.url(obj) in client.get(edit).content.decode()
            withdraw(obj)
            assert self.url(obj) not in client.get(edit).content.decode()
