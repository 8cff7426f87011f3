"""One application: everything that is known of it, and the decisions on it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from practitioners.accounts import errors, registry
from practitioners.accounts.decisions import FORMS, DecisionForm, offered
from practitioners.accounts.steps import policy
from practitioners.models.applications import Application

LOOK_UP = "look_up"
LATEST = 100
"""How many entries of the log are shown, the latest first."""


@method_decorator(never_cache, name="dispatch")
class ApplicationView(WagtailAdminTemplateMixin, TemplateView):
    """An application, its duplicates and its log, and a form for each decision that its reader may take."""

    template_name = "practitioners/accounts/detail.html"
    header_icon = "user"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy.user_has_any_permission(request.user, ("change", "view")):
            raise PermissionDenied
        self.application = self.found()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.POST.get("do", "")
        if asked == LOOK_UP:
            return self.render_to_response(self.get_context_data(registry=self.looked_up()))
        if asked not in FORMS:
            return redirect(self.url)
        form = FORMS[asked](request.POST, prefix=asked)
        if form.is_valid():
            try:
                decided = form.decision(self.application, request.user).execute()
            except errors.Refused as refusal:
                # The rest of the screen shows how things stand now.
                self.application = self.found()
                form.show(self.application)
                messages.error(request, str(refusal))
            else:
                words = gettext("%(name)s: %(state)s.")
                messages.success(request, words % {"name": decided.name, "state": decided.get_state_display()})
                return redirect("applications:index")
        return self.render_to_response(self.get_context_data(returned=(asked, form)))

    def found(self) -> Application:
        """The application as it is now."""
        applications = Application.objects.confirmed().select_related("user__verification", "decided_by")
        return get_object_or_404(applications, pk=self.kwargs["pk"])

    @property
    def url(self) -> str:
        """Where this application is shown."""
        return reverse("applications:detail", args=[self.application.pk])

    def looked_up(self) -> dict[str, Any]:
        """What the registry says of the NPI, and what does not agree with the application."""
        if not (registry.is_on() and self.application.npi):
            return {}
        try:
            entry = registry.look_up(self.application.npi)
        except registry.NoAnswer as error:
            return {"problem": str(error)}
        if entry is None:
            return {"problem": gettext("The registry has nothing under this number.")}
        return {"entry": entry, "is_named": entry.is_named(self.application.name)}

    def get_page_title(self) -> str:
        return self.application.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("applications:index"), "label": _("Applications")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, returned: tuple[str, DecisionForm] | None = None, **kwargs: Any) -> dict[str, Any]:
        forms = offered(self.application, self.request.user)
        if returned:
            # What was typed is not lost, even where somebody else was faster.
            name, form = returned
            forms[name] = form
        entries = log_registry.get_logs_for_instance(self.application).select_related("user")
        return {
            **super().get_context_data(**kwargs),
            "application": self.application,
            "duplicates": self.application.duplicates(),
            "forms": forms,
            "media": sum((form.media for form in forms.values()), Media()),
            "log": entries.order_by("-timestamp", "-pk")[:LATEST],
            "asks_registry": registry.is_on() and bool(self.application.npi),
            "is_own": self.application.user_id == self.request.user.pk,
            "registry": kwargs.get("registry", {}),
        }
