"""The review page: one text, everything known about it, and the decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ledger import record
from review import desk, errors, signing
from review.forms import DecisionForm
from review.models import Submission
from review.views.text import ReviewedText

SIGN, RETURN = "sign", "return"


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
            "unseen": list(desk.unseen(self.item)) if self.item else [],
            "decisions": record.decisions(str(row.subject)),
            "edit_url": AdminURLFinder(self.request.user).get_edit_url(row),
        }
