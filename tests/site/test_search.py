"""Searching finds public words, in order of relevance, and takes any string for a query."""

import pytest

from public.models import PublicPage
from search.query import search, words_of


@pytest.fixture
def pages(clinic):
    return PublicPage.objects.filter(locale="en", type="articles.ArticlePage")


def test_a_word_in_the_title_counts_more_than_one_in_the_text(pages):
    assert [page.title for page in search("ketamine infusion", pages)] == [
        "Ketamine infusion",
        "How long it takes",
    ]


def test_only_the_given_pages_are_searched(pages):
    assert [page.title for page in search("ketamine", pages.filter(title="How long it takes"))] == ["How long it takes"]


def test_results_can_be_counted_and_cut(pages):
    found = search("ketamine", pages)

    assert found.count() == 2
    assert [page.title for page in found[1:2]] == ["How long it takes"]


@pytest.mark.parametrize(
    "query",
    ["Ketamine", '"ketamine"', "ketamine\x00 infusion", " ketamine\n", "(ketamine", "ketamine-infusion"],
)
def test_signs_around_words_do_not_matter(pages, query):
    assert search(query, pages).count() == 2


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        '"',
        "'",
        "\x00",
        "***",
        "a:b*",
        "NOT",
        "AND OR",
        "NEAR(",
        "the of and",
        "_",
        "²",
        "\ud800",
        "%s %(x)s %",
        "\\",
        "ketamine & | ! <->",
        "x" * 100_000,
        "word " * 50_000,
        "😀",
        "كيتامين",
        "'; DROP TABLE public_publicpage; --",
    ],
)
def test_no_query_is_an_error(pages, query):
    found = search(query, pages)

    assert found.count() == len(list(found))


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("हिन्दी", ["हिन्दी"]),
        ("مُحَمَّد", ["مُحَمَّد"]),
        ("don't off-label", ["don't", "off-label"]),
        ("'quoted' -minus a_b", ["quoted", "minus", "a", "b"]),
    ],
)
def test_vowel_signs_belong_to_their_word_and_operators_to_none(query, words):
    assert words_of(query) == words
