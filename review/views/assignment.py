"""The screens on which somebody says who signs, and by when."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic.base import TemplateView
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from review import assignment, errors
from review.assignment_forms import DueForm, SubmittedForm
from review.models import Submission
from review.panels import reader_of
from review.signing import Item
from review.subjects import Subject, find

User = get_user_model()
LONGEST_ID = 18
"""Digits; the database holds every number of so many."""
NO_DATE = _("Give the day as a date, such as 2027-03-31.")


def back(request: HttpRequest) -> HttpResponse:
    """To where the reader came from, or to their queue."""
    return redirect(get_valid_next_url_from_request(request) or "review:queue")


def act(request: HttpRequest, action: Callable[[], str]) -> HttpResponse:
    """Do something about an assignment, say what was done or why nothing was, and go back."""
    try:
        messages.success(request, action())
    except errors.Refused as refusal:
        messages.error(request, str(refusal))
    return back(request)


@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a signature on."""

    def action() -> str:
        taken = assignment.claim(pk, request.user)
        return gettext("“%(title)s” is yours to sign.") % {"title": taken.submission.title}

    return act(request, action)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a signature to whoever may give it."""

    def action() -> str:
        left = assignment.release(pk, request.user)
        return gettext("“%(title)s” is left to whoever may sign it.") % {"title": left.submission.title}

    return act(request, action)


@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Name somebody for a signature, or nobody."""
    chosen = request.POST.get("person")
    if not chosen:
        return release(request, pk)
    person = account(chosen)

    def action() -> str:
        given = assignment.hand_over(pk, request.user, person)
        words = gettext("%(name)s is to sign “%(title)s”.")
        return words % {"title": given.submission.title, "name": person}

    return act(request, action)


@require_POST
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by when everything is to be signed."""
    form = DueForm(request.POST)
    if not form.is_valid():
        messages.error(request, NO_DATE)
        return back(request)

    def action() -> str:
        moved = assignment.reschedule(pk, request.user, form.cleaned_data["due_on"])
        words = gettext("“%(title)s” is due on %(day)s.")
        return words % {"title": moved.title, "day": date_format(moved.due_on)}

    return act(request, action)


def id_in(text: str) -> int:
    """An id from a form; 0, which is nobody's, for what cannot be one."""
    return int(text) if text.isdecimal() and len(text) <= LONGEST_ID else 0


def account(pk: str) -> Any:
    """The account with an id from a form; Http404 when there is none."""
    return get_object_or_404(User, pk=id_in(pk))


class RoundView(WagtailAdminTemplateMixin):
    """A screen about one round of review, for those with a reason to know of it."""

    header_icon = "clipboard-list"
    page_title: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.submission = get_object_or_404(Submission, pk=kwargs["pk"])
        row = find(Subject.parse(self.submission.subject))
        if row is None:
            raise Http404
        self.item = Item(self.submission, row)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_allowed():
            raise PermissionDenied
        if not Submission.objects.waiting().filter(pk=self.submission.pk).exists():
            messages.warning(request, str(errors.NotUnderReview()))
            return back(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("review:queue"), "label": gettext("Review")} if reader_of(self.request).roles else None
        return [*self.breadcrumbs_items, *([queue] if queue else []), {"url": "", "label": self.get_page_title()}]

    def is_allowed(self) -> bool:
        """Whether this reader may open the screen."""
        return assignment.may_arrange(self.item, self.request.user)


class AssignmentView(RoundView, TemplateView):
    """Who is to sign one text, and by when, for those who sign such content or may arrange it."""

    template_name = "review/assignment.html"
    page_title = _("Who signs it")

    def is_allowed(self) -> bool:
        return bool(reader_of(self.request).roles & set(self.item.policy.roles)) or super().is_allowed()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "item": self.item}


class SubmittedView(RoundView, FormView):
    """What was just submitted: who is to sign it, by when, and what they should know."""

    template_name = "review/submitted.html"
    form_class = SubmittedForm
    page_title = _("Submitted")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "item": self.item, "reader": reader_of(self.request)}

    def get_initial(self) -> dict[str, Any]:
        return SubmittedForm.initial_for(self.item)

    def form_valid(self, form: SubmittedForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            assignment.arrange(self.submission.pk, self.request.user, form.named(), data["due_on"], data["reason"])
        except errors.Refused as refusal:
            form.add_error("due_on" if isinstance(refusal, errors.DueInThePast) else None, str(refusal))
            return self.form_invalid(form)
        messages.success(self.request, gettext("Saved. Due on %(day)s.") % {"day": date_format(data["due_on"])})
        return redirect(self.leave_url)

    @property
    def leave_url(self) -> str:
        """Where the editor would have gone after submitting."""
        given = get_valid_next_url_from_request(self.request)
        return given or AdminURLFinder(self.request.user).get_edit_url(self.item.row) or reverse("wagtailadmin_home")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "submission": self.submission, "leave_url": self.leave_url}
