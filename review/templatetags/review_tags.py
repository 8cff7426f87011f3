"""What templates ask about texts under review."""

from typing import Any

from django import template

from review import desk
from review.subjects import Reviewable

register = template.Library()


@register.simple_tag
def public_text(obj: Any) -> desk.PublicText | None:
    """What the public sees of a page or snippet in the editor; None for what is not reviewed or not saved yet."""
    return desk.public_text(obj) if isinstance(obj, Reviewable) and obj.pk else None


@register.simple_tag
def checked(obj: Any) -> str:
    """The label of a model whose texts are checked; nothing for any other."""
    return obj._meta.label_lower if isinstance(obj, Reviewable) else ""
