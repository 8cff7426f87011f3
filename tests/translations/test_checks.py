"""A translation that still holds words of its source is not sent to review."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import Translation

from ledger import record
from review import signing
from review.checks import Finding, Level, run
from review.models import Submission
from review.policy import TRANSLATORS
from tests import factories
from tests.translations.tool import press, sent_for_translation, translate, translate_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(home: Any) -> Any:
    index = factories.article_index(home, title="Articles", slug="articles")
    return factories.article(index, title="Sleep", slug="sleep", search_description="About sleep")


@pytest.fixture
def translator() -> Any:
    return factories.user(TRANSLATORS)


def untranslated(page: Any) -> list[Finding]:
    return [finding for finding in run(page) if finding.check == "untranslated_passages"]


def test_every_passage_without_a_translation_is_listed_where_it_stands(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    found = untranslated(spanish)
    assert {finding.level for finding in found} == {Level.BLOCKS}
    places = [finding.place for finding in found]
    assert places[:2] == ["title", "introduction"]
    assert {place.split("/")[1] for place in places if place.startswith("body/")} <= {
        block.id for block in article.body
    }
    assert any(place.startswith("body/") for place in places)
    assert "meta/search_description" in places
    assert found[0].excerpt == "Sleep"

    translate(spanish, "title", "El sueño", translator)
    assert [finding.place for finding in untranslated(spanish)] == places[1:]


def test_it_is_refused_with_the_list_until_it_is_complete(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    client = Client()
    client.force_login(translator)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[spanish.pk]), {"action": "submit"}, follow=True)
    told = " ".join(str(message) for message in answer.context["messages"])
    assert "Not translated yet" in told
    assert "Sleep" in told
    assert not Submission.objects.waiting().of(spanish).exists()

    translate_everything(spanish, translator)
    press("submit", spanish, translator)
    assert Submission.objects.waiting().of(spanish).exists()


def test_a_changed_source_makes_the_changed_passage_untranslated_again(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    assert untranslated(spanish) == []
    factories.release(factories.revise(article, title="Sleep and dreams"))
    translation = Translation.objects.get(source__object_id=article.translation_key)
    translation.source.update_from_db()
    assert [finding.place for finding in untranslated(spanish)] == ["title"]


def test_what_was_submitted_is_not_judged_by_what_the_source_says_later(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("submit", spanish, translator)
    factories.release(factories.revise(article, title="Sleep and dreams"))
    Translation.objects.get(source__object_id=article.translation_key).source.update_from_db()
    assert untranslated(spanish) != []
    item = signing.item_for(Submission.objects.waiting().of(spanish).get())
    assert "untranslated_passages" not in {finding.check for finding in item.findings}
    factories.sign(spanish)
    assert record.current_edition(str(spanish.subject)).copy_id == item.digest


def test_a_source_is_no_translation(article: Any) -> None:
    sent_for_translation(article, factories.editor())
    assert untranslated(article) == []


def test_a_translation_edited_on_its_own_is_left_alone(article: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    Translation.objects.filter(target_locale=Locale.objects.get(language_code="es")).update(enabled=False)
    assert untranslated(spanish) == []


def found_by(check: str, page: Any) -> list[Finding]:
    return [finding for finding in run(page) if finding.check == check]


def test_what_the_source_says_otherwise_by_now_keeps_a_translation_from_review(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("draft", spanish, translator)
    assert found_by("outdated_passages", spanish) == []

    source = type(article).objects.get(pk=article.pk)
    factories.release(factories.revise(source, title="Deep sleep"))
    (finding,) = found_by("outdated_passages", spanish)
    assert (finding.level, finding.place, finding.excerpt) == (Level.BLOCKS, "title", "Deep sleep")
    press("submit", spanish, translator)
    assert not Submission.objects.waiting().of(spanish).exists()

    Translation.objects.get(source__object_id=article.translation_key).source.update_from_db()
    assert found_by("outdated_passages", spanish) == []
    assert [finding.place for finding in found_by("untranslated_passages", spanish)] == ["title"]


def test_what_was_taken_out_of_the_source_is_taken_out_of_the_translation(article: Any, translator: Any) -> None:
    spanish = sent_for_translation(article, factories.editor())
    translate_everything(spanish, translator)
    spanish = press("draft", spanish, translator)
    source = type(article).objects.get(pk=article.pk)
    factories.release(factories.revise(source, search_description=""))
    Translation.objects.get(source__object_id=article.translation_key).source.update_from_db()
    (finding,) = found_by("left_over_passages", spanish)
    assert (finding.level, finding.place) == (Level.BLOCKS, "meta/search_description")

    spanish = press("draft", spanish, translator)
    assert spanish.get_latest_revision_as_object().search_description == ""
    assert found_by("left_over_passages", spanish) == []
