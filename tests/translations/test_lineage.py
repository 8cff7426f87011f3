"""A change of a signed text reaches what was translated from it in the moment it is released, as gravely as it is."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction

from ledger import record
from ledger.models import Change
from public import fallbacks
from public.models import PublicPage
from public.projection import rebuild
from public.release import Outcome, release
from review import signing
from review.errors import DoesNotRead, GradeMissing, SourceChanged
from review.lineage import Grade, Status, standings
from review.models import ReviewerCredential, Submission
from review.policy import CLINICIANS
from tests import factories
from tests.public.conftest import projection
from tests.rows import Rows, once
from translations.board.standing import refresh
from translations.models import Standing, State, WithdrawalNotice

pytestmark = pytest.mark.django_db

SPANISH = "es"
WORDS = "Palabras firmadas"


def translated(row: Any, **fields: Any) -> Any:
    """A row in Spanish, released."""
    copy = row.copy_for_translation(Locale.objects.get(language_code=SPANISH))
    for name, value in fields.items():
        setattr(copy, name, value)
    copy.save()
    copy.save_revision(user=factories.editor())
    return factories.release(copy)


def _clinic() -> Rows:
    rows = Rows()
    home = rows.keep("home", factories.site())
    rows.keep("home_es", translated(home))
    index = rows.keep("index", factories.release(factories.article_index(home, title="Articles", slug="articles")))
    rows.keep("index_es", translated(index))
    safety = rows.keep("safety", factories.release(factories.safety_statement()))
    rows.keep("safety_es", translated(safety, title="Seguridad"))
    body = [("rich_text", "<p>It works.</p>"), ("safety_statement", safety)]
    article = factories.release(factories.article(index, title="Sleep", slug="sleep", body=body))
    rows.keep("article", article)
    rows.keep("article_es", translated(article, title="Dormir bien", slug="dormir"))
    rows.keep("plain", factories.release(factories.article(index, title="Walks", slug="walks")))
    rows.keep("plain_es", translated(rows.plain, title=WORDS, slug="paseos"))
    return rows


clinic_once = once(_clinic)


@pytest.fixture
def clinic(db: None, clinic_once: Rows) -> Rows:
    """Two articles in English and Spanish; a safety statement, in both, stands in one of them."""
    return clinic_once


def change(row: Any, grade: Grade, **fields: Any) -> Any:
    """A new edition of a source, graded by whoever signs it."""
    return factories.release(factories.revise(row, **fields), grade=grade)


def read(path: str) -> Any:
    return Client().get(path)


def meta(row: Any) -> dict[str, Any]:
    answer = Client().get(f"/api/v2/pages/{row.pk}/")
    assert answer.status_code == 200
    return answer.json()["meta"]


def on_board(row: Any) -> Standing:
    """How a translation stands on the board, told anew as it is after each transaction."""
    refresh([row.translation_key])
    return Standing.objects.get(translation_key=row.translation_key, locale=SPANISH)


def notice(text: str = "Lo estamos actualizando") -> Any:
    spanish = Locale.objects.get(language_code=SPANISH)
    return factories.release(factories.snippet(WithdrawalNotice, title="Aviso", text=f"<p>{text}</p>", locale=spanish))


class TestSigning:
    def test_a_translation_is_signed_beside_the_signed_source(self, clinic: Rows) -> None:
        edition = record.current_edition(str(clinic.plain_es.subject))
        source = record.current_edition(str(clinic.plain.subject))
        assert edition.clearance.sign_off.answers["made_from"] == {
            "subject": str(clinic.plain.subject),
            "digest": source.digest,
        }
        assert meta(clinic.plain_es)["translation"] == {
            "source_locale": "en",
            "source_digest": source.digest,
            "status": "current",
            "behind_since": None,
            "grade": None,
        }
        assert meta(clinic.plain)["translation"] is None

    def test_only_somebody_who_reads_the_language_signs(self, clinic: Rows) -> None:
        factories.submit(factories.revise(clinic.plain_es, title="Otras palabras"))
        signer = factories.user(CLINICIANS)
        ReviewerCredential.objects.get(user=signer).languages.clear()
        with pytest.raises(DoesNotRead):
            factories.sign(clinic.plain_es, signer)
        assert record.current_edition(str(clinic.plain_es.subject)).clearance.sign_off.signer_id != signer.pk

    def test_whoever_changes_a_translated_text_says_how_grave_that_is(self, clinic: Rows) -> None:
        factories.submit(factories.revise(clinic.plain, title="Other words"))
        item = signing.item_for(Submission.objects.waiting().of(clinic.plain).get())
        before = record.current_edition(str(clinic.plain.subject)).digest
        with pytest.raises(GradeMissing):
            signing.approve(
                item.submission.pk,
                factories.clinician(),
                item.digest,
                factories.confirmed(clinic.plain),
                "",
                "password",
                reasons=factories.reasons(item),
            )
        assert record.current_edition(str(clinic.plain.subject)).digest == before
        sign_off = factories.sign(clinic.plain, grade=Grade.MEANING)
        assert sign_off.answers["grade"] == "meaning"

    def test_what_nothing_is_translated_from_is_not_graded(self, clinic: Rows) -> None:
        alone = factories.release(factories.article(clinic.index, title="Alone", slug="alone"))
        factories.submit(factories.revise(alone, title="Still alone"))
        assert "grade" not in factories.sign(alone, grade=Grade.SAFETY).answers

    def test_a_translation_of_words_that_were_unsafe_is_not_signed(self, clinic: Rows) -> None:
        factories.submit(factories.revise(clinic.plain_es, title="Más palabras"))
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        with pytest.raises(SourceChanged):
            factories.sign(clinic.plain_es)
        assert record.current_edition(str(clinic.plain_es.subject)) is None


class TestBehind:
    def test_a_matter_of_wording_leaves_the_page_as_it_was(self, clinic: Rows) -> None:
        before = read("/es/articles/paseos/").content
        change(clinic.plain, Grade.WORDING, title="Strolls")
        assert WORDS in read("/es/articles/paseos/").content.decode()
        assert "newer version" not in read("/es/articles/paseos/").content.decode()
        assert before.count(b"standing") == read("/es/articles/paseos/").content.count(b"standing")
        told = meta(clinic.plain_es)["translation"]
        assert (told["status"], told["grade"]) == ("behind", "wording")
        released = record.current_edition(str(clinic.plain.subject)).released_at
        assert datetime.fromisoformat(told["behind_since"]) == released

    def test_a_matter_of_meaning_is_told_with_its_date(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.MEANING, title="Walks in the evening")
        page = read("/es/articles/paseos/").content.decode()
        assert WORDS in page
        assert 'class="standing"' in page
        assert 'href="/en/articles/walks/"' in page

    def test_the_gravest_change_since_counts(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.MEANING, title="First")
        change(clinic.plain, Grade.WORDING, title="Second")
        found = standings([str(clinic.plain_es.subject)])[str(clinic.plain_es.subject)]
        assert (found.status, found.grade) == (Status.BEHIND, Grade.MEANING)
        first = record.editions(str(clinic.plain.subject))[1]
        assert found.since == first.released_at

    def test_a_source_that_returns_to_the_words_it_had_has_no_translation_behind(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.MEANING, title="Other words")
        change(clinic.plain, Grade.WORDING, title="Walks")
        assert meta(clinic.plain_es)["translation"]["status"] == "current"

    def test_it_is_current_again_once_it_is_signed_beside_the_new_words(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.MEANING, title="Other words")
        factories.release(factories.revise(clinic.plain_es, title="Otras palabras"))
        assert meta(clinic.plain_es)["translation"]["status"] == "current"
        assert 'class="standing"' not in read("/es/articles/paseos/").content.decode()

    def test_who_follows_the_changes_learns_of_it(self, clinic: Rows) -> None:
        last = record.generation()
        change(clinic.plain, Grade.WORDING, title="Strolls")
        told = Change.objects.filter(pk__gt=last).values_list("kind", "subject")
        assert ("settings", str(clinic.plain_es.subject)) in list(told)


class TestSafety:
    def test_the_translation_is_gone_in_the_moment_the_source_changes(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        assert read("/es/articles/paseos/").status_code == 404
        assert Client().get(f"/api/v2/pages/{clinic.plain_es.pk}/").status_code == 404
        assert WORDS not in read("/es/articles/").content.decode()
        assert WORDS not in Client().get("/api/v2/pages/?locale=es&fields=*").content.decode()
        assert read("/en/articles/walks/").status_code == 200
        assert record.current_edition(str(clinic.plain_es.subject)) is None

    def test_it_is_not_to_be_signed_again_as_it_was(self, clinic: Rows) -> None:
        again = Submission.objects.open(clinic.plain_es, kind=Submission.Kind.PERIODIC)
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        assert again not in Submission.objects.waiting()

    def test_it_gives_way_to_the_notice_of_its_language(self, clinic: Rows) -> None:
        notice()
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        page = read("/es/articles/paseos/")
        assert page.status_code == 200
        assert "Lo estamos actualizando" in page.content.decode()
        assert WORDS not in page.content.decode()
        assert "noindex" in page.content.decode()
        answer = Client().get(f"/api/v2/pages/{clinic.plain_es.pk}/").json()
        assert answer["meta"]["translation"]["status"] == "withdrawn"
        assert answer["meta"]["type"] == "translations.WithdrawalNotice"
        assert (answer["title"], WORDS in str(answer)) == ("Aviso", False)
        for listing in ("/es/articles/", "/sitemap.xml", "/es/feed/", "/es/search/?q=Aviso"):
            assert "paseos" not in read(listing).content.decode()

    def test_a_notice_signed_later_takes_its_place_too(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        signed = notice()
        assert "Lo estamos actualizando" in read("/es/articles/paseos/").content.decode()
        signed.unpublish()
        assert read("/es/articles/paseos/").status_code == 404

    def test_nothing_brings_the_old_words_back(self, clinic: Rows) -> None:
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        row = clinic.plain_es
        assert row.live
        assert release(row.subject) is Outcome.WITHHELD
        row.latest_revision.publish()
        row.unpublish()
        clinic.plain_es.latest_revision.publish()
        rebuild()
        assert read("/es/articles/paseos/").status_code == 404

    def test_it_comes_back_once_it_is_signed_beside_the_new_words(self, clinic: Rows) -> None:
        notice()
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        factories.release(factories.revise(clinic.plain_es, title="Con cuidado"))
        page = read("/es/articles/paseos/").content.decode()
        assert "Con cuidado" in page
        assert "Lo estamos actualizando" not in page
        assert meta(clinic.plain_es)["translation"]["status"] == "current"

    def test_pages_on_which_a_withdrawn_statement_stands_go_and_come_back_with_it(self, clinic: Rows) -> None:
        assert read("/es/articles/dormir/").status_code == 200
        change(clinic.safety, Grade.SAFETY, information="<p>Four hours of monitoring</p>")
        assert read("/es/articles/dormir/").status_code == 404
        assert read("/es/articles/paseos/").status_code == 200
        assert read("/en/articles/sleep/").status_code == 200
        line = on_board(clinic.article_es)
        assert (line.state, line.since) == (State.WITHDRAWN, on_board(clinic.safety_es).since)
        held = projection()
        rebuild()
        assert projection() == held
        factories.release(factories.revise(clinic.safety_es, information="<p>Cuatro horas</p>"))
        assert "Cuatro horas" in read("/es/articles/dormir/").content.decode()
        assert on_board(clinic.article_es).state == State.CURRENT

    def test_a_translation_of_a_translation_goes_with_it(self, clinic: Rows) -> None:
        catalan = Locale.objects.create(language_code="ca")
        copy = clinic.home_es.copy_for_translation(catalan)
        copy.save_revision(user=factories.editor())
        task = factories.start(copy)
        Submission.objects.filter(task_state=task).update(
            source=str(clinic.home_es.subject),
            source_digest=record.current_edition(str(clinic.home_es.subject)).digest,
        )
        factories.sign(copy)
        assert record.current_edition(str(copy.subject))
        change(clinic.home, Grade.SAFETY, hero_heading="Care, carefully")
        assert record.current_edition(str(clinic.home_es.subject)) is None
        assert record.current_edition(str(copy.subject)) is None


class TestFallback:
    @pytest.fixture
    def spanish(self, clinic: Rows) -> Any:
        """An alias in Spanish of an article that nobody has translated."""
        source = factories.release(factories.article(clinic.index, title="Alone", slug="alone"))
        return source.copy_for_translation(Locale.objects.get(language_code=SPANISH), alias=True)

    def test_an_alias_is_public_only_if_somebody_says_so(self, clinic: Rows, spanish: Any) -> None:
        source = spanish.alias_of.specific
        assert read("/es/articles/alone/").status_code == 404
        fallbacks.start(spanish, source, factories.editor())
        page = read("/es/articles/alone/").content.decode()
        assert 'lang="en"' in page
        assert 'class="standing"' in page
        assert re.search(r'rel="canonical"\s+href="[^"]*/en/articles/alone/"', page)
        told = meta(spanish)
        assert (told["fallback"], told["language"], told["locale"]) == (True, "en", "es")
        assert meta(source)["fallback"] is False
        for listing in ("/sitemap.xml", "/es/feed/"):
            assert "/es/articles/alone/" not in read(listing).content.decode()
        assert 'hreflang="es"' not in read("/en/articles/alone/").content.decode().partition("</head>")[0]

        fallbacks.end(spanish, factories.editor())
        assert read("/es/articles/alone/").status_code == 404

    def test_it_follows_its_source(self, spanish: Any) -> None:
        source = spanish.alias_of.specific
        fallbacks.start(spanish, source, factories.editor())
        changed = change(source, Grade.WORDING, title="Anew")
        assert "Anew" in read("/es/articles/alone/").content.decode()
        changed.unpublish()
        assert read("/es/articles/alone/").status_code == 404

    def test_unsigned_words_of_the_source_do_not_show(self, spanish: Any) -> None:
        source = spanish.alias_of.specific
        fallbacks.start(spanish, source, factories.editor())
        factories.revise(source, title="UNSIGNED").latest_revision.publish()
        assert type(spanish).objects.get(pk=spanish.pk).title == "UNSIGNED"
        assert "UNSIGNED" not in read("/es/articles/alone/").content.decode()

    def test_its_own_text_comes_first_once_it_is_signed(self, spanish: Any) -> None:
        fallbacks.start(spanish, spanish.alias_of.specific, factories.editor())
        own = type(spanish).objects.get(pk=spanish.pk)
        own.alias_of = None
        own.title = "Solo"
        own.save()
        own.save_revision(user=factories.editor())
        assert "Alone" in read("/es/articles/alone/").content.decode()
        factories.release(own)
        page = read("/es/articles/alone/").content.decode()
        assert "Solo" in page
        assert 'class="standing"' not in page

    @pytest.mark.parametrize("later", [True, False], ids=["restricted later", "restricted before"])
    def test_who_may_not_read_the_source_may_not_read_it_here(self, spanish: Any, later: bool) -> None:
        source = spanish.alias_of.specific
        private = {"page": source, "restriction_type": PageViewRestriction.LOGIN}
        Page.objects.filter(pk__in=[source.pk, spanish.pk]).update(show_in_menus=True)
        if not later:
            PageViewRestriction.objects.create(**private)
        fallbacks.start(spanish, source, factories.editor())
        if later:
            assert read("/es/articles/alone/").status_code == 200
            PageViewRestriction.objects.create(**private)
        assert "Alone" not in read("/es/articles/alone/").content.decode()
        assert "Alone" not in read("/es/").content.decode()
        assert Client().get(f"/api/v2/pages/{spanish.pk}/").status_code == 404
        assert "Alone" not in Client().get("/api/v2/pages/?fields=*").content.decode()
        reader = Client()
        reader.force_login(factories.editor())
        answer = reader.get("/es/articles/alone/")
        assert "Alone" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]

    def test_the_projection_can_be_made_again(self, clinic: Rows, spanish: Any) -> None:
        fallbacks.start(spanish, spanish.alias_of.specific, factories.editor())
        notice()
        change(clinic.plain, Grade.SAFETY, title="Walks, carefully")
        change(clinic.safety, Grade.SAFETY, information="<p>Four hours</p>")
        held = projection()
        assert {row["stands_in"] for row in held[0]} == set(PublicPage.StandsIn.values)
        rebuild()
        assert projection() == held
