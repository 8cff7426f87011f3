"""Text and HTML as an article may hold them."""

import html as entities
import re
import unicodedata
from urllib.parse import urlsplit

import nh3

LINK_SCHEMES = frozenset({"http", "https", "mailto", "tel"})
PARAGRAPH_TAGS = {"b", "i", "a", "sup", "sub", "br"}
LIST_TAGS = PARAGRAPH_TAGS | {"ul", "ol", "li"}
INTRODUCTION_TAGS = {"b", "i", "a"}
"""What an introduction may hold inside its paragraphs."""

# Controls and halves of surrogate pairs.
UNWANTED_CATEGORIES = {"Cc", "Cs"}
# Byte order marks inside the text, and what Unicode calls noncharacters.
UNWANTED = re.compile(r"[\ufeff\ufffe\uffff]")
SCRIPT = re.compile(r"<(sup|sub)>(.*?)</\1>", re.DOTALL)
RAISED = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
LOWERED = str.maketrans("0123456789+-\u2212", "₀₁₂₃₄₅₆₇₈₉₊₋₋")


def clean_characters(text: str) -> str:
    """The text without characters that cannot be stored or seen; tabs become spaces."""
    text = UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    return "".join(
        character
        for character in text
        if character == "\n" or unicodedata.category(character) not in UNWANTED_CATEGORIES
    )


def clean_text(text: str) -> str:
    """Plain text on one line."""
    return " ".join(clean_characters(text).split())


def clean_html(html: str, tags: set[str]) -> str:
    """HTML with the given tags and links that work anywhere, on one line; of other tags the text stays."""
    html = nh3.clean(
        clean_characters(html),
        tags=tags,
        attributes={"a": {"href"}},
        url_schemes=set(LINK_SCHEMES),
        url_relative="deny",
        link_rel=None,
    )
    # A link whose address was refused is no link.
    html = re.sub(r"<a>(.*?)</a>", r"\1", html, flags=re.DOTALL)
    html = re.sub(r"[ \n]+", " ", html)
    return re.sub(r" ?(</?(?:ul|ol|li)>) ?", r"\1", html).strip()


def text_of(html: str) -> str:
    """The plain text of clean HTML; raised and lowered digits become characters of their own (10², H₂O)."""
    html = re.sub(r"<br>|</?(?:p|li|ul|ol)>", " ", raise_digits(html))
    return clean_text(entities.unescape(nh3.clean(html, tags=set())))


def raise_digits(html: str) -> str:
    """Digits in ``<sup>`` and ``<sub>`` as characters, for places that hold no such tags."""

    def characters(match: re.Match[str]) -> str:
        return match[2].translate(RAISED if match[1] == "sup" else LOWERED)

    return SCRIPT.sub(characters, html)


def is_link(address: str) -> bool:
    """Whether readers can follow the address from anywhere."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return False
    if parts.scheme in ("http", "https"):
        return bool(parts.netloc)
    return parts.scheme in LINK_SCHEMES and bool(parts.path)
