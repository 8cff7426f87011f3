"""For the screens of the login."""

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from core.accounts.sessions import browser_named

register = template.Library()
register.filter("browser", browser_named)


@register.simple_tag
def unhinted(field: BoundField) -> SafeString:
    """The input of a field without the hint inside it: its label stands above."""
    # Django writes no attribute that is False.
    return field.as_widget(attrs={"placeholder": False})
