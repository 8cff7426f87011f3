"""Drawing examples of components."""

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.gallery.copies import blocks
from core.gallery.examples import Example

register = template.Library()


@register.simple_tag(takes_context=True)
def draw(context: Context, example: Example) -> SafeString:
    """An example, drawn by its own template."""
    drawn = context.template.engine.get_template(example.template)
    with context.push(**example.context):
        return drawn.render(context)


@register.simple_tag
def first_example(kind: str) -> dict[str, Any]:
    """A block of a type in its first state, in the active language."""
    return next(iter(blocks(get_language() or "")[kind].values()))
