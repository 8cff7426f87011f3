"""What may help a reader whose search found nothing."""

import re
from difflib import get_close_matches

from django.db.models import QuerySet

from public.models import PublicPage, PublicUse
from search.excerpts import ACCENT, fold
from search.query import words_of

SHORTEST = 4
"""Letters of a word for which another spelling is looked for."""
CLOSE = 0.75
"""How much alike two spellings are, from 0 to 1 (difflib), for one to be offered for the other."""


def other_spelling(query: str, among: QuerySet[PublicPage]) -> str:
    """A query with its unknown words replaced by similar ones of titles and of what the pages are about.

    Empty where there is none. ``among`` are the pages this reader may see. Two queries.
    """
    known = _known(among)
    written = words_of(query)
    spelled = [_similar(word, known) for word in written]
    return " ".join(spelled) if spelled != written else ""


def conditions(among: QuerySet[PublicPage]) -> list[str]:
    """What the pages this reader may see are about, by name. One query."""
    used = PublicUse.objects.filter(page__in=among.order_by(), field="conditions").exclude(label="")
    return list(used.order_by("label").values_list("label", flat=True).distinct())


def _known(among: QuerySet[PublicPage]) -> dict[str, str]:
    """The words of titles and conditions, as they are written, by their folded forms."""
    texts = [*among.order_by().values_list("title", flat=True), *conditions(among)]
    words = (word for text in texts for word in re.findall(r"[^\W\d_]+", text) if len(word) >= SHORTEST)
    return {_key(word): word.lower() for word in words}


def _similar(word: str, known: dict[str, str]) -> str:
    """The known word that is most like a word; the word itself where it is known, short or like none."""
    key = _key(word)
    if len(key) < SHORTEST or key in known:
        return word
    close = get_close_matches(key, known, n=1, cutoff=CLOSE)
    return known[close[0]] if close else word


def _key(word: str) -> str:
    return fold(word).replace(ACCENT, "")
