"""What each format's own means become."""

import re
from io import BytesIO

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from core.blocks.text import RICH_TEXT_FEATURES

from .samples import saved

LINE = "One sentence of text."


def rich(*paragraphs: str) -> tuple[str, str]:
    return ("rich_text", "".join(f"<p>{text}</p>" for text in paragraphs))


def heading(text: str, level: str = "h2") -> tuple[str, dict]:
    return ("heading", {"text": text, "level": level})


HTML_BODIES = {
    "formatting keeps to what rich text holds": (
        "<p><strong>a</strong> <em>b</em> <u>c</u> <span class=x>d</span> 10<sup>2</sup> H<sub>2</sub>O",
        [rich("<b>a</b> <i>b</i> c d 10<sup>2</sup> H<sub>2</sub>O")],
    ),
    "text outside paragraphs makes paragraphs": (
        "<div>one<div>two</div>three <b>3</b></div>",
        [rich("one", "two", "three <b>3</b>")],
    ),
    "two line breaks part paragraphs, one does not": (
        "<p>one<br>still one<br><br>two",
        [rich("one<br/>still one", "two")],
    ),
    "tags left open end where browsers end them": (
        "<p>one<p>two<ul><li>a<li>b</ul>",
        [("rich_text", "<p>one</p><p>two</p><ul><li>a</li><li>b</li></ul>")],
    ),
    "inner lists stay inside their item": (
        "<ul><li>a</li><ul><li>a1</li></ul><li><p>b</p><p>c</p><ol><li>d</li></ol></li><li> </li></ul>",
        [("rich_text", "<ul><li>a<ul><li>a1</li></ul></li><li>b<br/>c<ol><li>d</li></ol></li></ul>")],
    ),
    "links that work anywhere stay": (
        "<p><a href=' https://a.org/?b=1&c=2 ' onclick=x() target=_blank>w</a> <a href=mailto:a@b.org>m</a> "
        "<a href=tel:2122883454>t</a>",
        [
            rich(
                '<a href="https://a.org/?b=1&amp;c=2">w</a> <a href="mailto:a@b.org">m</a> '
                '<a href="tel:2122883454">t</a>'
            )
        ],
    ),
    "the deepest headings become subsections": (
        "<h2>A</h2><p>a</p><h3>B</h3><p>b</p><h5>C</h5><p>c</p>",
        [heading("A"), rich("a"), heading("B", "h3"), rich("b"), heading("C", "h3"), rich("c")],
    ),
    "a quote keeps its source": (
        "<blockquote cite='https://a.org/x'><p>It helped.<p>Truly.<footer>— A patient</footer></blockquote>",
        [
            (
                "quote",
                {
                    "text": "It helped.\nTruly.",
                    "attribution": "A patient",
                    "source_url": "https://a.org/x",
                },
            )
        ],
    ),
    "a table keeps its cells, captions and headers": (
        "<table><caption>Doses</caption><tr><th>Route<th>Dose<tr><th>IV<td>0.5 mg/kg<tr><th>Nasal<td>56 mg</table>",
        [
            (
                "table",
                {
                    "data": [["Route", "Dose"], ["IV", "0.5 mg/kg"], ["Nasal", "56 mg"]],
                    "table_caption": "Doses",
                    "first_row_is_table_header": True,
                    "first_col_is_header": True,
                    "table_header_choice": "both",
                    "cell": [],
                },
            )
        ],
    ),
    "a table of one column is layout": ("<table><tr><td><p>one<tr><td>two</table>", [rich("one", "two")]),
    "a list of headed items is read as sections": (
        "<ol><li><h3>First</h3><p>a</p></li><li><h3>Second</h3><p>b</p></li></ol>",
        [
            (
                "numbered_sections",
                {
                    "sections": [
                        {"title": "First", "text": "<p>a</p>"},
                        {"title": "Second", "text": "<p>b</p>"},
                    ]
                },
            )
        ],
    ),
    "struck-out and hidden text is no text": (
        "<p>5<del>0</del> mg<p hidden>x<p style='display: none'>y<p aria-hidden=true>z",
        [rich("5 mg")],
    ),
    "control characters do not survive": ("<p>a&#1;b&#x85;c&#xD800;\ufeffd", [rich("ab…c\ufffdd")]),
}


