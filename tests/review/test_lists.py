"""The lists that the checks go by."""

from typing import Any

import pytest
from django.apps import apps

from review.defaults import seed_lists
from review.lists import ClaimPattern, ProhibitedPhrase

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", [ClaimPattern, ProhibitedPhrase])
def test_every_entry_that_comes_with_the_product_is_valid(model: Any) -> None:
    seed_lists(apps)
    entries = list(model.objects.all())
    assert {entry.language for entry in entries} == {"en", "es"}
    for entry in entries:
        entry.clean_fields()


def test_filling_the_lists_again_changes_nothing_that_people_changed() -> None:
    seed_lists(apps)
    ProhibitedPhrase.objects.filter(words="miracle*").update(level="answer", reason="Ours")
    before = list(ProhibitedPhrase.objects.values())
    seed_lists(apps)
    assert list(ProhibitedPhrase.objects.values()) == before


def test_words_are_kept_with_single_spaces() -> None:
    pattern = ClaimPattern(language="en", words="  studies   show ")
    pattern.full_clean()
    assert pattern.words == "studies show"
