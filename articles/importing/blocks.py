"""Makes the article's blocks of a document."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext

from .clean import INTRODUCTION_TAGS, clean_html, raise_digits, text_of
from .document import Document, Heading, ItemList, Paragraph, Part, Quote, Table, Unplaced
from .headings import split_title, with_headings
from .report import Report, excerpt
from .sections import INTRODUCTION, LONGEST_TITLE, QUESTIONS, Section, numbered_run, question_run, sections_of

LONGEST_PAGE_TITLE = 255
LONGEST_ATTRIBUTION = 200
MARK = re.compile(r"<sup>[^<]*\d[^<]*</sup>|\[\d{1,3}(?:[,\u2013-] ?\d{1,3})*\]")


@dataclass
class ArticleDraft:
    """An article as the page's fields hold it; ``body`` lists (block type, JSON value)."""

    title: str
    introduction_html: str = ""
    body: list[tuple[str, Any]] = field(default_factory=list)
    report: Report = field(default_factory=Report)


def draft_of(document: Document) -> ArticleDraft:
    """The article in a document, with a report of where every part went.

    Raises CannotImport when there is no title or no text below it.
    """
    title, parts = split_title(document, with_headings(document.parts))
    builder = Builder(parts)
    builder.add_title(title)
    builder.add_body(builder.add_introduction(parts))
    builder.report_marks()
    return builder.draft


