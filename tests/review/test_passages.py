"""Passages are the words of a copy, each at its place."""

import re
from typing import Any

import pytest

from articles.models import ArticlePage
from review.copy import copy_data
from review.passages import Passage, of_block, passages
from tests.review.texts import every_block

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(rows: Any) -> list[Passage]:
    return list(passages(copy_data(ArticlePage(**every_block(rows), slug="every", locale=rows.index.locale))))


def test_the_words_of_every_type_of_block_are_passages(found: list[Passage]) -> None:
    in_blocks = ["/".join(passage.place.split("/")[2:]) for passage in found if passage.place.startswith("body/")]
    in_blocks = [re.sub("^[0-9a-f-]{36}", "block", place) for place in in_blocks]
    assert in_blocks == [
        "text",
        "",
        *("sections/0/title", "sections/0/text", "sections/1/title", "sections/1/text"),
        *("title", "points/0", "points/1"),
        *("text", "attribution"),
        *("image/alt", "caption"),
        *("title", "text"),
        *("items/0/question", "items/0/answer"),
        *("table_caption", "data/0/0", "data/0/1", "data/1/0", "data/1/1"),
        "title",
        "title",
        *("block", "block/title", "block/points/0"),
    ]


def test_the_title_comes_first_and_what_only_search_engines_show_last(found: list[Passage]) -> None:
    places = [passage.place for passage in found]
    assert places[:2] == ["title", "introduction"]
    assert places[-3:] == ["meta/slug", "meta/seo_title", "meta/search_description"]


def test_rich_text_is_told_from_plain_words(found: list[Passage]) -> None:
    assert {passage.rich for passage in found if passage.words.startswith("<p>")} == {True}
    assert not any(passage.rich for passage in found if not passage.words.startswith("<p>"))


def test_no_two_passages_share_a_place(found: list[Passage]) -> None:
    assert len({passage.place for passage in found}) == len(found)


def test_passages_of_one_block_have_it_in_common(found: list[Passage]) -> None:
    faq = [passage.place for passage in found if "/items/" in passage.place]
    assert len({of_block(place) for place in faq}) == 1
    assert of_block("introduction") == "introduction"
