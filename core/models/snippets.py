"""Snippets that are reviewed as pages are."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from public.pages import render_snippet_preview
from review.checks import ReviewedSnippetForm
from review.copy import validate_text
from review.subjects import Reviewable


class ReviewedSnippet(
    Reviewable,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    TranslatableMixin,
    index.Indexed,
    models.Model,
):
    """Copy that stands on many pages: drafted, reviewed and signed once, shown from its own current edition."""

    base_form_class = ReviewedSnippetForm

    title = models.CharField(_("title"), max_length=200)
    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta(TranslatableMixin.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        validate_text(self)

    def serve_preview(self, request, mode_name):
        return render_snippet_preview(request, self)
