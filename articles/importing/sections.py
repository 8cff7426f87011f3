"""The sections of an article, and the runs of them that make one block."""

import re
from dataclasses import dataclass, field

from .document import Heading, ItemList, Paragraph, Part, Unplaced

NUMBERED = re.compile(
    r"^(?:(?P<label>[^\W\d]+(?: [^\W\d]+)?) +)?#?(?P<number>\d{1,2})"
    r"(?:[.):](?: +|(?=[^\W\d]))| +[\u2013\u2014-] +)(?P<title>\S.*)$"
)
"""“1. Title”, “2) Title”, “Mechanism 2: Title”, “Step 3 - Title”."""

QUESTIONS = re.compile(
    r"^(?:faqs?|(?:(?:frequently asked|common) )?questions(?: (?:and|&) answers)?|q ?(?:&|and) ?a"
    r"|preguntas(?: (?:frecuentes|comunes))?(?: y respuestas)?)\b(?!.*\?)",
    re.IGNORECASE,
)
INTRODUCTION = re.compile(r"^(?:introduction|overview|introducción|resumen)\W*$", re.IGNORECASE)
LONGEST_TITLE = 200
LONGEST_QUESTION = 250


@dataclass
class Section:
    """A heading, None before the first, and the parts below it."""

    heading: Heading | None
    parts: list[Part] = field(default_factory=list)

    @property
    def is_text(self) -> bool:
        """Whether there is text and nothing but text, so that it fits a rich-text field."""
        kinds = {type(part) for part in self.parts} - {Unplaced}
        return bool(kinds) and kinds <= {Paragraph, ItemList}

    @property
    def level(self) -> int:
        """The depth of the heading."""
        return self.heading.level if self.heading else 0


def sections_of(parts: list[Part]) -> list[Section]:
    """The parts under their headings."""
    sections = [Section(None)]
    for part in parts:
        if isinstance(part, Heading):
            sections.append(Section(part))
        else:
            sections[-1].parts.append(part)
    return sections


def numbered_run(sections: list[Section]) -> list[str]:
    """The titles, without numbers, of the sections from the first on that count 1, 2, 3…; else empty.

    They stand side by side on one level, are numbered in the same way and hold nothing but text.
    """
    titles: list[str] = []
    label = None
    for section in sections:
        match = section.heading and section.level == sections[0].level and NUMBERED.match(section.heading.text)
        if not match:
            break
        if not titles:
            label = match["label"]
        fits = section.is_text and len(match["title"]) <= LONGEST_TITLE
        if int(match["number"]) != len(titles) + 1 or match["label"] != label or not fits:
            break
        titles.append(match["title"])
    after = sections[len(titles) : len(titles) + 1]
    broken = bool(titles and after) and (
        after[0].level > sections[0].level or bool(NUMBERED.match(after[0].heading.text))
    )
    return titles if len(titles) > 1 and not broken else []


def question_run(sections: list[Section]) -> int:
    """How many of the sections from the first on are a question with its answer in text."""
    count = 0
    for section in sections:
        text = section.heading.text if section.heading else ""
        if not text.endswith("?") or len(text) > LONGEST_QUESTION or not section.is_text:
            break
        if section.level < sections[0].level:
            break
        count += 1
    return count
