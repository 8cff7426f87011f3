"""A reviewer of a translation reads what changed beside its source, and sees what was signed as it is."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale

from review import signing
from review.models import Submission
from review.pairs import Pair, Pairs
from tests import factories

pytestmark = pytest.mark.django_db


def pairs_of(row: Any) -> Pairs:
    return Pairs(signing.item_for(Submission.objects.waiting().of(row).get()))


def by_place(found: list[Pair]) -> dict[str, Pair]:
    return {pair.place: pair for pair in found}


@pytest.fixture
def article(home: Any) -> Any:
    index = factories.release(factories.article_index(home))
    for parent in (home, index):
        factories.release(parent.copy_for_translation(Locale.objects.get(language_code="es")))
    body = [("rich_text", "<p>Take 40 mg.</p>"), ("rich_text", "<p>Rest.</p>")]
    return factories.release(factories.article(index, title="Sleep", body=body))


@pytest.fixture
def spanish(article: Any) -> Any:
    """The article in Spanish, under review for the first time."""
    copy = article.copy_for_translation(Locale.objects.get(language_code="es"))
    copy.title = "Dormir"
    copy.body[0].value.source = "<p>Tome 40 mg.</p>"
    copy.body[1].value.source = "<p>Descanse.</p>"
    copy.save_revision(user=factories.editor())
    factories.submit(copy)
    return copy


def test_a_new_translation_is_read_whole(spanish: Any) -> None:
    pairs = pairs_of(spanish)
    assert pairs.unchanged == []
    first = by_place(pairs.all)[f"body/{spanish.body[0].id}"]
    assert (first.source, first.target, first.source_before) == ("Take 40 mg.", "Tome 40 mg.", "")
    assert not any(pair.place == "meta/slug" for pair in pairs.all)


def test_of_an_update_only_what_changed_on_either_side_is_read(article: Any, spanish: Any) -> None:
    factories.sign(spanish)
    changed = type(article).objects.get(pk=article.pk).get_latest_revision_as_object()
    changed.body[0].value.source = "<p>Take 80 mg.</p>"
    changed.save_revision(user=factories.editor())
    factories.release(type(article).objects.get(pk=article.pk))
    draft = spanish.get_latest_revision_as_object()
    draft.body[0].value.source = "<p>Tome 80 mg.</p>"
    draft.save_revision(user=factories.editor())
    factories.submit(type(spanish).objects.get(pk=spanish.pk))

    pairs = pairs_of(spanish)
    (pair,) = pairs.changed
    assert (pair.source_before, pair.source) == ("Take 40 mg.", "Take 80 mg.")
    assert (pair.target_before, pair.target) == ("Tome 40 mg.", "Tome 80 mg.")
    marked = {piece.text.strip(): piece.mark for piece in pair.marked_target if piece.mark and piece.text.strip()}
    assert marked == {"40": "gone", "80": "new"}
    assert f"body/{spanish.body[1].id}" in by_place(pairs.unchanged)

    client = Client()
    client.force_login(factories.clinician())
    submission = Submission.objects.waiting().of(spanish).get()
    page = client.get(reverse("review:sign", args=[submission.pk])).content.decode()
    assert "1 passage to compare" in page
    assert "<del>40" in page


def test_what_is_no_translation_has_none(article: Any) -> None:
    factories.submit(factories.revise(article, title="Sleeping"))
    assert pairs_of(article).all == []
