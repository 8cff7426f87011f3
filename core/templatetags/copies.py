"""Reading resolved copies in templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language

from core.contents import placed
from core.identity import cards
from public import languages, pictures, resolve, state
from public.models import PublicPage
from public.richtext import plain as plain_words

register = template.Library()
register.simple_tag(placed)


@register.filter(expects_localtime=True)
def day(value: date | str | None) -> str:
    """A day, or that of a moment, as the active language writes it and for machines; copies write days in ISO 8601."""
    if not value:
        return ""
    found = date.fromisoformat(value) if isinstance(value, str) else value
    written = date_format(found, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', found.strftime("%Y-%m-%d"), written)


@register.filter
def plain(html: str | None) -> str:
    """The words of rich text."""
    return plain_words(html or "")


@register.filter
def absolute(address: str) -> str:
    """An address on this site with its scheme and host."""
    return resolve.absolute(address)


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """What stands under a key; the key itself where nothing does."""
    return mapping.get(key, key)


@register.filter
def srcset(image: Mapping[str, Any], media_type: str) -> str:
    """The files of a picture that have a media type, for browsers to choose from."""
    return pictures.srcset(image["renditions"], media_type)


@register.filter
def focus(image: Mapping[str, Any]) -> str:
    """The classes that keep a picture's focal point in sight; empty for one without."""
    return pictures.focus_classes(image)


@register.filter
def fallback(image: Mapping[str, Any]) -> Mapping[str, Any]:
    """The file of a picture that every browser and every other site can show."""
    return image["renditions"][-1]


@register.simple_tag(takes_context=True)
def signer_name(context: Mapping[str, Any]) -> str:
    """Who signed the page, leading to a page about them where this reader may see one."""
    name = context["review"]["signed_by"]
    page = context["frame"].reviewer(context.get("signer"))
    return format_html('<a href="{}">{}</a>', page.address, name) if page else name


@register.simple_tag(takes_context=True)
def card_address(context: Mapping[str, Any]) -> str:
    """Where the card of a page is, which other sites show; empty for a page that not everybody may read."""
    public, request = context.get("public"), context["request"]
    if public is None or public.stands_in or state.for_request(request).is_restricted(public.path):
        return ""
    clinic = context["frame"].clinic.name
    if not cards.can_be_drawn(public.title, clinic, public.locale):
        return ""
    digest = cards.digest_of(public.title, clinic, public.locale)
    return reverse("card", args=[public.locale, public.translation_key, digest])


@register.simple_tag(takes_context=True)
def homes_elsewhere(context: Mapping[str, Any]) -> list[PublicPage]:
    """The home pages of the languages, beside the active one, that the page is not translated into."""
    present = {get_language(), *(page.locale for page in context.get("translations", ()))}
    return languages.in_order(home for home in context["frame"].homes if home.locale not in present)
