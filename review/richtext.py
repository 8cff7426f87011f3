"""The canonical form of rich text: what it says, without a trace of where it is stored."""

import re
from collections.abc import Callable
from html import escape

import nh3
from wagtail.rich_text.rewriters import LinkRewriter

LINK_ATTRIBUTES = {"href", "data-ref", "data-document", "data-title", "data-extension", "data-cite"}
ALLOWED_TAGS = {"p", "br", "b", "strong", "i", "em", "ol", "ul", "li", "a", "sup", "sub", "h2", "h3", "h4", "hr"}
ALLOWED_SCHEMES = {"http", "https", "mailto", "tel"}
CITATION = re.compile(r'(<a data-cite="\d+">).*?</a>', re.DOTALL)

Rule = Callable[[dict[str, str]], dict[str, str]]
"""From the attributes of a stored link to those of its canonical form; none of them for a link that leads nowhere."""


def canonical_html(stored: str, rules: dict[str, Rule]) -> str:
    """Rich text as Wagtail stores it, in canonical form.

    ``rules`` maps link types to rules. Links of no known type keep their address alone. Attributes are sorted, tags
    outside the features of rich text are dropped, and the label an editor sees at a citation is left out: readers
    see its number.
    """

    def tag(rule: Rule) -> Callable[[dict[str, str]], str]:
        def opening(attributes: dict[str, str]) -> str:
            kept = sorted(rule(attributes).items())
            return "<a" + "".join(f' {name}="{escape(value)}"' for name, value in kept) + ">"

        return opening

    if "\x00" in stored:
        # Cleaning would drop it silently, and the database would refuse what is stored.
        raise ValueError("The text holds a NUL character.")
    html = LinkRewriter(rules={linktype: tag(rule) for linktype, rule in rules.items()})(stored)
    html = nh3.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes={"a": LINK_ATTRIBUTES},
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    return CITATION.sub(r"\1</a>", html)
