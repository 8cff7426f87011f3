"""What templates ask about texts under review."""

from typing import Any

from django import template
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.html import format_html, format_html_join

from review import comments, desk
from review.assignment_forms import AssignmentPanel
from review.panels import reader_of
from review.policy import ROLE_NAMES
from review.queue import entries
from review.signing import Item
from review.subjects import Reviewable

register = template.Library()
register.filter(entries.ago)


@register.simple_tag
def public_text(obj: Any) -> desk.PublicText | None:
    """What the public sees of a page or snippet in the editor; None for what is not reviewed or not saved yet."""
    return desk.public_text(obj) if isinstance(obj, Reviewable) and obj.pk else None


@register.simple_tag
def checked(obj: Any) -> str:
    """The label of a model whose texts are checked; nothing for any other."""
    return obj._meta.label_lower if isinstance(obj, Reviewable) else ""


@register.simple_tag
def said_about(obj: Any) -> list[comments.Thread]:
    """What was said about a page or snippet in the editor, what is open first; nothing about what is not reviewed."""
    if not isinstance(obj, Reviewable) or not obj.pk:
        return []
    return sorted(comments.threads(obj), key=lambda thread: not thread.is_open)


@register.simple_tag
def csrf_token_of(request: HttpRequest) -> str:
    """What forms need in a component of Wagtail's, which is drawn without the request's own context."""
    return get_token(request)


@register.filter
def role_name(role: str) -> str:
    """The name of a role for people; as it is for one that there is no more."""
    return str(ROLE_NAMES.get(role, role))


@register.simple_tag(takes_context=True)
def assignment_panel(context: Any, item: Item) -> AssignmentPanel:
    """Who is to sign what is under review, and what the reader can change about it."""
    return AssignmentPanel(item, reader_of(context["request"]))


@register.filter
def findings_in_words(counts: dict[str, int]) -> list[str]:
    """Counts of findings by level, in words."""
    return entries.findings_in_words(counts)


@register.simple_tag
def lines(label: str, words: list[str]) -> str:
    """A cell of a queue: short lines, of which the first says most, under a label for where there are no columns."""
    if not words:
        return ""
    first, *more = words
    return format_html(
        '<span class="review-cell-label">{}</span> <span class="review-line">{}</span>{}',
        label,
        first,
        format_html_join("", ' <span class="review-line review-note">{}</span>', ([each] for each in more)),
    )
