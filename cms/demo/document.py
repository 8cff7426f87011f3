"""The demo's one document: a real PDF of two pages, written by hand; nothing else needs a PDF library."""

TITLE = "Infusion day: outline of a protocol (demonstration)"
NAME = "infusion-day-protocol"

PAGE = (612, 792)  # US Letter, in points
MARGIN = 72

# One page is a list of (style, line); an empty line is a gap.
Line = tuple[str, str]
STYLES = {  # font resource, size, distance to the next line
    "title": ("F2", 20, 30),
    "heading": ("F2", 13, 22),
    "text": ("F1", 11, 17),
    "note": ("F1", 9, 13),
}
PAGES: tuple[tuple[Line, ...], ...] = (
    (
        ("title", "Infusion day: outline of a protocol"),
        (
            "note",
            "Demonstration document. Not for clinical use. Everybody named in the team is fictional.",
        ),
        ("text", ""),
        ("heading", "1. Before the first infusion"),
        ("text", "[ ]  Diagnosis, and earlier treatments with dose and duration"),
        ("text", "[ ]  Medical history: heart, blood pressure, liver, bladder, pregnancy"),
        ("text", "[ ]  History of psychosis, mania and substance use"),
        ("text", "[ ]  Medicines, with sedatives and opioids marked"),
        ("text", "[ ]  Symptom score at baseline, and the date at which it is looked at again"),
        ("text", "[ ]  Written consent that says: this use of ketamine is off-label"),
        ("text", ""),
        ("heading", "2. On the day, before the dose"),
        ("text", "[ ]  Identity, fasting, and the person who takes the patient home"),
        ("text", "[ ]  Change in health or medicines since the last visit"),
        ("text", "[ ]  Suicidal thoughts, asked about in plain words"),
        ("text", "[ ]  Blood pressure, heart rate, oxygen saturation"),
        ("text", "[ ]  Physician on site; airway equipment and oxygen checked"),
    ),
    (
        ("heading", "3. During the infusion"),
        ("text", "[ ]  Oxygen saturation and heart rate throughout, blood pressure at intervals"),
        ("text", "[ ]  A clinician in the room; alertness and breathing noted"),
        ("text", "[ ]  Rate reduced or infusion stopped as the clinician in charge decides"),
        ("text", ""),
        ("heading", "4. Afterwards"),
        ("text", "[ ]  Blood pressure back to an acceptable level, patient steady and oriented"),
        ("text", "[ ]  Checked by a clinician, who signs for the discharge"),
        ("text", "[ ]  Escort present; no driving until the day after, following a restful sleep"),
        ("text", "[ ]  Written advice: whom to call, 988 for a crisis, 911 for an emergency"),
        ("text", ""),
        ("heading", "5. After the course"),
        ("text", "[ ]  Symptom score compared with the baseline, together with the patient"),
        ("text", "[ ]  Decision to go on or to stop, with reasons; letter to the referring clinician"),
        ("text", ""),
        ("note", "Sources: Sanacora G et al., JAMA Psychiatry 2017; prescribing information of Ketalar."),
        ("note", "Doses are deliberately left out of this demonstration."),
    ),
)


def protocol_pdf() -> bytes:
    """The protocol as a PDF file of two pages. The same bytes every time: it carries no date."""
    pages = range(len(PAGES))
    first = 5  # objects 1 to 4: catalogue, page tree, two fonts; then a page and its contents in turn
    kids = " ".join(f"{first + 2 * page} 0 R" for page in pages)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(PAGES)} /MediaBox [0 0 {PAGE[0]} {PAGE[1]}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
    ]
    for page in pages:
        content = page_content(page)
        objects += [
            "<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> "
            f"/Contents {first + 2 * page + 1} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    objects.append(f"<< /Title ({escaped(TITLE)}) >>")
    return assembled(objects)


def page_content(page: int) -> str:
    """The drawing operators of one page."""
    y, drawn = PAGE[1] - MARGIN, []
    for style, line in PAGES[page]:
        font, size, leading = STYLES[style]
        if line:
            drawn.append(f"BT /{font} {size} Tf {MARGIN} {y} Td ({escaped(line)}) Tj ET")
        y -= leading
    footer = f"Keta Medical Center - demonstration - page {page + 1} of {len(PAGES)}"
    drawn.append(f"BT /F1 9 Tf {MARGIN} {MARGIN // 2} Td ({footer}) Tj ET")
    return "\n".join(drawn)


def escaped(text: str) -> str:
    """Text as the inside of a PDF string."""
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def assembled(objects: list[str]) -> bytes:
    """Header, objects numbered from 1, cross-reference table, trailer; the last object is the info."""
    file, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(file)}\n%%EOF\n"
    )
    return file + trailer.encode("ascii")
