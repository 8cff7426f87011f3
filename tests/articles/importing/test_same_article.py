"""The same article becomes the same page, whatever it was written in."""

import pytest

from .samples import BODY, FILES, INTRODUCTION, TITLE


@pytest.mark.parametrize("name", FILES)
def test_format_makes_no_difference(draft_from, name):
    draft = draft_from(name, FILES[name]())

    assert draft.title == TITLE
    assert draft.introduction_html == f"<p>{INTRODUCTION}</p>"
    assert draft.body == BODY


def test_report_names_every_part_in_reading_order(draft_from):
    lines = str(draft_from("article.md", FILES["article.md"]()).report).splitlines()

    assert lines[:4] == [
        "title “3 ways ketamine may work when antidepressants have not” → title",
        "1 paragraph → introduction",
        "heading “What ketamine is” → heading (h2)",
        "1 paragraph → text",
    ]
    assert lines[4] == (
        "heading “1. It blocks the NMDA receptor”, 1 paragraph → numbered section 1 “It blocks the NMDA receptor”"
    )
    assert "heading “Is it safe?”, 1 paragraph → question with its answer" in lines
    assert "1 paragraph, 1 list → text" in lines
    assert lines[-2:] == [
        "NOT PLACED: 2 reference marks ([1], [2]) (kept as text: cite the references in the editor)",
        "1 part needs your attention.",
    ]


def test_report_names_what_surrounds_the_article_of_a_page(draft_from):
    left_out = [entry.part for entry in draft_from("article.html", FILES["article.html"]()).report.left_out]

    assert "<nav> “Home”" in left_out
    assert "<footer> “© Some Clinic”" in left_out
    assert "1 script or style sheet" in left_out
