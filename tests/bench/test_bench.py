"""The bench fills a site, asks it everything it measures, and says what it found."""

from typing import Any

import pytest
from django.db import transaction

from articles.models import ArticlePage
from bench import accounts, board, content, desk, measure, requests, run, translating
from bench.scratch import scratch
from cms.wsgi import django_application
from ledger.models import SignOff
from practitioners.models import Application
from public.cache import AnonymousCache
from public.models import PublicPage
from tests import database, factories
from translations.models import Standing, State
from translations.segments import segments_of

# Requests come and go as in a server, which drops a connection that it finds inside a transaction.
pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def filled(django_db_setup: None, django_db_blocker: Any) -> tuple[database.Kept, list[ArticlePage]]:
    """A small site, filled once."""
    with django_db_blocker.unblock(), transaction.atomic():
        database.empty()
        factories.foundation()
        articles = content.fill(3, report=lambda line: None)
        rows = database.Kept()
        transaction.set_rollback(True)
    return rows, articles


@pytest.fixture
def articles(transactional_db, filled):
    rows, articles = filled
    rows.put_back()
    return articles


def test_every_kind_of_request_is_measured_without_and_with_the_cache(articles):
    kinds = requests.requests(articles)

    lines = list(run.table(kinds, rounds=1))

    assert len(lines) == 1 + 2 * len(kinds)
    assert all(kind.name in "".join(lines) for kind in kinds)


def test_the_review_page_of_long_changed_articles_is_measured(articles):
    reviews = desk.fill(articles)
    clinician = desk.read_by_clinician(django_application)

    assert run.reviewed(clinician, reviews[:2], rounds=1).startswith("Review page")

    assert b"words changed" in measure.get(clinician, reviews[0])
    (article, *_) = ArticlePage.objects.filter(slug__startswith="long-")
    assert 5000 <= len(PublicPage.objects.get(page_id=article.pk).text.split()) < 5500


def test_the_editor_of_long_translations_is_measured(articles):
    translations = translating.fill(articles)[:2]
    asked = list(translating.requests(django_application, translations))

    lines = list(run.translated(asked, rounds=1))

    assert [line.startswith(kind.name) for line, kind in zip(lines, asked, strict=True)] == [True] * 7
    assert {len(segments_of(translation)) for translation in translations} == {translating.SEGMENTS}
    target = translations[0].get_target_instance()
    assert target.get_latest_revision_as_object().body[0].value.source.endswith("(es)</p>")


def test_answers_for_known_and_unknown_addresses_are_compared(home):
    told = list(accounts.answers(turns=2))

    assert [one.name for one in told] == list(accounts.FORMS)
    assert {len(times) for one in told for times in (one.known, one.unknown)} == {2}
    # Whoever was unknown has signed up, once each time.
    assert Application.objects.count() == 3


def test_an_article_is_as_long_and_as_rich_as_what_editors_write(articles):
    body = measure.get(django_application, f"/api/v2/pages/{articles[0].pk}/")
    public = PublicPage.objects.get(page_id=articles[0].pk)

    assert 600 < len(public.text.split()) < 900
    assert body.count(b'"number":') == 3
    assert set(public.uses.values_list("field", flat=True)) == {
        "authors",
        "call_to_action",
        "conditions",
        "image file",
        "references",
        "topics",
        "treatments",
    }
    assert SignOff.objects.filter(subject=public.subject).exists()


def test_what_counts_as_cached_does_not_reach_django(articles):
    address = PublicPage.objects.get(page_id=articles[0].pk).address
    uncached = measure.cost_of_first(django_application, [address], rounds=1)
    cached = measure.cost_of_repeated(AnonymousCache(django_application), [address], rounds=1)

    assert uncached.queries > 0
    assert cached.queries == 0


def test_a_request_that_fails_ends_the_bench(articles):
    with pytest.raises(measure.Failed, match="404"):
        measure.cost_of_repeated(django_application, ["/en/nothing-here/"], rounds=1)


def test_only_postgresql_is_measured(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:///site.sqlite3")

    with pytest.raises(SystemExit, match="PostgreSQL"), scratch():
        pass


def test_the_board_of_translations_is_measured_with_its_spreadsheet(articles, capsys):
    kinds = board.fill(30)

    lines = list(run.overseen(kinds, rounds=1))

    assert "told anew" in capsys.readouterr().out
    assert len(lines) == len(kinds) + 1
    assert lines[-1].startswith("Spreadsheet")
    assert Standing.objects.filter(locale="pt", state=State.BEHIND).exists()
