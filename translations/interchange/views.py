"""The screen on which a translation leaves as a file and comes back; below the admin."""

from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_localize.models import Translation

from translations.interchange import export, takeover
from translations.interchange.files import FileRefused
from translations.interchange.formats import FORMATS, LARGEST, read
from translations.interchange.permission import may_exchange
from translations.interchange.preview import Preview, preview

SUFFIXES = ".po,.xlf,.xliff"


def translation_for(user: Any, pk: int) -> Translation:
    """A translation that somebody may exchange files of.

    Raises Http404 when there is none, or nobody translates it here any more; PermissionDenied for everybody else.
    """
    related = Translation.objects.select_related("source__locale", "target_locale")
    translation = get_object_or_404(related, pk=pk, enabled=True)
    try:
        allowed = may_exchange(user, translation)
    except ObjectDoesNotExist as error:
        raise Http404 from error
    if not allowed:
        raise PermissionDenied
    return translation


class UploadForm(forms.Form):
    """A file that came back. A valid form has the ``preview`` of what it changes, and the ``tool`` it came from."""

    preview: Preview
    tool: str
    file = forms.FileField(
        label=_("File from the agency"),
        help_text=_("XLIFF 1.2, XLIFF 2.0 or PO, at most 10 MB. You see what it changes before anything is stored."),
        widget=forms.FileInput(attrs={"accept": SUFFIXES}),
    )

    def __init__(self, translation: Translation, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.translation = translation

    def clean_file(self) -> Any:
        """Refuse a file that is wrong or belongs elsewhere; keep what it would change."""
        file = self.cleaned_data["file"]
        try:
            if file.size > LARGEST:
                raise FileRefused(gettext("The file is larger than 10 MB. Use one that was downloaded here."))
            kind, incoming = read(file.read())
            self.preview = preview(self.translation, incoming)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        self.tool = kind.tool
        return file


class ExchangeView(WagtailAdminTemplateMixin, FormView):
    """Files of a translation to download, and one to upload; uploading shows what it would change."""

    template_name = "translations/exchange.html"
    preview_template = "translations/exchange_preview.html"
    form_class = UploadForm
    page_title = _("Exchange files")
    header_icon = "download"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.translation = translation_for(request.user, kwargs["translation_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        edit = {"url": self.translation.get_target_instance_edit_url(), "label": self.translation.source.object_repr}
        return [*self.breadcrumbs_items, edit, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "translation": self.translation}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        sealed = takeover.seal(self.translation, form.tool, form.preview)
        context = self.get_context_data(form=form, preview=form.preview, sealed=sealed, file=form.cleaned_data["file"])
        return self.response_class(self.request, [self.preview_template], context, using=self.template_engine)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "translation": self.translation,
            "formats": FORMATS,
            "exchange_url": reverse("interchange:exchange", args=[self.translation.pk]),
            "edit_url": self.translation.get_target_instance_edit_url(),
        }


@require_GET
def download(request: HttpRequest, translation_id: int, name: str) -> HttpResponse:
    """A translation as a file of a format."""
    if name not in FORMATS:
        raise Http404
    return export.download(translation_for(request.user, translation_id), FORMATS[name])


@require_POST
def take_over(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Store what a preview has shown."""
    translation = translation_for(request.user, translation_id)
    try:
        shown = takeover.unseal(request.POST.get("shown", ""))
        count = takeover.take_over(translation, shown, request.user, replace="replace" in request.POST)
    except takeover.Outdated:
        messages.error(
            request,
            gettext("The text or its translation has changed since you looked. Nothing was stored. Upload again."),
        )
        return redirect("interchange:exchange", translation.pk)
    if not count:
        messages.error(request, gettext("Nothing was stored: the file only has translations that replace others."))
        return redirect("interchange:exchange", translation.pk)
    words = ngettext(
        "%(count)s passage was taken over. The draft and the public text are as they were: look at the translation, and"
        " save the draft.",
        "%(count)s passages were taken over. The draft and the public text are as they were: look at the translation,"
        " and save the draft.",
        count,
    )
    messages.success(request, words % {"count": count})
    return redirect(translation.get_target_instance_edit_url())
