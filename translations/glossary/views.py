"""The screens on which a file of terms is brought in: choosing it, and saying yes to what it would change."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import UploadedFile
from wagtail.permissions import policy_registry

from translations.glossary.forms import FileForm, SeenForm
from translations.glossary.importing import ChangedMeanwhile, Plan, bring_in, plan
from translations.glossary.table import COLUMNS, Unreadable
from translations.models import GlossaryTerm

MOST_SHOWN = 100
"""How many problems, and how many terms of each kind, are listed."""


class FileView(WagtailAdminTemplateMixin, FormView):
    """A step of bringing in a file, for those who may add terms and change them."""

    page_title = gettext_lazy("Import terms")
    header_icon = "upload"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        policy = policy_registry.get_by_type(GlossaryTerm)
        if not all(policy.user_has_permission(request.user, action) for action in ("add", "change")):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @property
    def index_url(self) -> str:
        """The way back to the glossary."""
        return reverse(GlossaryTerm.snippet_viewset.get_url_name("list"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        glossary = {"url": self.index_url, "label": _("Glossary")}
        return [*self.breadcrumbs_items, glossary, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"index_url": self.index_url, "most": MOST_SHOWN, **super().get_context_data(**kwargs)}

    def uploads(self) -> Any:
        """The files that this user has chosen and not brought in."""
        content_type = ContentType.objects.get_for_model(GlossaryTerm)
        return UploadedFile.objects.filter(for_content_type=content_type, uploaded_by_user=self.request.user)

    def forget(self) -> None:
        """Keep none of them."""
        for upload in self.uploads():
            upload.file.delete(save=False)
            upload.delete()


class ImportView(FileView):
    """Choose a file; it is kept until its changes are confirmed, or another one is chosen."""

    template_name = "translations/glossary/import.html"
    form_class = FileForm

    def form_valid(self, form: Form) -> HttpResponse:
        file = form.cleaned_data["file"]
        try:
            plan(file.read(), self.request.user)
        except Unreadable as refusal:
            return self.render_to_response(self.get_context_data(form=form, problems=refusal.problems))
        self.forget()
        content_type = ContentType.objects.get_for_model(GlossaryTerm)
        upload = UploadedFile.objects.create(
            for_content_type=content_type, file=file, uploaded_by_user=self.request.user
        )
        return redirect(GlossaryTerm.snippet_viewset.get_url_name("preview"), upload.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {"columns": COLUMNS, **super().get_context_data(**kwargs)}


class PreviewView(FileView):
    """What a file would change; saying yes to it."""

    template_name = "translations/glossary/preview.html"
    form_class = SeenForm

    @cached_property
    def data(self) -> bytes:
        """The file."""
        with get_object_or_404(self.uploads(), pk=self.kwargs["pk"]).file.open() as file:
            return file.read()

    @cached_property
    def plan(self) -> Plan:
        """What it would do."""
        return plan(self.data, self.request.user)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().get(request, *args, **kwargs)
        except Unreadable:
            messages.error(request, _("The languages of the site have changed since. Choose the file once more."))
            return redirect(GlossaryTerm.snippet_viewset.get_url_name("import"))

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.plan.digest} if self.request.method == "GET" else {}

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            done = bring_in(self.data, self.request.user, form.cleaned_data["seen"])
        except (ChangedMeanwhile, Unreadable):
            messages.error(self.request, _("The glossary has changed since. Look at what the file would change now."))
            return redirect(self.request.path)
        self.forget()
        words = _("Terms added: %(added)s, changed: %(changed)s. They are proposals until somebody approves them.")
        messages.success(self.request, words % {"added": len(done.added), "changed": len(done.changed)})
        return redirect(self.index_url)

    def form_invalid(self, form: Form) -> HttpResponse:
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {"added": self.plan.added[:MOST_SHOWN], "changed": self.plan.changed[:MOST_SHOWN]}
        return {"plan": self.plan, **shown, **super().get_context_data(**kwargs)}
