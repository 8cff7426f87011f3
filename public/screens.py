"""The screens for what concerns many pages at once: what uses something, and recall."""

from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from public import blast
from public import recall as recalling
from review import signing
from review.subjects import ByValue, Reviewable


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever reads the history will want to know. It is kept."),
    )


class RecheckForm(ReasonForm):
    """What is to be read again, among what is public, and why."""

    subjects = forms.MultipleChoiceField(error_messages={"required": _("Choose what is to be read again.")})
    field_order = ["subjects", "reason"]

    def __init__(self, found: list[blast.Affected], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["subjects"].choices = [(one.subject, one.title) for one in found if one.is_public]


class Screen(WagtailAdminTemplateMixin, FormView):
    """A form below the desk."""

    form_class: type[forms.Form] = ReasonForm
    page_title: str | Promise = ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        desk = {"url": reverse("review:queue"), "label": _("Review")}
        return [*self.breadcrumbs_items, desk, {"url": "", "label": self.page_title, "sublabel": str(self.about)}]

    @property
    def about(self) -> Any:
        """The row it is about."""
        raise NotImplementedError

    @cached_property
    def edit_url(self) -> str:
        """Where this user edits it; the dashboard for those who do not."""
        return AdminURLFinder(self.request.user).get_edit_url(self.about) or reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "about": self.about, "edit_url": self.edit_url}


class AffectedView(Screen):
    """Everything that uses a page or snippet, to be sent to re-review with a reason."""

    template_name = "review/affected.html"
    form_class = RecheckForm
    page_title = _("What uses it")
    header_icon = "link"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not signing.roles_of(request.user):
            raise PermissionDenied
        try:
            model = apps.get_model(kwargs["app_label"], kwargs["model"])
        except LookupError as error:
            raise Http404 from error
        if not issubclass(model, Reviewable | ByValue):
            raise Http404
        self.object: Any = get_object_or_404(model, pk=kwargs["pk"])

    @property
    def about(self) -> Any:
        return self.object

    @cached_property
    def found(self) -> list[blast.Affected]:
        """What uses it."""
        return blast.affected(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "found": self.found}

    def get_initial(self) -> dict[str, Any]:
        return {"subjects": [one.subject for one in self.found if one.is_public]}

    def form_valid(self, form: RecheckForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        count = blast.recheck(form.cleaned_data["subjects"], reason, self.request.user)
        text = ngettext("%(count)d text is to be read again.", "%(count)d texts are to be read again.", count)
        messages.success(self.request, text % {"count": count})
        return redirect(self.edit_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {**context, "found": self.found, "chosen": set(context["form"]["subjects"].value() or ())}


class RecallView(Screen):
    """Take a page or snippet out of the public in every language."""

    template_name = "review/recall.html"
    page_title = _("Withdraw in every language")
    header_icon = "warning"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.rows = recalling.rows_of(kwargs["kind"], str(kwargs["translation_key"]))
        if not self.rows:
            raise Http404
        if not recalling.may_recall(request.user, self.rows):
            raise PermissionDenied

    @property
    def about(self) -> Any:
        return self.rows[0]

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        recalled = recalling.recall(self.rows, self.request.user, form.cleaned_data["reason"])
        if recalled:
            text = gettext("“%(title)s” is withdrawn in every language.")
            messages.success(self.request, text % {"title": self.about})
        else:
            messages.info(self.request, gettext("Nothing of “%(title)s” was public.") % {"title": self.about})
        return redirect(self.edit_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_snippet = self.about.subject.kind != "page"
        return {
            **super().get_context_data(**kwargs),
            "languages": recalling.languages_of(self.rows),
            "shown_on": [one for one in blast.affected(self.about) if one.is_public] if is_snippet else [],
        }