class Builder:
    """Puts an article together, part by part in reading order."""

    def __init__(self, parts: list[Part]) -> None:
        self.draft = ArticleDraft(title="")
        self.report = self.draft.report
        self.top_level = min((part.level for part in parts if isinstance(part, Heading)), default=0)

    def add_title(self, title: str) -> None:
        """Set the title; one that is too long is cut at a word and opens the introduction in full."""
        self.draft.title = title
        if len(title) > LONGEST_PAGE_TITLE:
            self.draft.title = title[: LONGEST_PAGE_TITLE - 1].rsplit(" ", 1)[0] + "…"
            self.draft.introduction_html = f"<p>{escape(title)}</p>"
            self.report.unplaced(
                gettext("title %s") % excerpt(title),
                gettext("longer than %d characters: cut, and kept in full in the introduction") % LONGEST_PAGE_TITLE,
            )
        self.report.placed(gettext("title %s") % excerpt(title), gettext("title"))

    def add_introduction(self, parts: list[Part]) -> list[Part]:
        """Take the paragraphs before anything else as introduction; gives the parts that remain.

        The last of several stays with the list or table it leads to; without headings the first alone is
        taken. A first heading that says no more than “Introduction” goes.
        """
        first = next((at for at, part in enumerate(parts) if not isinstance(part, Unplaced)), 0)
        leader = parts[first]
        if isinstance(leader, Heading) and INTRODUCTION.match(leader.text):
            self.report.placed(heading_name(leader), gettext("left out: the introduction has its own place"))
            parts = parts[:first] + parts[first + 1 :]
        leading = next((at for at, part in enumerate(parts) if not isinstance(part, Paragraph | Unplaced)), len(parts))
        lead = [at for at in range(leading) if isinstance(parts[at], Paragraph)]
        if leading == len(parts):
            lead = lead[:1]
        elif len(lead) > 1 and not isinstance(parts[leading], Heading):
            lead.pop()
        end = lead[-1] + 1 if lead else 0
        for part in parts[:end]:
            if isinstance(part, Paragraph):
                html = clean_html(raise_digits(part.html.replace("<br>", " ")), INTRODUCTION_TAGS)
                self.draft.introduction_html += f"<p>{html}</p>"
        if lead:
            self.report.placed(count_of(parts[:end]), gettext("introduction"))
        else:
            self.report.unplaced(gettext("introduction"), gettext("none found: write one before you submit"))
        self.report_unplaced(parts[:end])
        return parts[end:]

    def add_body(self, parts: list[Part]) -> None:
        """Add the blocks of everything below the introduction."""
        sections = sections_of(parts)
        at = 0
        while at < len(sections):
            section = sections[at]
            questions = question_run(sections[at:]) if self.is_under_questions(sections, at) else 0
            titles = numbered_run(sections[at:])
            if questions:
                self.add_questions(sections[at : at + questions])
            elif titles:
                self.add_numbered(sections[at : at + len(titles)], titles)
            else:
                self.add_section(section)
            at += questions or len(titles) or 1

    def is_under_questions(self, sections: list[Section], at: int) -> bool:
        """Whether the section above says that questions and answers follow."""
        above = sections[at - 1].heading if at else None
        return above is not None and bool(QUESTIONS.match(above.text)) and sections[at].level >= above.level

    def add_numbered(self, sections: list[Section], titles: list[str]) -> None:
        """Add one block of numbered sections; the page sets the numbers."""
        items = []
        for number, (section, title) in enumerate(zip(sections, titles, strict=True), start=1):
            items.append({"title": title, "text": rich_text(section.parts)})
            result = gettext("numbered section %(number)d %(title)s") % {
                "number": number,
                "title": excerpt(title),
            }
            self.report.placed(f"{heading_name(section.heading)}, {count_of(section.parts)}", result)
            self.report_unplaced(section.parts)
        self.draft.body.append(("numbered_sections", {"sections": items}))

    def add_questions(self, sections: list[Section]) -> None:
        """Add one block of questions and answers."""
        items = []
        for section in sections:
            items.append({"question": section.heading.text, "answer": rich_text(section.parts)})
            self.report.placed(
                f"{heading_name(section.heading)}, {count_of(section.parts)}",
                gettext("question with its answer"),
            )
            self.report_unplaced(section.parts)
        self.draft.body.append(("faq", {"items": items}))

    def add_section(self, section: Section) -> None:
        """Add a heading and what stands below it, block by block."""
        if section.heading:
            self.add_heading(section.heading)
        run: list[Part] = []
        for part in section.parts:
            if isinstance(part, Table | Quote):
                self.add_rich_text(run)
                run = []
                self.add_table(part) if isinstance(part, Table) else self.add_quote(part)
            else:
                run.append(part)
        self.add_rich_text(run)

    def add_heading(self, heading: Heading) -> None:
        """Add a heading: the highest level in the text becomes h2, all below h3."""
        if len(heading.text) > LONGEST_TITLE:
            self.draft.body.append(("rich_text", f"<p><b>{escape(heading.text)}</b></p>"))
            self.report.placed(heading_name(heading), gettext("bold paragraph: too long for a heading"))
            return
        level = "h2" if heading.level == self.top_level else "h3"
        self.draft.body.append(("heading", {"text": heading.text, "level": level}))
        self.report.placed(heading_name(heading), gettext("heading (%s)") % level)

    def add_rich_text(self, parts: list[Part]) -> None:
        """Add a run of paragraphs and lists as one block."""
        if html := rich_text(parts):
            self.draft.body.append(("rich_text", html))
            self.report.placed(count_of(parts), gettext("text"))
        self.report_unplaced(parts)

    def add_quote(self, quote: Quote) -> None:
        """Add a quote; one without its speaker is kept for the editor to complete."""
        value = {
            "text": quote.text,
            "attribution": quote.attribution[:LONGEST_ATTRIBUTION],
            "source_url": quote.source_url,
        }
        self.draft.body.append(("quote", value))
        self.report.placed(gettext("quote %s") % excerpt(quote.text), gettext("quote"))
        if not quote.attribution:
            self.report.unplaced(
                gettext("who said the quote"), gettext("not in the text: fill it in before you submit")
            )

    def add_table(self, table: Table) -> None:
        """Add a table."""
        choices = {
            (True, True): "both",
            (True, False): "row",
            (False, True): "column",
            (False, False): "neither",
        }
        value = {
            "data": table.rows,
            "table_caption": table.caption,
            "first_row_is_table_header": table.header_row,
            "first_col_is_header": table.header_column,
            "table_header_choice": choices[table.header_row, table.header_column],
            "cell": [],
        }
        self.draft.body.append(("table", value))
        self.report.placed(
            gettext("table of %(rows)d rows and %(columns)d columns")
            % {"rows": len(table.rows), "columns": len(table.rows[0])},
            gettext("table"),
        )

    def report_unplaced(self, parts: list[Part]) -> None:
        """Report what the parts lost, and lists that do not count from one."""
        for part in parts:
            if isinstance(part, Unplaced):
                self.report.unplaced(part.what, part.why)
            elif isinstance(part, ItemList) and (part.start or 1) != 1:
                self.report.unplaced(
                    gettext("numbers of the list %s") % excerpt(text_of(part.html)),
                    gettext("it started at %d and now starts at 1") % part.start,
                )

    def report_marks(self) -> None:
        """Report what looks like the numbers of references, which stay as text."""
        html = self.draft.introduction_html + "".join(
            value if isinstance(value, str) else repr(value) for _, value in self.draft.body
        )
        if marks := MARK.findall(html):
            shown = ", ".join(dict.fromkeys(text_of(mark) for mark in marks[:8]))
            self.report.unplaced(
                ngettext(
                    "%(count)d reference mark (%(marks)s)",
                    "%(count)d reference marks (%(marks)s)",
                    len(marks),
                )
                % {"count": len(marks), "marks": shown},
                gettext("kept as text: cite the references in the editor"),
            )


def rich_text(parts: list[Part]) -> str:
    """Paragraphs and lists as one piece of rich text; other parts are passed over."""
    pieces = []
    for part in parts:
        if isinstance(part, Paragraph):
            pieces.append(f"<p>{part.html}</p>")
        elif isinstance(part, ItemList):
            pieces.append(part.html)
    # The editor fails on a line break that is not closed.
    return "".join(pieces).replace("<br>", "<br/>")


def escape(text: str) -> str:
    """Plain text as HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def heading_name(heading: Heading | None) -> str:
    """What the report calls a heading; the text before the first one has none."""
    return gettext("heading %s") % excerpt(heading.text if heading else "")


def count_of(parts: list[Part]) -> str:
    """What the report calls a run of text: “2 paragraphs, 1 list”."""
    paragraphs = sum(isinstance(part, Paragraph) for part in parts)
    lists = sum(isinstance(part, ItemList) for part in parts)
    counts = []
    if paragraphs:
        counts.append(ngettext("%d paragraph", "%d paragraphs", paragraphs) % paragraphs)
    if lists:
        counts.append(ngettext("%d list", "%d lists", lists) % lists)
    return ", ".join(counts)
