"""One article as a writer would hand it in, in each of the formats, and the blocks it has to become."""

import textwrap
from collections.abc import Callable
from io import BytesIO

import docx

TITLE = "3 ways ketamine may work when antidepressants have not"
INTRODUCTION = (
    "When two medicines have not lifted a depression, people ask what else there is. "
    "This article explains what is known about ketamine and what is still being studied."
)
EXPLAINER = ("What ketamine is", ["An anaesthetic since the 1960s, it is given for mood at far lower doses."])
MECHANISMS = [
    ("It blocks the NMDA receptor", "The block is short and sets off a surge of glutamate [1]."),
    ("It helps nerve cells connect", "Growth factors rise within hours, in animals at least [2]."),
    ("It quiets a restless network", "Scans show less activity in regions tied to brooding."),
]
RESULTS = (
    "What studies found",
    [
        "Many people felt better within a day; for most it faded within two weeks.",
        "Longer studies are under way.",
    ],
)
AT_THE_CLINIC = "How we do it"
STEPS_LEAD = "A physician is in the building the whole time. Before the first infusion we:"
STEPS = ["talk about your history", "check blood pressure", "plan the way home"]
QUESTIONS = [
    ("Is it safe?", "Given under supervision, serious problems are rare & watched for."),
    ("How long does a visit take?", "About two hours, rest included."),
]
CLOSING = ("Talk to one of our physicians", ["The first consultation is free. Call 212-288-3454."])

BODY = [
    ("heading", {"text": EXPLAINER[0], "level": "h2"}),
    ("rich_text", f"<p>{EXPLAINER[1][0]}</p>"),
    ("numbered_sections", {"sections": [{"title": t, "text": f"<p>{p}</p>"} for t, p in MECHANISMS]}),
    ("heading", {"text": RESULTS[0], "level": "h2"}),
    ("rich_text", "".join(f"<p>{p}</p>" for p in RESULTS[1])),
    ("heading", {"text": AT_THE_CLINIC, "level": "h2"}),
    ("rich_text", f"<p>{STEPS_LEAD}</p><ul>" + "".join(f"<li>{step}</li>" for step in STEPS) + "</ul>"),
    ("heading", {"text": "Frequently asked questions", "level": "h2"}),
    (
        "faq",
        {"items": [{"question": q, "answer": f"<p>{a}</p>".replace("&", "&amp;")} for q, a in QUESTIONS]},
    ),
    ("heading", {"text": CLOSING[0], "level": "h2"}),
    ("rich_text", f"<p>{CLOSING[1][0]}</p>"),
]


def outline(heading: Callable, paragraph: Callable, bullets: Callable) -> list:
    """The article, written with one function for each kind of part; headings get (depth, text)."""
    return [
        heading(1, TITLE),
        paragraph(INTRODUCTION),
        heading(2, EXPLAINER[0]),
        *map(paragraph, EXPLAINER[1]),
        *(
            part
            for number, (title, text) in enumerate(MECHANISMS, start=1)
            for part in (heading(3, f"{number}. {title}"), paragraph(text))
        ),
        heading(2, RESULTS[0]),
        *map(paragraph, RESULTS[1]),
        heading(2, AT_THE_CLINIC),
        paragraph(STEPS_LEAD),
        bullets(STEPS),
        heading(2, "Frequently asked questions"),
        *(part for question, answer in QUESTIONS for part in (heading(3, question), paragraph(answer))),
        heading(2, CLOSING[0]),
        *map(paragraph, CLOSING[1]),
    ]


def as_text() -> bytes:
    """Plain text as an e-mail would carry it: nothing marked, a blank line between parts."""
    parts = outline(lambda depth, text: text, str, lambda items: "\n".join(f"• {item}" for item in items))
    return "\r\n\r\n".join(parts).encode()


def as_wrapped_text() -> bytes:
    """Plain text wrapped by hand, with headings right above their text."""
    parts = outline(
        lambda depth, text: text + ("\n\n" if depth == 1 else "\n"),
        lambda text: textwrap.fill(text, 78) + "\n\n",
        lambda items: "\n".join(f"- {item}" for item in items) + "\n\n",
    )
    return "".join(parts).encode("utf-8-sig")


def as_markdown() -> bytes:
    """Markdown."""
    parts = outline(
        lambda depth, text: f"{'#' * depth} {text}",
        str,
        lambda items: "\n".join(f"- {item}" for item in items),
    )
    return "\n\n".join(parts).encode()


def as_html() -> bytes:
    """A whole page, with all that surrounds an article on the web."""
    parts = outline(
        lambda depth, text: f"<h{depth}>{text}</h{depth}>",
        lambda text: "<p>" + text.replace("&", "&amp;"),
        lambda items: "<ul>" + "".join(f"<li>{item}" for item in items) + "</ul>",
    )
    page = (
        "<!doctype html><html><head><meta charset=utf-8><title>{title} | Some Clinic</title>"
        "<script>track()</script></head><body><nav><a href=/>Home</a></nav><article>{text}</article>"
        "<footer>© Some Clinic</footer></body></html>"
    )
    return page.format(title=TITLE, text="\n".join(parts)).encode("utf-16")


def saved(document) -> bytes:
    """The bytes of a Word document."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_docx() -> bytes:
    """A Word file with the styles Word offers."""
    document = docx.Document()
    outline(
        lambda depth, text: document.add_heading(text, depth - 1),
        document.add_paragraph,
        lambda items: [document.add_paragraph(item, style="List Bullet") for item in items],
    )
    return saved(document)


def as_unstyled_docx() -> bytes:
    """A Word file whose writer made every heading bold and knows no styles."""
    document = docx.Document()

    def bold(depth: int, text: str) -> None:
        document.add_paragraph().add_run(text).bold = True

    outline(
        bold,
        document.add_paragraph,
        lambda items: [document.add_paragraph(item, style="List Bullet") for item in items],
    )
    return saved(document)


FILES = {
    "article.txt": as_text,
    "wrapped.txt": as_wrapped_text,
    "article.md": as_markdown,
    "article.html": as_html,
    "article.docx": as_docx,
    "unstyled.docx": as_unstyled_docx,
}
