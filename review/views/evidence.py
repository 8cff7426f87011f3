"""The evidence pack in the admin: chosen by moment, read, printed, downloaded."""

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ledger.models import Edition
from review import desk
from review.drawing import text_response
from review.evidence import Evidence, edition_at, evidence, moment_of
from review.signing import roles_of
from review.subjects import Subject, find

PERMISSION = "review.view_reviewercredential"
"""Who keeps the credentials of those who sign may see every pack; others those of what they review or edit."""


def check_may_see(user: Any, subject: str) -> None:
    """Raise Http404 for what is no subject, PermissionDenied for somebody without a reason to see its evidence."""
    try:
        row = find(Subject.parse(subject))
    except ValueError as error:
        raise Http404 from error
    if user.has_perm(PERMISSION):
        return
    if row is None or not desk.may_read(user, row, roles_of(user)):
        raise PermissionDenied


class EvidenceView(WagtailAdminTemplateMixin, TemplateView):
    """What readers saw at a moment, as a page to print; ``?at=`` says when, ``?format=json`` gives it as a file."""

    template_name = "review/evidence.html"
    page_title = _("Evidence")
    header_icon = "history"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_may_see(request.user, self.subject)
        if self.found and request.GET.get("format") == "json":
            pack = orjson.dumps(self.found.data(), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)
            response = HttpResponse(pack, content_type="application/json")
            name = f"evidence-{self.found.edition.pk}.json"
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
        return super().get(request, *args, **kwargs)

    @property
    def subject(self) -> str:
        return self.kwargs["subject"]

    @cached_property
    def wrong(self) -> bool:
        """Whether the moment asked for cannot be read."""
        try:
            moment_of(self.request.GET.get("at") or timezone.now().isoformat())
        except ValueError:
            return True
        return False

    @cached_property
    def found(self) -> Evidence | None:
        asked = self.request.GET.get("at")
        if self.wrong:
            return None
        return evidence(self.subject, moment_of(asked) if asked else timezone.now())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("review:queue"), "label": _("Review")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "subject": self.subject,
            "found": self.found,
            "wrong": self.wrong,
            "at": self.request.GET.get("at", ""),
            "editions": Edition.objects.filter(subject=self.subject).order_by("-pk")[:50],
        }


@xframe_options_sameorigin
def text_view(request: HttpRequest, subject: str) -> HttpResponse:
    """The copy that readers saw at a moment, drawn as it was."""
    check_may_see(request.user, subject)
    try:
        edition = edition_at(subject, moment_of(request.GET.get("at", "")))
    except ValueError as error:
        raise Http404 from error
    if edition is None:
        raise Http404
    found = Evidence(edition, edition.released_at, timezone.now())
    return text_response(request, found.model, found.copy)