@pytest.mark.parametrize(("source", "body"), HTML_BODIES.values(), ids=HTML_BODIES)
def test_html(draft_from, source, body):
    draft = draft_from("a.html", f"<h1>T</h1><p>Intro.</p><h2>S</h2>{source}<h2>End</h2><p>.</p>")

    assert draft.body[0] == heading("S")
    assert draft.body[1:-2] == body


MARKDOWN_BODIES = {
    "tables": (
        "| a | b |\n|---|---|\n| 1 | **2** |",
        [["a", "b"], ["1", "2"]],
    ),
    "pipes inside cells": ("| a | b |\n|---|---|\n| 1 \\| 2 | |", [["a", "b"], ["1 | 2", ""]]),
}


@pytest.mark.parametrize(("source", "data"), MARKDOWN_BODIES.values(), ids=MARKDOWN_BODIES)
def test_markdown_table(draft_from, source, data):
    draft = draft_from("a.md", f"# T\n\nIntro.\n\n## S\n\n{source}\n")

    (kind, value) = draft.body[1]
    assert (kind, value["data"], value["table_header_choice"]) == ("table", data, "row")


def test_markdown_footnotes_stay_as_text_and_are_reported(draft_from):
    draft = draft_from("a.md", "# T\n\nIntro.\n\n## S\n\nIt works.[^1]\n\n[^1]: Smith 2010, https://a.org\n")

    assert draft.body[1] == rich("It works.<sup>[1]</sup>", "[1] Smith 2010, https://a.org")
    assert any("reference mark" in entry.part for entry in draft.report.left_out)


def test_markdown_front_matter_gives_the_title_and_is_reported(draft_from):
    draft = draft_from("a.md", '---\ntitle: "Real: title"\nauthor: Somebody\n---\n# Real: title\n\nIntro.\n')

    assert (draft.title, draft.introduction_html, draft.body) == ("Real: title", "<p>Intro.</p>", [])
    assert [entry.part for entry in draft.report.left_out] == ["front matter “author: Somebody”"]


def test_markdown_indentation_is_not_code(draft_from):
    assert draft_from("a.md", "# T\n\nIntro.\n\n## S\n\n    Indented.\n").body[1] == rich("Indented.")


TEXT_BODIES = {
    "markup characters are literal": (
        "1 < 2 & *x* _y_ `z` [a](b) # c | d\\.",
        "1 &lt; 2 &amp; *x* _y_ `z` [a](b) # c | d\\.",
    ),
    "a year at the start of a line is no list": ("2019. That was the year of approval.", None),
    "lines wrapped by hand are one paragraph": (
        "First half of the sentence,\nsecond half.",
        "First half of the sentence, second half.",
    ),
}


@pytest.mark.parametrize(("source", "html"), TEXT_BODIES.values(), ids=TEXT_BODIES)
def test_text_paragraph(draft_from, source, html):
    draft = draft_from("a.txt", f"Title\n\nIntro.\n\nSection\n\n{source}\n\nMore.\n")

    assert draft.body == [heading("Section"), rich(html or source, "More.")]


def test_text_without_blank_lines_has_one_paragraph_per_line(draft_from):
    long = "This paragraph is on one line, as word processors export it, and " + "so it is rather long to read. " * 3
    long = long.strip()
    draft = draft_from("a.txt", f"Title\n{long}\nSection\n{long}\nFirst:\n- a\n- b\n{long}\n")

    assert draft.introduction_html == f"<p>{long}</p>"
    assert draft.body == [
        heading("Section"),
        ("rich_text", f"<p>{long}</p><p>First:</p><ul><li>a</li><li>b</li></ul><p>{long}</p>"),
    ]


