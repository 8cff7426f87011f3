"""The findings on a draft, for the editor's side panel."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from review import desk, signing
from review.checks.registry import Finding, Level, run
from review.subjects import Reviewable


def findings_view(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """What the checks find in the latest draft of a page or snippet, for those who edit or sign it."""
    row = get_object_or_404(_reviewable(label), pk=pk)
    if not desk.may_read(request.user, row, signing.roles_of(request.user)):
        raise PermissionDenied
    findings = run(row.get_latest_revision_as_object())
    context = {
        "groups": grouped(findings),
        "count": sum(finding.level != Level.ADVICE for finding in findings),
    }
    return TemplateResponse(request, "review/includes/findings.html", context)


def grouped(findings: list[Finding]) -> list[tuple[Level, list[Finding]]]:
    """The findings of each level, the most serious first; levels without any are left out."""
    by_level = ((level, [finding for finding in findings if finding.level == level]) for level in Level)
    return [(level, found) for level, found in by_level if found]


def _reviewable(label: str) -> type[Any]:
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not issubclass(model, Reviewable):
        raise Http404
    return model
