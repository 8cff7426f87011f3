"""The callbacks in the admin, for those who make them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
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
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogFormatter

from practitioners.models.referrals import CallBack
from practitioners.referrals import steps
from practitioners.referrals.steps import policy
from review.queue.filters import one_of

PAGE_SIZE = 20
RIGHTS = ("change", "view")
STEPS = {"take": steps.take, "finish": steps.finish}
OPEN, FINISHED = "open", "done"


class CallBackFilterSet(WagtailFilterSet):
    """Callbacks that are still to be made, or were made."""

    state = one_of(_("Status"), [(OPEN, _("Open")), (FINISHED, _("Done"))], method="filter_state")

    class Meta:
        model = CallBack
        fields: list[str] = []

    def filter_state(self, found: QuerySet[CallBack], name: str, value: str) -> QuerySet[CallBack]:
        return found.filter(done_at__isnull=value == OPEN) if value else found


def state_of(call_back: CallBack) -> str:
    """How a callback stands, in a word."""
    if call_back.done_at:
        return gettext("Done")
    return gettext("Taken") if call_back.taken_by_id else gettext("Open")


class CallBacksView(generic.IndexView):
    """Every callback that is kept: open ones first, the oldest at the top."""

    model = CallBack
    permission_policy = policy
    any_permission_required = RIGHTS
    page_title = _("Callbacks")
    header_icon = "mobile-alt"
    index_url_name = "call_backs:index"
    index_results_url_name = "call_backs:index_results"
    filterset_class = CallBackFilterSet
    paginate_by = PAGE_SIZE
    columns = [
        TitleColumn("name", label=_("Name"), url_name="call_backs:detail"),
        Column("state", label=_("Status"), accessor=state_of),
        Column("best_time", label=_("Best time")),
        Column("taken_by", label=_("Taken by"), accessor=lambda found: found.taken_by or ""),
        DateColumn("asked_at", label=_("Asked")),
    ]

    def get_base_queryset(self) -> QuerySet[CallBack]:
        found = CallBack.objects.select_related("taken_by__wagtail_userprofile")
        return found.order_by(F("done_at").desc(nulls_first=True), "asked_at", "pk")


@method_decorator(never_cache, name="dispatch")
class CallBackView(WagtailAdminTemplateMixin, TemplateView):
    """One callback: the number, the best time, and what its reader can do about it."""

    template_name = "practitioners/referrals/call_back.html"
    header_icon = "mobile-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policy.user_has_any_permission(request.user, RIGHTS):
            raise PermissionDenied
        found = CallBack.objects.select_related("user", "taken_by")
        self.call_back = get_object_or_404(found, pk=self.kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        step = STEPS.get(request.POST.get("do", ""))
        if step and step(self.call_back, request.user):
            messages.success(request, gettext("Saved."))
        elif step:
            messages.error(request, gettext("Somebody else was faster. This is how it stands now."))
        return redirect("call_backs:detail", self.call_back.pk)

    def get_page_title(self) -> str:
        return self.call_back.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse("call_backs:index"), "label": _("Callbacks")}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "call_back": self.call_back,
            "state": state_of(self.call_back),
            "may_change": policy.user_has_permission(self.request.user, "change"),
        }


class CallBacksMenuItem(MenuItem):
    """The way to the callbacks, for those who make them."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policy.user_has_any_permission(request.user, RIGHTS)


class AskedFormatter(LogFormatter):
    """A practitioner asked."""

    label = _("Callback asked for")
    message = _("Asked to be called back")


class TakenFormatter(LogFormatter):
    """Somebody is going to call back."""

    label = _("Callback taken")
    message = _("Will call back")


class DoneFormatter(LogFormatter):
    """The call was made."""

    label = _("Callback done")
    message = _("Has called back")


FORMATTERS = {steps.ASKED: AskedFormatter, steps.TAKEN: TakenFormatter, steps.DONE: DoneFormatter}