def test_text_lists_nest_by_indentation_and_may_be_spread_out(draft_from):
    draft = draft_from("a.txt", f"Title\n\nIntro.\n\nSection\n\n- a\n  - b\n\n1) one\n\n2) two\n\n{LINE}\n")

    assert draft.body[1][1] == (f"<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>one</li><li>two</li></ol><p>{LINE}</p>")


@pytest.mark.parametrize("date", ["March 3, 2025", "3 March 2025", "3 de marzo de 2025", "2025-03-03"])
def test_text_byline_date_and_closing_line_are_no_headings(draft_from, date):
    draft = draft_from("a.txt", f"Title\n\nBy A. Writer\n\n{date}\n\n{LINE}\n\nSection\n\n{LINE}\n\nCall us today\n")

    assert draft.introduction_html == f"<p>By A. Writer</p><p>{date}</p><p>{LINE}</p>"
    assert draft.body == [heading("Section"), rich(LINE, "Call us today")]


@pytest.mark.parametrize(
    "titles",
    [
        ["1. Alpha", "2. Beta"],
        ["1) Alpha", "2) Beta"],
        ["#1: Alpha", "#2: Beta"],
        ["Mechanism 1: Alpha", "Mechanism 2: Beta"],
        ["Step 1 \u2013 Alpha", "Step 2 \u2013 Beta"],
        ["Paso 1. Alpha", "Paso 2. Beta"],
    ],
)
def test_headings_that_count_become_numbered_sections(draft_from, titles):
    source = "".join(f"## {title}\n\n{LINE}\n\n" for title in titles)
    draft = draft_from("a.md", f"# T\n\nIntro.\n\n{source}## After\n\n{LINE}\n")

    sections = [{"title": title, "text": f"<p>{LINE}</p>"} for title in ("Alpha", "Beta")]
    assert draft.body == [("numbered_sections", {"sections": sections}), heading("After"), rich(LINE)]


@pytest.mark.parametrize(
    ("source", "kinds"),
    [
        pytest.param("## 2. A\n\nx\n\n## 3. B\n\nx\n", "heading rich_text heading rich_text", id="from two on"),
        pytest.param("## 1. A\n\nx\n\n## B\n\nx\n", "heading rich_text heading rich_text", id="one alone"),
        pytest.param(
            "## 1. A\n\nx\n\n## Step 2: B\n\nx\n",
            "heading rich_text heading rich_text",
            id="numbered differently",
        ),
        pytest.param("## 1. A\n\nx\n\n## 2. B\n\n> q\n", "heading rich_text heading quote", id="with more than text"),
        pytest.param(
            "## 1. A\n\nx\n\n## 2. B\n\nx\n\n### C\n\nx\n",
            "heading rich_text heading rich_text heading rich_text",
            id="with subsections",
        ),
        pytest.param(
            "## 5-HT receptors\n\nx\n\n## 3 facts\n\nx\n",
            "heading rich_text heading rich_text",
            id="numbers that do not count",
        ),
    ],
)
def test_other_headings_keep_their_numbers(draft_from, source, kinds):
    draft = draft_from("a.md", f"# T\n\nIntro.\n\n{source}")

    assert [kind for kind, value in draft.body] == kinds.split()
    assert [f"## {value['text']}" for kind, value in draft.body if kind == "heading"] == [
        line.replace("### ", "## ") for line in source.splitlines() if line.startswith("#")
    ]


def test_short_numbered_items_above_paragraphs_are_headings(draft_from):
    draft = draft_from("a.md", f"# T\n\nIntro.\n\n## S\n\n1. **Alpha**\n\n{LINE}\n\n2. **Beta**\n\n{LINE}\n")

    sections = [{"title": title, "text": f"<p>{LINE}</p>"} for title in ("Alpha", "Beta")]
    assert draft.body == [heading("S"), ("numbered_sections", {"sections": sections})]


