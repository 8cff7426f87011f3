"""Reads Word files (.docx)."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable

import mammoth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from mammoth import documents

from .document import Document, Unplaced
from .errors import CannotImport
from .html import read_html

MAX_FILES = 5_000
MAX_UNPACKED = 200_000_000
MAX_XML = 20_000_000
"""Bytes, unpacked. A book of 300 pages is about 5 MB of XML; pictures make up the rest of a file."""

STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='List Bullet'] => ul > li:fresh
p[style-name='List Bullet 2'] => ul|ol > li > ul > li:fresh
p[style-name='List Bullet 3'] => ul|ol > li > ul|ol > li > ul > li:fresh
p[style-name='List Number'] => ol > li:fresh
p[style-name='List Number 2'] => ul|ol > li > ol > li:fresh
p[style-name='List Number 3'] => ul|ol > li > ul|ol > li > ol > li:fresh
strike => s
"""
PLAIN_STYLES = ("List Paragraph", "caption", "No Spacing", "Body Text", "Normal (Web)", "Text body", "header")
UNKNOWN_STYLE = re.compile(r"^Unrecognised (paragraph|run) style: (.*) \(Style ID: .*\)$")
UNKNOWN_ELEMENT = re.compile(r"^An unrecognised element was ignored: (.*)$")
SILENT = re.compile(r"^Image of type|^Unrecognised run style|referenced but not defined")
ELSEWHERE = {
    "word/comments.xml": gettext_lazy("comments in the margin"),
    "word/charts/": gettext_lazy("chart"),
    "word/diagrams/": gettext_lazy("diagram"),
    "word/embeddings/": gettext_lazy("embedded file"),
}


def read_docx(content: bytes) -> Document:
    """The document in a Word file. Raises CannotImport when it is broken or far larger than it seems."""
    names = check_archive(content)
    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=STYLES + "".join(f"p[style-name='{name}'] => p:fresh\n" for name in PLAIN_STYLES),
            include_embedded_style_map=False,
            transform_document=with_heading_numbers(),
            convert_image=mammoth.images.img_element(lambda image: {"src": ""}),
        )
    # The file is somebody else's: mammoth and the XML parser raise whatever its faults lead them to.
    except Exception as error:
        raise CannotImport(
            _("The Word file is damaged and cannot be read: open it in Word and save it again as .docx.")
        ) from error
    document = read_html(result.value)
    left_out = [note for message in result.messages if (note := explain(message.message))]
    left_out += [
        Unplaced(str(what), _("add it in the editor if readers need it"))
        for place, what in ELSEWHERE.items()
        if any(name.startswith(place) for name in names)
    ]
    return Document([*document.parts, *dict.fromkeys(left_out)], document.title)


def check_archive(content: bytes) -> list[str]:
    """The names of the files in the archive; refuses one that is no Word file or unpacks to far too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError) as error:
        raise CannotImport(
            _("The file is a damaged archive: open the original in Word and save it again as .docx.")
        ) from error
    names = [file.filename for file in files]
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        raise CannotImport(
            _("The file is an archive but not a Word document: save the text as .docx, .html, .md or .txt.")
        )
    unpacked_xml = sum(file.file_size for file in files if file.filename.endswith((".xml", ".rels")))
    unpacked = sum(file.file_size for file in files)
    if len(files) > MAX_FILES or unpacked > MAX_UNPACKED or unpacked_xml > MAX_XML:
        raise CannotImport(
            _("The Word file unpacks to %d MB, too much for an article: copy its text into a new document.")
            % (unpacked // 1_000_000)
        )
    return names


def with_heading_numbers() -> Callable[[documents.Document], documents.Document]:
    """A transformation that writes the automatic numbers of numbered headings into their text."""
    counts: dict[int, int] = defaultdict(int)

    def number(paragraph: documents.Paragraph) -> documents.Paragraph:
        name = (paragraph.style_name or "").lower()
        if not name.startswith("heading") or not paragraph.numbering or not paragraph.numbering.is_ordered:
            return paragraph
        level = int(paragraph.numbering.level_index)
        counts[level] += 1
        for deeper in [other for other in counts if other > level]:
            counts[deeper] = 0
        run = documents.run([documents.text(f"{counts[level]}. ")])
        return paragraph.copy(children=[run, *paragraph.children])

    return mammoth.transforms.paragraph(number)


def explain(message: str) -> Unplaced | None:
    """What a message of mammoth's means for the editor; None when it means nothing."""
    if SILENT.search(message):
        return None
    if match := UNKNOWN_STYLE.match(message):
        return Unplaced(_("style “%s”") % match[2], _("its text is kept as ordinary paragraphs"))
    if match := UNKNOWN_ELEMENT.match(message):
        return Unplaced(_("element %s of the Word file") % match[1], _("articles cannot hold it"))
    return Unplaced(message, _("said by the reader of Word files"))
