"""The screen on which people say when they are away, and who stands in for them."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from review import signers
from review.models import Absence
from review.panels import reader_of
from review.policy import SIGNING_GROUPS
from review.queue.rounds import Reader
from review.widgets import DayInput


class AbsenceForm(forms.ModelForm):
    """When somebody is away and who stands in; whom it is about is for practice managers to say."""

    class Meta:
        model = Absence
        fields = ["user", "delegate", "first_day", "last_day"]
        widgets = {"first_day": DayInput, "last_day": DayInput}

    def __init__(self, reader: Reader, *args: Any, **kwargs: Any):
        super().__init__(*args, instance=Absence(user=reader.user), **kwargs)
        everybody = signers.accounts(*SIGNING_GROUPS)
        self.fields["user"].queryset = everybody
        self.fields["user"].label = _("Who is away")
        self.fields["user"].empty_label = None
        self.fields["delegate"].queryset = everybody
        if not reader.manages:
            del self.fields["user"]
            self.fields["delegate"].queryset = signers.colleagues(reader.user)

    def clean(self) -> dict[str, Any] | None:
        """Refuse days that have passed, a second absence on the same days, and delegates who could sign nothing."""
        data = super().clean() or {}
        away, delegate = data.get("user", self.instance.user), data.get("delegate")
        first, last = data.get("first_day"), data.get("last_day")
        if last and last < timezone.localdate():
            self.add_error("last_day", gettext("This day has passed."))
        if first and last and Absence.objects.filter(user=away, first_day__lte=last, last_day__gte=first).exists():
            self.add_error("first_day", gettext("There is an absence on some of these days already."))
        if away and delegate and not signers.colleagues(away).filter(pk=delegate.pk).exists():
            words = gettext("%(delegate)s signs nothing that %(away)s signs. Name somebody else.")
            self.add_error("delegate", words % {"delegate": delegate, "away": away})
        return data


class AbsencesView(WagtailAdminTemplateMixin, FormView):
    """The absences of the reader, now and to come, or for practice managers everybody's; and a form for one more."""

    template_name = "review/absences.html"
    form_class = AbsenceForm
    page_title = _("Absences")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not reader_of(request).roles:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("review:queue"), "label": gettext("Review")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.page_title}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "reader": reader_of(self.request)}

    def form_valid(self, form: AbsenceForm) -> HttpResponse:
        entered = form.save()
        log(entered, "wagtail.create", user=self.request.user)
        words = gettext("Entered. %(name)s stands in.")
        messages.success(self.request, words % {"name": entered.delegate})
        return redirect("review:absences")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        reader = reader_of(self.request)
        return {
            **super().get_context_data(**kwargs),
            "absences": to_come(reader).select_related("user", "delegate"),
            "reader": reader,
            "today": timezone.localdate(),
        }


def to_come(reader: Reader) -> QuerySet[Absence]:
    """The absences that have not ended: the reader's and those for which they stand in, for managers all."""
    found = Absence.objects.filter(last_day__gte=timezone.localdate())
    return found if reader.manages else found.filter(Q(user=reader.user) | Q(delegate=reader.user))


@require_POST
def end_absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back, or does not go; for themselves or a practice manager to say."""
    reader = reader_of(request)
    found = get_object_or_404(Absence.objects.select_related("user"), pk=pk)
    if not reader.manages and (found.user_id != request.user.pk or not reader.roles):
        raise PermissionDenied
    log(found, "wagtail.delete", user=request.user)
    signers.end(found)
    messages.success(request, gettext("Ended. What is named for %(name)s waits for them alone.") % {"name": found.user})
    return redirect("review:absences")
