"""What screens say of the public, in templates."""

from django import template
from wagtail.models import Page

from public.models import PublicPage
from public.query import all_public_pages

register = template.Library()


@register.simple_tag
def own_edition(page: Page) -> PublicPage | None:
    """What readers get of a page in words of its own; None where that is nothing, another page's text or a notice."""
    return all_public_pages().filter(page=page.pk, stands_in=PublicPage.StandsIn.NOTHING).first()
