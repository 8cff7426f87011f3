"""The calendar of due reviews, and the page on which its address is made and revoked."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from review.models import CalendarFeed
from review.notices import calendar
from review.notices.letters import absolute
from review.notices.sending import language_of
from review.signing import roles_of

REVOKE = "revoke"


@require_safe
def feed_view(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody's due reviews, for whoever knows the secret; 404 for a wrong or revoked one and for a closed account."""
    user = calendar.owner_of(secret)
    if user is None:
        raise Http404
    language = language_of(user)
    with translation.override(language):
        content = calendar.calendar_of(calendar.due_reviews(user))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="reviews.ics"'
    response["Content-Language"] = language
    response["Cache-Control"] = "private, no-store"
    return response


@method_decorator(never_cache, name="dispatch")
class CalendarView(WagtailAdminTemplateMixin, TemplateView):
    """Makes, renews and revokes the address. It is shown in answer to its making, and never again."""

    page_title = _("Calendar of my reviews")
    header_icon = "calendar"
    template_name = "review/calendar.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not roles_of(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        account = {"url": reverse_lazy("wagtailadmin_account"), "label": _("Account")}
        return [*self.breadcrumbs_items, account, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("do") == REVOKE:
            calendar.revoke(request.user)
            messages.success(request, gettext("The address of your calendar opens nothing any more."))
            return redirect("review:calendar")
        address = absolute(reverse("review_calendar", args=[calendar.make_secret(request.user)]))
        return self.render_to_response(self.get_context_data(address=address))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed = CalendarFeed.objects.filter(user=self.request.user).first()
        return {**super().get_context_data(**kwargs), "feed": feed}
