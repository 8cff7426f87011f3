"""The review page: one text, everything known about it, and the decision."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ledger import record
from ledger.models import SignOff
from review import comments, desk, errors, neighbours, passkeys, signing
from review.checks import Finding, Level, Text
from review.forms import DecisionForm, reason_name
from review.history import history
from review.margin import margin
from review.models import Submission
from review.pairs import Pairs
from review.panels import reader_of
from review.policy import ROLE_NAMES
from review.queue.rounds import mine
from review.reading import PLAIN, Reading
from review.views.text import ReviewedText

SIGN, RETURN = "sign", "return"


@require_POST
def passkey_challenge(request: HttpRequest, pk: int, digest: str) -> JsonResponse:
    """What a passkey of whoever asks has to answer to decide on the text of a submission with this digest."""
    return JsonResponse(passkeys.challenge(request, passkeys.decision(pk, digest)))


class SignView(WagtailAdminTemplateMixin, FormView):
    """One text, everything known about it, and the decision."""

    template_name = "review/sign.html"
    form_class = DecisionForm
    header_icon = "clipboard-list"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.look()

    def look(self) -> None:
        """See the text as it is now."""
        self.reviewed = ReviewedText(self.request, self.kwargs["pk"])
        self.item = self.reviewed.item
        for name in ("decisions", "findings"):
            self.__dict__.pop(name, None)

    @cached_property
    def decisions(self) -> list[SignOff]:
        """Every decision on any copy of this text, latest first."""
        return list(record.decisions(self.reviewed.submission.subject))

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks find in the words that would be signed."""
        return self.item.findings if self.item else []

    def get_page_title(self) -> str:
        return self.reviewed.submission.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("review:queue"), "label": _("Review")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": _("Sign-off")}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "request": self.request,
            "decision": passkeys.decision(self.reviewed.submission.pk, self.request.POST.get("digest", "")),
            "attestation": self.reviewed.attestation,
            "policy": self.reviewed.row.review_policy,
            "findings": [finding for finding in self.findings if finding.level == Level.ANSWER],
            "needs_grade": self.item is not None and self.item.needs_grade,
        }

    def get_initial(self) -> dict[str, Any]:
        if self.item is None:
            return {}
        return {"digest": self.item.digest, **self.earlier_reasons()}

    def earlier_reasons(self) -> dict[str, str]:
        """What this reader answered to the same findings when they signed last, offered to them again."""
        signed = (decision for decision in self.decisions if decision.approves)
        mine = next((decision for decision in signed if decision.signer_id == self.request.user.pk), None)
        return (
            {reason_name(found["key"]): found["reason"] for found in mine.findings if found["reason"]} if mine else {}
        )

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        try:
            if self.request.POST.get("decision") == SIGN:
                self.sign(form)
            else:
                self.ask_for_changes(form)
        except errors.Refused as refusal:
            return self.refused(form, refusal)
        following = neighbours.after(self.reviewed.submission, mine(reader_of(self.request)))
        return redirect(desk.review_url(following) if following else "review:queue")

    def sign(self, form: DecisionForm) -> None:
        """Sign, and say what became of it."""
        signing.approve(
            self.reviewed.submission.pk,
            self.request.user,
            form.cleaned_data["digest"],
            form.answers(),
            form.cleaned_data["comment"],
            method=form.method,
            until=form.cleaned_data["until"],
            reasons=form.reasons(),
            grade=form.cleaned_data.get("grade"),
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
            method=form.method,
        )
        text = gettext("“%(title)s” went back to its author with your comment.")
        messages.success(self.request, text % {"title": self.get_page_title()})

    def refused(self, form: DecisionForm, refusal: errors.Refused) -> HttpResponse:
        """The page again, with the reason. A changed text has to be read and confirmed afresh."""
        self.look()
        if isinstance(refusal, errors.CopyChanged) and self.item:
            kept = {name: form.data.get(name, "") for name in ("comment", "until")}
            reasons = {name: form.data[name] for name in form.data if name.startswith(reason_name(""))}
            kwargs = self.get_form_kwargs() | {"data": None, "files": None}
            kwargs["initial"] = {**self.get_initial(), **reasons, **kept}
            return self.render_to_response(self.get_context_data(form=DecisionForm(**kwargs), refusal=refusal))
        form.refuse(refusal)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row, submission = self.reviewed.row, self.reviewed.submission
        queue = mine(reader_of(self.request))
        return {
            **super().get_context_data(**kwargs),
            **(self.about_the_text(self.item) if self.item else {}),
            "item": self.item,
            "row": row,
            "kind": row._meta.verbose_name,
            "attestation": self.reviewed.attestation,
            "submitted_by": desk.sender_of(submission),
            "cannot": self.reviewed.refusal,
            "history": history(row, self.decisions),
            # Whoever may sign something may also take back what is public.
            "recallable": bool(reader_of(self.request).roles and record.current_edition(str(row.subject))),
            "previous": neighbours.before(submission, queue),
            "next": neighbours.after(submission, queue),
            "edit_url": AdminURLFinder(self.request.user).get_edit_url(row),
        }

    def signatures(self, item: signing.Item) -> list[tuple[str, SignOff | None]]:
        """Of a policy that takes several signatures, each role with the signature given in it."""
        if len(item.policy.attestations) == 1:
            return []
        given = signing.given_signatures(item)
        assignments = item.submission.assignments.all()
        return [(str(ROLE_NAMES[assignment.role]), given.get(assignment.pk)) for assignment in assignments]

    def about_the_text(self, item: signing.Item) -> dict[str, Any]:
        """What is told about the words themselves."""
        reading = Reading(self.request, item, self.decisions, self.request.GET.get("since", ""))
        threads = comments.threads(item.row, reading.passages)
        address = reverse("review:text", args=[item.submission.pk, item.digest])
        since = urlencode({"since": reading.shown}) if reading.shown != PLAIN else ""
        return {
            "reading": reading,
            "pairs": Pairs(item),
            "text_url": f"{address}?{since}" if since else address,
            "authors": desk.names_of(item.authors),
            "signatures": self.signatures(item),
            "margin": margin(Text(item.row, reading.copy), reading.passages, threads, self.findings),
            "open_comments": sum(thread.is_open for thread in threads),
            "blocking": [finding for finding in self.findings if finding.level == Level.BLOCKS],
        }
