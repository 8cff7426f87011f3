"""Drawing examples of components."""

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from core.gallery.examples import Example, block_examples

register = template.Library()


@register.simple_tag(takes_context=True)
def draw(context: Context, example: Example) -> SafeString:
    """An example, drawn by its own template."""
    drawn = context.template.engine.get_template(example.template)
    with context.push(**example.context):
        return drawn.render(context)


@register.simple_tag
def example_of(kind: str) -> Example:
    """A type of block in its first state, in the active language."""
    return next(example for example in block_examples(get_language() or "") if example.context["block"]["type"] == kind)