def test_questions_without_a_heading_that_announces_them_stay_headings(draft_from):
    draft = draft_from("a.md", f"# T\n\nIntro.\n\n## Is it safe?\n\n{LINE}\n")

    assert draft.body == [heading("Is it safe?"), rich(LINE)]


def test_introduction_holds_what_its_field_holds(draft_from):
    draft = draft_from("a.html", "<h1>T</h1><p>10<sup>2</sup> <b>b</b><br>x</p><p>Such as:</p><ul><li>a</ul>")

    assert draft.introduction_html == "<p>10² <b>b</b> x</p>"
    assert draft.body == [("rich_text", "<p>Such as:</p><ul><li>a</li></ul>")]


def test_text_without_headings_gives_its_first_paragraph_as_introduction(draft_from):
    draft = draft_from("a.md", "# T\n\nOne.\n\nTwo.\n\nThree.\n")

    assert (draft.introduction_html, draft.body) == ("<p>One.</p>", [rich("Two.", "Three.")])


def test_heading_that_says_introduction_goes(draft_from):
    draft = draft_from("a.md", "# T\n\n## Introduction\n\nOne.\n\n## S\n\nTwo.\n")

    assert (draft.introduction_html, draft.body) == ("<p>One.</p>", [heading("S"), rich("Two.")])


def test_missing_introduction_is_reported(draft_from):
    draft = draft_from("a.md", "# T\n\n## S\n\nTwo.\n")

    assert (draft.introduction_html, draft.body) == ("", [heading("S"), rich("Two.")])
    assert [entry.part for entry in draft.report.left_out] == ["introduction"]


def test_long_title_is_cut_at_a_word_and_kept_whole_in_the_introduction(draft_from):
    title = "word & " * 60 + "end"
    draft = draft_from("a.md", f"# {title}\n\nIntro.\n")

    assert len(draft.title) <= 255
    assert draft.title.endswith((" word…", " &…"))
    assert draft.introduction_html == f"<p>{title.replace('&', '&amp;')}</p><p>Intro.</p>"
    assert "cut" in draft.report.left_out[0].result


HTML_TITLES = {
    "its only first-level heading": (
        "<title>x</title><p>crumb</p><h1>T</h1><p>Intro.</p><h2>S</h2><p>.</p>",
        "T",
    ),
    "the title of the page": ("<title>T &amp; U</title><p>A sentence.</p><p>Another.</p>", "T & U"),
    "its first line": ("<p>T</p><h1>A</h1><p>a</p><h1>B</h1><p>b</p>", "T"),
}


@pytest.mark.parametrize(("source", "title"), HTML_TITLES.values(), ids=HTML_TITLES)
def test_title_of_a_page(draft_from, source, title):
    assert draft_from("a.html", source).title == title


LEFT_OUT = {
    "pictures": ("<p>a<img src=x.png alt='A chart'>b", "picture “A chart”"),
    "videos": ("<iframe src='https://youtu.be/x'></iframe>", "video or embedded page “https://youtu.be/x”"),
    "relative links": ("<p><a href='../x'>there</a>", "link on “there” to “../x”"),
    "script links": ("<p><a href='javascript:x()'>run</a>", "link on “run” to “javascript:x()”"),
    "forms": ("<form><label>Your name</label><input></form>", "<form> “Your name”"),
    "scripts": ("<script>x()</script>", "1 script or style sheet"),
    "struck-out text": ("<p><s>old</s> new", "struck-out text “old”"),
    "links in headings": ("<h3><a href=https://a.org>H</a></h3><p>x", "link on “H” to “https://a.org”"),
    "merged cells": ("<table><tr><td colspan=2>a<tr><td>b<td>c</table>", "merged cells"),
    "numbers of lists": ("<ol start=4><li>a<li>b</ol>", "numbers of the list “a b”"),
    "the speaker of a quote": ("<blockquote>q</blockquote>", "who said the quote"),
}


