"""The screen on which an editor lets a language show the signed text of another until its own is signed."""

from typing import Any, NamedTuple

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Locale, Page

from ledger import record
from public import fallbacks
from public.models import PublicPage
from public.showing import subject_of
from translations.permissions import locales_for


class Language(NamedTuple):
    """A language, and what stands at the page's address in it; ``public`` is None where nothing does."""

    locale: Locale
    page: Page | None
    public: PublicPage | None

    @property
    def is_fallback(self) -> bool:
        """Whether the text of the source stands there."""
        return self.public is not None and self.public.stands_in == PublicPage.StandsIn.FALLBACK


def may_show(user: Any, source: Page) -> bool:
    """Whether somebody decides what readers get of a page: Wagtail's permission to publish it, and to translate."""
    may_publish = source.specific.permissions_for_user(user).can_unpublish()
    return may_publish and locales_for(user).exists()


@require_http_methods(["GET", "POST"])
def fallbacks_view(request: HttpRequest, page_id: int) -> HttpResponse:
    """In which languages the text of a page stands in for a translation; a button for each."""
    source = get_object_or_404(Page.objects.select_related("locale"), pk=page_id, alias_of=None)
    if not may_show(request.user, source):
        raise PermissionDenied
    locales = locales_for(request.user).exclude(pk=source.locale_id)
    if request.method == "POST":
        _change(request, source, get_object_or_404(locales, language_code=request.POST.get("locale", "")))
        return redirect(request.path)
    context = {
        "page_title": _("Fallbacks: %(title)s") % {"title": source},
        "source": source,
        "is_signed": record.current_edition(str(subject_of(source))) is not None,
        "languages": _languages(source, list(locales)),
    }
    return TemplateResponse(request, "translations/fallbacks.html", context)


def _languages(source: Page, locales: list[Locale]) -> list[Language]:
    pages = {page.locale_id: page for page in source.get_translations()}
    public = PublicPage.objects.in_bulk([page.pk for page in pages.values()])
    return [
        Language(locale, page, public.get(page.pk) if page else None)
        for locale in locales
        for page in [pages.get(locale.pk)]
    ]


def _change(request: HttpRequest, source: Page, locale: Locale) -> None:
    page = source.get_translation_or_none(locale)
    if request.POST.get("action") == "end":
        if page:
            fallbacks.end(page, request.user)
            messages.success(request, _("The text of the source is shown there no more."))
        return
    if page is None:
        page = source.specific.copy_for_translation(locale, copy_parents=True, alias=True)
    fallbacks.start(page, source, request.user)
    if PublicPage.objects.filter(page_id=page.pk).exists():
        messages.success(request, _("Readers find the text of the source there until the translation is signed."))
    else:
        messages.warning(request, _("It is shown as soon as this page and those above it are public in that language."))
