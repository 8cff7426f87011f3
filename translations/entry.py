"""The screens by which people come to a translation, in the place of wagtail-localize's own.

They look and answer as those do, at the same addresses. They start from what is signed, publish nothing, and ask what
each person may do in each locale.
"""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.views import convert, edit_translation
from wagtail_localize.views.submit_translations import (
    SubmitPageTranslationView,
    SubmitSnippetTranslationView,
    SubmitTranslationForm,
)
from wagtail_localize.views.update_translations import UpdateTranslationsForm, UpdateTranslationsView

from ledger.record import current_edition
from review.desk import may_edit
from review.subjects import Reviewable
from translations import permissions, privacy, sources, starting
from translations.machine.views import machine_translate


class StartMixin:
    """Starting translations of one page or snippet, into the locales somebody may translate into."""

    def get_form(self) -> SubmitTranslationForm:
        form = super().get_form()
        locales = form.fields["locales"]
        locales.queryset = locales.queryset.filter(pk__in=permissions.locales_for(self.request.user))
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if isinstance(self.object, Reviewable):
            try:
                sources.cleared(self.object)
            except sources.NotSigned as refusal:
                messages.warning(request, str(refusal))
        return super().get(request, *args, **kwargs)

    @transaction.atomic
    def form_valid(self, form: SubmitTranslationForm) -> HttpResponse:
        locales = form.cleaned_data["locales"]
        started = starting.start(self._rows(form), locales, self.request.user)
        self.components.save(self.object, sources_and_translations=started.translations)
        for refusal in started.left_out:
            messages.warning(self.request, str(refusal))
        begun = started.of(self.object)
        if not begun:
            return self.render_to_response(self.get_context_data())
        messages.success(self.request, self.get_success_message(_names(locales)))
        target = begun[0].get_target_instance() if len(begun) == 1 else None
        return redirect(self.get_success_url() or self.get_default_success_url(target))

    def _rows(self, form: SubmitTranslationForm) -> list[TranslatableMixin]:
        rows = [self.object]
        if isinstance(self.object, Page) and form.cleaned_data["include_subtree"]:
            rows += self.object.get_descendants().filter(alias_of=None).specific()
        return rows


class StartPageView(StartMixin, SubmitPageTranslationView):
    """Start translations of a page, and of those below it."""


class StartSnippetView(StartMixin, SubmitSnippetTranslationView):
    """Start translations of a snippet."""


class UpdateForm(UpdateTranslationsForm):
    """What is asked before translations are brought up to date.

    Publishing cannot be asked for, and a machine is asked in the editor of each translation.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["publish_translations"]
        self.fields.pop("use_machine_translation", None)


class UpdateView(UpdateTranslationsView):
    """Bring the source of translations up to what has been signed. Their drafts stay as they are until saved."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self._refuse_strangers()
        return super().dispatch(request, *args, **kwargs)

    def get_form(self) -> UpdateForm:
        return UpdateForm(self.request.POST if self.request.method == "POST" else None)

    def form_valid(self, form: UpdateForm) -> HttpResponse:
        try:
            self._update()
        except sources.NotSigned as refusal:
            messages.error(self.request, str(refusal))
        else:
            messages.success(self.request, self.get_success_message())
        return redirect(self.get_success_url() or self.get_default_success_url())

    @transaction.atomic
    def _update(self) -> None:
        self.object.update_from_db()
        translations = list(self.object.translations.filter(enabled=True).select_related("source", "target_locale"))
        for translation in translations:
            with suppress(ValidationError):
                self.object.update_target_view_restrictions(translation.target_locale)
        self.components.save(self.object, sources_and_translations={self.object: translations})

    def _refuse_strangers(self) -> None:
        """Whoever writes the source, or translates it into one of its languages, may do it."""
        source, user = self.get_object(), self.request.user
        row = permissions.found(source.get_source_instance)
        into = source.translations.filter(target_locale__in=permissions.locales_for(user))
        if not (into.exists() or may_edit(user, row)):
            raise PermissionDenied


@transaction.atomic
def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """Let a page show what its source says again, unless its own text is public or waits for a signature."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not page.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    if refusal := _why_it_keeps_its_text(page):
        messages.error(request, refusal)
        return redirect("wagtailadmin_pages:edit", page.pk)
    response = convert.convert_to_alias(request, page_id)
    if source := Page.objects.filter(aliases=page).first():
        privacy.restrict_as(page, source)
    return response


def _why_it_keeps_its_text(page: Page) -> str | None:
    if page.workflow_in_progress:
        return _("“%(title)s” is under review. Take it back from review before it becomes an alias.") % {"title": page}
    if isinstance(page, Reviewable) and current_edition(str(page.subject)):
        return _("“%(title)s” is public in its own words. Unpublish it before it becomes an alias.") % {"title": page}
    return None


def _names(locales: Any) -> str:
    return ", ".join(str(locale.get_display_name()) for locale in locales)


def urls() -> list[URLPattern]:
    """wagtail-localize's addresses, below ``localize/``, that are answered here (wagtail_localize/wagtail_hooks.py)."""
    guard = permissions.for_those_who_may_edit_it
    one = "translate/<int:translation_id>/"
    return [
        path("submit/page/<int:page_id>/", StartPageView.as_view()),
        path("submit/snippet/<slug:app_label>/<slug:model_name>/<str:pk>/", StartSnippetView.as_view()),
        path("update/<int:translation_source_id>/", UpdateView.as_view()),
        path("page/<int:page_id>/convert_to_alias/", convert_to_alias),
        path(f"{one}strings/<int:string_segment_id>/edit/", guard(edit_translation.edit_string_translation)),
        path(f"{one}overrides/<int:overridable_segment_id>/edit/", guard(edit_translation.edit_override)),
        path(f"{one}machine_translate/", guard(machine_translate)),
        path(f"{one}preview/", guard(edit_translation.preview_translation)),
        path(f"{one}preview/<str:mode>/", guard(edit_translation.preview_translation)),
        path(f"{one}disable/", guard(edit_translation.stop_translation)),
    ]