@pytest.mark.parametrize(("source", "part"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_finds_no_place_is_reported(draft_from, source, part):
    draft = draft_from("a.html", f"<h1>T</h1><p>Intro.</p><h2>S</h2><p>x</p>{source}")

    assert part in [entry.part for entry in draft.report.left_out]
    assert "javascript" not in str(draft.body)


def test_merged_cells_keep_the_columns_in_line(draft_from):
    source = "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e</table>"
    draft = draft_from("a.html", f"<h1>T</h1><p>Intro.</p><h2>S</h2>{source}")

    assert draft.body[1][1]["data"] == [["a", "b", ""], ["", "c", "d"], ["e", "", ""]]


def add_link(paragraph, text: str, address: str) -> None:
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(address, docx.opc.constants.RELATIONSHIP_TYPE.HYPERLINK, True))
    run = OxmlElement("w:r")
    run.append(OxmlElement("w:t"))
    run[0].text = text
    link.append(run)
    paragraph._p.append(link)


def test_docx_keeps_formatting_links_lists_and_tables_and_reports_pictures(draft_from):
    document = docx.Document()
    document.add_heading("T", 0)
    document.add_paragraph("Intro.")
    document.add_heading("S", 1)
    paragraph = document.add_paragraph("Some ")
    paragraph.add_run("bold").bold = True
    paragraph.add_run("2").font.superscript = True
    add_link(paragraph, "link", "https://a.org/")
    for text, style in [("a", "List Bullet"), ("b", "List Bullet 2"), ("c", "List Number")]:
        document.add_paragraph(text, style=style)
    document.add_paragraph("Their words.", style="Quote")
    table = document.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 1).text = "x", "y"
    document.add_picture(BytesIO(PIXEL))
    document.add_paragraph("Strange", style=document.styles.add_style("House style", 1))
    draft = draft_from("a.docx", saved(document))

    assert [kind for kind, value in draft.body] == ["heading", "rich_text", "quote", "table", "rich_text"]
    assert draft.body[1][1] == (
        '<p>Some <b>bold</b><sup>2</sup><a href="https://a.org/">link</a></p>'
        "<ul><li>a<ul><li>b</li></ul></li></ul><ol><li>c</li></ol>"
    )
    assert draft.body[3][1]["data"] == [["x", ""], ["", "y"]]
    left_out = [entry.part for entry in draft.report.left_out]
    assert "picture" in left_out
    assert "style “House style”" in left_out


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)


def test_docx_numbers_that_word_sets_itself_are_read(draft_from):
    document = docx.Document()
    document.add_heading("T", 0)
    document.add_paragraph("Intro.")
    numbering = document.styles["List Number"].element.pPr.numPr
    for title in ("Alpha", "Beta"):
        document.add_heading(title, 1)._p.get_or_add_pPr().append(
            docx.oxml.parse_xml(docx.oxml.xmlchemy.serialize_for_reading(numbering))
        )
        document.add_paragraph(LINE)
    draft = draft_from("a.docx", saved(document))

    sections = [{"title": title, "text": f"<p>{LINE}</p>"} for title in ("Alpha", "Beta")]
    assert draft.body == [("numbered_sections", {"sections": sections})]


def test_rich_text_comes_back_unchanged_from_the_editor(draft_from):
    source = (
        "<p>a <b>b</b> <i>c</i> 10<sup>2</sup> H<sub>2</sub>O<br>d <a href='https://a.org/?b=1&amp;c=2'>link</a>"
        "<ul><li><p>e</p><p>f</p><ul><li>g</ul><li>h</ul>"
    )
    html = draft_from("a.html", f"<h1>T</h1><p>Intro.</p><h2>S</h2>{source}").body[1][1]
    editor = ContentstateConverter(RICH_TEXT_FEATURES)

    saved_again = editor.to_database_format(editor.from_database_format(html))
    assert re.sub(r' data-block-key="\w+"', "", saved_again) == html
