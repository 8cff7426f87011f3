"""The search page shows where the words stand, to whom they may be shown, and helps when there are none."""

import pytest

from search.excerpts import ROOM, Words
from tests import factories
from tests.site.conftest import SCRIPT


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Ketamine and KETAMINE", ["ketamine"], "<mark>Ketamine</mark> and <mark>KETAMINE</mark>"),
        ("Depresión, depresio\u0301n", ["depresion"], "<mark>Depresión</mark>, <mark>depresio\u0301n</mark>"),
        ("ﬁve ﬁlms of an infusion", ["infusión"], "ﬁve ﬁlms of an <mark>infusion</mark>"),
        ("One infusion, two infusions", ["infusions"], "One <mark>infusion</mark>, two <mark>infusions</mark>"),
        ("İstanbul in May", ["may"], "İstanbul in <mark>May</mark>"),
        ("a<b> & <i>b</i>", ["b"], "a&lt;<mark>b</mark>&gt; &amp; &lt;i&gt;<mark>b</mark>&lt;/i&gt;"),
        ("an off-label use", ["off-label"], "an <mark>off</mark>-<mark>label</mark> use"),
        ("esketamine", ["ketamine"], "esketamine"),
        ("مُحَمَّد", ["محمد"], "<mark>مُحَمَّد</mark>"),
        ("anything", [], "anything"),
    ],
)
def test_words_are_marked_where_they_stand(text, words, shown):
    assert Words(words).mark(text) == shown


def test_an_excerpt_is_cut_between_words_around_most_of_what_was_asked():
    text = f"A ketamine {'word ' * 100}ketamine and depression {'word ' * 100}"

    excerpt = Words(["ketamine", "depression"]).excerpt(text)

    assert excerpt.startswith("… word ")
    assert excerpt.endswith("word …")
    assert "<mark>ketamine</mark> and <mark>depression</mark>" in excerpt
    assert len(excerpt) < ROOM + 50


@pytest.mark.parametrize(
    ("text", "word", "shown"),
    [
        ("Who it is for\nKetamine is", "ketamine", "Who it is for\u00a0· <mark>Ketamine</mark> is"),
        ("Who it is for\nKetamine is", "for", "Who it is <mark>for</mark>\u00a0· Ketamine is"),
        ("Is it safe?\nKetamine is.\nAsk", "ketamine", "Is it safe? <mark>Ketamine</mark> is. Ask"),
        ("محمد\nكم", "محمد", "<mark>محمد</mark>\u00a0· كم"),
        ("Dose (mg)\nA", "a", "Dose (mg)\u00a0· <mark>A</mark>"),
        ("हिन्दी\nA", "a", "हिन्दी\u00a0· <mark>A</mark>"),
        ("1 < 2\nA", "a", "1 &lt; 2\u00a0· <mark>A</mark>"),
    ],
)
def test_an_excerpt_keeps_lines_apart_that_no_sign_ends(text, word, shown):
    assert Words([word]).excerpt(text) == shown


def test_no_excerpt_begins_with_the_end_of_a_line():
    for letters in range(ROOM):
        excerpt = Words(["ketamine"]).excerpt(f"{'word ' * 20}End\n{'w' * letters} ketamine {'word ' * 100}")
        assert not excerpt.removeprefix("… ").startswith("\u00a0"), letters
        assert not excerpt.removeprefix("… ").startswith("·"), letters


def test_a_heading_does_not_run_into_the_text_below_it(visit, clinic):
    body = [
        ("heading", {"text": "Who it is for", "level": "h2"}),
        ("rich_text", "<p>Zolpidem is for nobody here.</p>"),
        ("heading", {"text": "Who asks?", "level": "h2"}),
        ("rich_text", "<p>Everybody does.</p>"),
    ]
    factories.release(factories.article(clinic.articles, title="Sleep", body=body))

    excerpt = visit("/en/search/?q=zolpidem").select_one(".excerpt").text.strip()

    assert "Who it is for\u00a0· Zolpidem is for nobody here. Who asks? Everybody does." in excerpt


def test_results_mark_what_was_found_in_title_and_text(visit, clinic):
    first, second, *_ = visit("/en/search/?q=ketamine+infusion").select(".results > li")

    assert [mark.text for mark in first.select("h2 mark")] == ["Ketamine", "infusion"]
    assert [mark.text for mark in second.select(".excerpt mark")] == ["ketamine", "infusion"]


def test_signs_of_html_in_titles_stay_words(visit, clinic):
    page = visit("/en/search/?q=introduction+infusions")

    assert f"Infusions {SCRIPT}" in {title.text.strip() for title in page.select(".results h2")}
    assert not page.select(".results script")


def test_excerpts_show_what_is_for_practitioners_to_nobody_else(visit, clinic, client):
    assert "SECRET" not in visit("/en/search/?q=text").text

    client.force_login(factories.user("Verified practitioners"))
    assert visit("/en/search/?q=secret+dose").select_one(".excerpt mark").text == "SECRET"


def test_a_slip_of_spelling_is_mended(visit, clinic):
    spelling = visit("/en/search/?q=ketemine+infusoin").select_one(".spelling a")

    assert spelling.text == "ketamine infusion"
    assert visit(f"/en/search/{spelling['href']}").select(".results > li")


@pytest.mark.parametrize("query", ["", "?q=zzzz", "?q=SECRET", "?q=UNSINGED"])
def test_who_finds_nothing_is_told_where_to_go_and_learns_of_nothing_hidden(visit, clinic, query):
    page = visit(f"/en/search/{query}")

    assert page.select_one(".search-conditions .tag").text == "Depression"
    ways = page.select_one(".ways-on")
    assert {"Articles", "Treatments", "Team"} <= {link.text.strip() for link in ways.select("a")}
    assert ways.select_one('a[href^="tel:"]')
    assert "UNSIGNED" not in page.text
