"""The screens on which somebody starts translations: one that asks, and one that goes on until all are started."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import TemplateView
from wagtail.admin import messages
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from review.views.assignment import id_in
from translations.board import batches
from translations.board.access import Looker, looker_of
from translations.board.filters import BoardFilterSet
from translations.models import Batch, Standing


class StartingView(WagtailAdminTemplateMixin, TemplateView):
    """A screen for those who may start some translation."""

    header_icon = "wagtail-localize-language"

    @property
    def looker(self) -> Looker:
        """Who asks."""
        return looker_of(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.looker.locales:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        board = {"url": reverse("translation_board:list"), "label": _("Translations")}
        return [*self.breadcrumbs_items, board, {"url": "", "label": self.get_page_title()}]


class StartView(StartingView):
    """What of a choice would be started in which language, and why not the rest of it; and then the start.

    What was ticked is given as ``standing`` (lines of the list) or ``text`` (lines of the table, by translation key);
    without any, the filters of the board say what is chosen.
    """

    template_name = "translations/board/start.html"
    page_title = gettext_lazy("Start translations")

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "confirmed" not in request.POST:
            return self.get(request, *args, **kwargs)
        batch = batches.make(self.chosen(), request.POST.getlist("into"), self.looker)
        if batch is None:
            messages.warning(request, _("Nothing was started: choose a language in which something can be."))
            return self.get(request, *args, **kwargs)
        return redirect(going_on(batch))

    @property
    def asked(self) -> QueryDict:
        """What the request says, whichever way it came."""
        return self.request.POST if self.request.method == "POST" else self.request.GET

    @property
    def ticked(self) -> dict[str, list[str]]:
        """What was ticked, by what it is."""
        return {name: self.asked.getlist(name) for name in ("standing", "text")}

    def chosen(self) -> QuerySet[Standing]:
        """The standings it is about."""
        standings = Standing.objects.all()
        if pks := self.ticked["standing"]:
            return standings.filter(pk__in=map(id_in, pks))
        if keys := self.ticked["text"]:
            return standings.filter(translation_key__in=filter(is_uuid, keys))
        asked = QueryDict(self.asked.get("filters", ""))
        filters, search = BoardFilterSet(asked, request=self.request), SearchForm(asked)
        if not (filters.is_valid() and search.is_valid()):
            return standings.none()
        return filters.filter_queryset(standings).filter(title__icontains=search.cleaned_data["q"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plans = batches.plans(self.chosen(), self.looker)
        more = {
            "plans": plans,
            "to_start": sum(plan.to_start for plan in plans),
            "ticked": self.ticked,
            "filters": self.asked.get("filters", ""),
        }
        return {**super().get_context_data(**kwargs), **more}


class BatchView(StartingView):
    """How far somebody's batch is. Asked to go on, it starts a few more; the page asks by itself while it is open."""

    template_name = "translations/board/batch.html"
    page_title = gettext_lazy("Starting translations")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.batch = get_object_or_404(Batch, pk=kwargs["pk"], user=request.user)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        batches.go_on(self.batch.pk, self.looker)
        return redirect(going_on(self.batch))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        goes_on = bool(self.batch.waiting) and "going" in self.request.GET
        return {**super().get_context_data(**kwargs), "batch": self.batch, "goes_on": goes_on}


def is_uuid(text: str) -> bool:
    """Whether a form gave what can be a translation key."""
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def going_on(batch: Batch) -> str:
    """The page of a batch that goes on by itself."""
    return f"{reverse('translation_board:batch', args=[batch.pk])}?going=on"
