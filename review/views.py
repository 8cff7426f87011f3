"""The screens on which medical copy is read and signed."""

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ledger import record
from review import desk, errors, signing
from review.drawing import draw, text_response
from review.forms import DecisionForm
from review.models import Submission
from review.passages import Passage
from review.policy import Attestation
from review.subjects import Subject, find

SIGN, RETURN = "sign", "return"


class ReviewedText:
    """The submission in an address, and what is under review in it, for somebody with a reason to see it."""

    def __init__(self, request: HttpRequest, pk: int):
        self.user = request.user
        self.submission = get_object_or_404(Submission.objects.select_related("submitted_by"), pk=pk)
        row = find(Subject.parse(self.submission.subject))
        if row is None:
            raise Http404
        self.row = row
        if not desk.may_read(self.user, self.row, signing.roles_of(self.user)):
            raise PermissionDenied

    @cached_property
    def item(self) -> signing.Item | None:
        """What is to be decided; None once somebody has decided or it was taken back."""
        waiting = Submission.objects.waiting().filter(pk=self.submission.pk).first()
        return signing.item_for(waiting) if waiting else None

    @cached_property
    def signatory(self) -> signing.Signatory | None:
        """In which role this reader may decide; None when they may not."""
        return None if self.refusal or self.item is None else signing.signatory(self.item, self.user)

    @property
    def attestation(self) -> Attestation:
        """What this reader attests by signing; to those who may not sign, what the policy asks for first."""
        policy = self.row.review_policy
        return policy.attestation(self.signatory.assignment.role) if self.signatory else policy.attestations[0]

    @cached_property
    def refusal(self) -> errors.Refused | None:
        """Why this reader may not decide; None when they may."""
        try:
            if self.item is None:
                raise errors.NotUnderReview
            signing.signatory(self.item, self.user)
        except errors.Refused as refusal:
            return refusal
        return None


@xframe_options_sameorigin
def text_view(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The text under review, drawn as readers would get it; refused when it is not the one that ``digest`` names."""
    item = ReviewedText(request, pk).item
    if item is None or item.digest != digest:
        refusal = errors.NotUnderReview() if item is None else errors.CopyChanged()
        return TemplateResponse(request, "review/text_refused.html", {"refusal": refusal}, status=409)
    return text_response(request, type(item.row), orjson.loads(item.payload), page=item.text)


class SignView(WagtailAdminTemplateMixin, FormView):
    """One text, everything known about it, and the decision."""

    template_name = "review/sign.html"
    form_class = DecisionForm
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.reviewed = ReviewedText(request, kwargs["pk"])
        self.item = self.reviewed.item

    def get_page_title(self) -> str:
        return self.reviewed.submission.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("review:queue"), "label": _("Review")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": _("Sign-off")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "user": self.request.user, "attestation": self.reviewed.attestation}

    def get_initial(self) -> dict[str, Any]:
        return {"digest": self.item.digest} if self.item else {}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            if self.request.POST.get("decision") == SIGN:
                self.sign(form)
            else:
                self.ask_for_changes(form)
        except errors.Refused as refusal:
            return self.refused(form, refusal)
        return redirect("review:queue")

    def sign(self, form: DecisionForm) -> None:
        """Sign, and say what became of it."""
        signing.approve(
            self.reviewed.submission.pk,
            self.request.user,
            form.cleaned_data["digest"],
            form.answers(),
            form.cleaned_data["comment"],
            method="password",
        )
        title = {"title": self.get_page_title()}
        if Submission.objects.waiting().filter(pk=self.reviewed.submission.pk).exists():
            text = gettext("You have signed “%(title)s”. It becomes public with the last signature it takes.")
            messages.success(self.request, text % title)
            return
        row = type(self.reviewed.row)._default_manager.get(pk=self.reviewed.row.pk)
        edition = record.current_edition(str(row.subject))
        if edition is None or edition.copy_id != form.cleaned_data["digest"]:
            text = gettext("“%(title)s” is signed, but it could not be released. Its history says why.")
            messages.warning(self.request, text % title)
            return
        address = getattr(row, "full_url", None)
        buttons = [messages.button(address, gettext("See it"))] if address else []
        messages.success(self.request, gettext("“%(title)s” is signed and public.") % title, buttons=buttons)

    def ask_for_changes(self, form: DecisionForm) -> None:
        """Return the text to its author."""
        signing.ask_for_changes(
            self.reviewed.submission.pk,
            self.request.user,
            form.cleaned_data["digest"],
            form.cleaned_data["comment"],
            method="password",
        )
        text = gettext("“%(title)s” went back to its author with your comment.")
        messages.success(self.request, text % {"title": self.get_page_title()})

    def refused(self, form: DecisionForm, refusal: errors.Refused) -> HttpResponse:
        """The page again, with the reason. A changed text has to be read and confirmed afresh."""
        self.reviewed = ReviewedText(self.request, self.kwargs["pk"])
        self.item = self.reviewed.item
        if isinstance(refusal, errors.CopyChanged) and self.item:
            kept = {**self.get_initial(), "comment": form.cleaned_data["comment"]}
            form = DecisionForm(self.request.user, self.reviewed.attestation, initial=kept)
            return self.render_to_response(self.get_context_data(form=form, refusal=refusal))
        form.add_error("comment" if isinstance(refusal, errors.CommentMissing) else None, str(refusal))
        return self.render_to_response(self.get_context_data(form=form))

    def unseen(self) -> list[Passage]:
        """What is signed with the text but cannot be seen when it is drawn."""
        if self.item is None:
            return []
        copy = orjson.loads(self.item.payload)
        return draw(self.request, type(self.item.row), copy, None, marks=False, page=self.item.text).unseen

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.reviewed.row
        return {
            **super().get_context_data(**kwargs),
            "item": self.item,
            "row": row,
            "kind": row._meta.verbose_name,
            "attestation": self.reviewed.attestation,
            "submitted_by": desk.name_of(self.reviewed.submission.submitted_by),
            "cannot": self.reviewed.refusal,
            "public": desk.public_text(row),
            "authors": desk.names_of(self.item.authors) if self.item else [],
            "unseen": self.unseen(),
            "decisions": record.decisions(str(row.subject)),
            "edit_url": AdminURLFinder(self.request.user).get_edit_url(row),
        }
