"""What reviewers and authors say to each other beside the passages of a text.

A comment is about a page or snippet, whichever round it is in, so it outlives the text that it was made on: it stands
at its passage for as long as that is there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.text import Truncator

from review import errors
from review.models import PassageComment
from review.passages import Passage, of_block
from review.subjects import Reviewable

WHOLE_TEXT = ""
"""The place of what is said about the text as a whole."""
LONGEST_QUOTE = 500
WORDS_QUOTED = 25
"""How much of a passage stands for it when no words of it were chosen."""


@dataclass(frozen=True)
class Thread:
    """A comment with the answers to it, oldest first.

    ``place`` is where it stands in the text as it is now; None when its passage is no longer there. ``changed`` says
    that the words it quotes are not.
    """

    comment: PassageComment
    answers: list[PassageComment]
    place: str | None
    changed: bool

    @property
    def is_open(self) -> bool:
        """Whether nobody has resolved it."""
        return self.comment.resolved_at is None


def threads(obj: Reviewable, text: Iterable[Passage] = ()) -> list[Thread]:
    """Everything that was said about a page or snippet, oldest first, each where it stands in ``text``. Two queries."""
    written = {passage.place: _squeezed(passage.text) for passage in text}
    return [_standing(comment, written) for comment in _said_about(obj)]


def open_comments(obj: Reviewable) -> list[PassageComment]:
    """What was said about a page or snippet and is not resolved, oldest first, with the answers. Two queries."""
    return list(_said_about(obj).filter(resolved_at=None))


def in_words(comments: Iterable[PassageComment]) -> str:
    """Some comments as one text: a paragraph for each, with the words it is about."""
    return "\n\n".join(f"“{comment.quote}”: {comment.body}" if comment.quote else comment.body for comment in comments)


def add(
    obj: Reviewable, digest: str, text: Iterable[Passage], author: Any, place: str, quote: str, body: str
) -> PassageComment:
    """Say something about a passage of a text, or about all of it (``WHOLE_TEXT``).

    ``digest`` and ``text`` are those of the copy that the author read; ``quote`` are the words it is about, by default
    the first of the passage. Raises a Refused when nothing is said or the passage is not there.
    """
    if place == WHOLE_TEXT:
        quote = ""
    else:
        passage = next((passage for passage in text if passage.place == place), None)
        if passage is None:
            raise errors.PassageGone
        quote = _quoted(passage, quote)
    return PassageComment.objects.create(
        subject=str(obj.subject), digest=digest, place=place, quote=quote, body=_said(body), author=author
    )


def answer(comment: PassageComment, author: Any, body: str) -> PassageComment:
    """Answer a comment. Raises a Refused when nothing is said, or it was resolved meanwhile."""
    body = _said(body)
    if not PassageComment.objects.filter(pk=comment.pk, resolved_at=None).exists():
        raise errors.Resolved
    return PassageComment.objects.create(
        subject=comment.subject, digest=comment.digest, place=comment.place, body=body, author=author, answers=comment
    )


def resolve(comment: PassageComment, user: Any) -> None:
    """Say that what a comment asks for is done; who said so first stays."""
    unresolved = PassageComment.objects.filter(pk=comment.pk, resolved_at=None)
    unresolved.update(resolved_at=timezone.now(), resolved_by=user)


def reopen(comment: PassageComment) -> None:
    """Say that it is not done after all."""
    PassageComment.objects.filter(pk=comment.pk).update(resolved_at=None, resolved_by=None)


def _said_about(obj: Reviewable) -> QuerySet[PassageComment]:
    """The comments on a page or snippet, with their answers."""
    answers = Prefetch("replies", PassageComment.objects.select_related("author"))
    said = PassageComment.objects.filter(subject=str(obj.subject), answers=None)
    return said.select_related("author", "resolved_by").prefetch_related(answers)


def _said(body: str) -> str:
    if not body.strip():
        raise errors.NothingSaid
    return body.strip()


def _quoted(passage: Passage, quote: str) -> str:
    """The words of a passage that were chosen; its first ones when what was chosen is not a part of it."""
    quote = " ".join(quote.split())
    if quote and len(quote) <= LONGEST_QUOTE and _squeezed(quote) in _squeezed(passage.text):
        return quote
    first = Truncator(passage.text).words(WORDS_QUOTED, truncate="")
    return Truncator(first).chars(LONGEST_QUOTE, truncate="")


def _standing(comment: PassageComment, written: dict[str, str]) -> Thread:
    """A comment where it stands now: at its place, or in the part of its block to which its words have gone."""
    answers = list(comment.replies.all())
    quote, place = _squeezed(comment.quote), comment.place
    if place == WHOLE_TEXT:
        return Thread(comment, answers, place, changed=False)
    near = [other for other in written if of_block(other) == of_block(place)]
    for candidate in sorted(near, key=lambda other: other != place):
        if quote in written[candidate]:
            return Thread(comment, answers, candidate, changed=False)
    return Thread(comment, answers, place if place in written else None, changed=True)


def _squeezed(words: str) -> str:
    """Words without the white space between them, which markup puts where a reader sees none, or sees it twice."""
    return "".join(words.split())
