"""Approving many terms at once, from the list of the glossary."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from translations.glossary.approval import Approver, ChangedMeanwhile, approve, seen
from translations.glossary.forms import SeenForm
from translations.models import GlossaryTerm


class ApproveTerms(SnippetBulkAction):
    """Approve the terms that are ticked, as far as they are this user's to approve, as they stand on the screen."""

    display_name = gettext_lazy("Approve")
    action_type = "approve"
    aria_label = gettext_lazy("Approve the ticked terms")
    template_name = "translations/glossary/approve.html"
    models = [GlossaryTerm]
    form_class = SeenForm

    @classmethod
    def get_queryset(cls, model: type[GlossaryTerm], object_ids: Iterable[Any]) -> list[GlossaryTerm]:
        ids = [int(pk) for pk in object_ids if str(pk).isdecimal()]
        found = list(model.objects.filter(pk__in=ids).select_related("source_locale", "target_locale", "changed_by"))
        if not found:
            raise Http404
        return found

    @cached_property
    def approver(self) -> Approver:
        """Who approves."""
        return Approver(self.request.user)

    def check_perm(self, term: GlossaryTerm) -> bool:
        term.refusal = self.approver.refusal(term)
        return not term.refusal and self.permission_policy.user_has_permission(self.request.user, "change")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        digest = seen([item["item"] for item in context["items"]])
        return {**context, "form": SeenForm(initial={"seen": digest})}

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ChangedMeanwhile:
            messages.error(self.request, _("A term has changed since. Read them again; nothing was approved."))
            return redirect(self.request.get_full_path())

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "digest": self.cleaned_form.cleaned_data["seen"]}

    @classmethod
    def execute_action(cls, objects: Sequence[GlossaryTerm], **kwargs: Any) -> tuple[int, int]:
        return len(approve(objects, kwargs["user"], kwargs["digest"])), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext("%(count)s term approved.", "%(count)s terms approved.", num_parent_objects) % {
            "count": num_parent_objects
        }
