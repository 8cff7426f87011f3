"""Links: where they lead, and whether their words say so."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from review.checks.registry import Found, Level, check
from review.checks.text import Text
from review.words import fold, plain

LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
SAY_NOTHING = {
    "en": {"click here", "click", "here", "read more", "more", "learn more", "see more", "this", "this link", "link"}
    | {"this page", "page", "details", "find out more"},
    "es": {"haga clic aqui", "haz clic aqui", "clic aqui", "pulse aqui", "aqui", "leer mas", "mas", "ver mas", "enlace"}
    | {"este enlace", "esta pagina", "mas informacion", "saber mas"},
}
SHOWN_BY_OTHERS = ("safety:",)
"""Kinds of content with a check of their own."""


def _links(text: Text) -> Iterator[tuple[str, str, str]]:
    """Every link in rich text: the place, the attributes, the words."""
    for passage in text.passages:
        for attributes, html in LINK.findall(passage.words) if passage.rich else ():
            if "data-cite" not in attributes:
                yield passage.place, attributes, plain(html).strip()


@check
def link_texts(text: Text) -> Iterator[Found]:
    """The words of a link say where it leads, read by themselves.

    Source: WCAG 2.2, success criterion 2.4.4; failure F63.
    """
    say_nothing = SAY_NOTHING.get(text.language, set())
    for place, _attributes, words in _links(text):
        if not words:
            yield Found(Level.ADVICE, place, "", _("A link here has no words, so nobody can follow it. Remove it."))
        elif ADDRESS.fullmatch(words):
            yield Found(Level.ADVICE, place, words, _("This link shows its address. Say in words where it leads."))
        elif fold(words).strip(" .:!→»") in say_nothing:
            yield Found(
                Level.ADVICE, place, words, _("These words do not say where the link leads. Name what is there.")
            )


@check
def broken_links(text: Text) -> Iterator[Found]:
    """A link leads somewhere, and what a page shows of others is there for readers.

    What was deleted is gone for good. What has not been released yet is left out until it is. One query.

    Source: Berners-Lee, *Cool URIs don't change* (1998).
    """
    words_of = {}
    for place, attributes, words in _links(text):
        if not attributes.strip():
            yield Found(
                Level.ANSWER, place, words, _("This link leads nowhere: what it pointed to is gone. Remove it.")
            )
        words_of[place, attributes] = words
    own = text.obj.key
    for place, key in text.pointers:
        if key not in text.released and key != own and not key.startswith(SHOWN_BY_OTHERS):
            message = _("This points to something that readers cannot see yet. It is left out until it is released.")
            yield Found(Level.ADVICE, place, words_of.get((place, f' data-ref="{key}"'), ""), message)
