"""Snippets that are reviewed as pages are."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Page,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from ledger.models import Edition
from public.pages import draw_snippet
from public.resolve import parse
from review.checks import ReviewedSnippetForm
from review.copy import copy_of, validate_text
from review.subjects import Marks, Reviewable


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

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return self.draw(request, parse(copy_of(self)))

    @classmethod
    def draw(
        cls,
        request: HttpRequest,
        copy: dict[str, Any],
        page: Page | None = None,
        edition: Edition | None = None,
        marks: Marks | None = None,
    ) -> HttpResponse:
        return draw_snippet(request, cls, copy, marks)
