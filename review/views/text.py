"""The text under review, for those with a reason to read it."""

from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.views.decorators.clickjacking import xframe_options_sameorigin

from review import desk, errors, signing
from review.copy import copy_data
from review.drawing import text_response
from review.models import Submission
from review.policy import Attestation
from review.reading import signed_copy
from review.subjects import Reviewable, Subject, find


def readable(user: Any, subject: str) -> Reviewable:
    """The page or snippet of a subject, for somebody with a reason to see what is under review of it."""
    row = find(Subject.parse(subject))
    if row is None:
        raise Http404
    if not desk.may_read(user, row, signing.roles_of(user)):
        raise PermissionDenied
    return row


class ReviewedText:
    """The submission in an address, and what is under review in it, for somebody with a reason to see it."""

    def __init__(self, request: HttpRequest, pk: int):
        self.user = request.user
        self.submission = get_object_or_404(Submission.objects.select_related("submitted_by"), pk=pk)
        self.row = readable(request.user, self.submission.subject)

    @cached_property
    def item(self) -> signing.Item | None:
        """What is to be decided; None once somebody has decided or it was taken back."""
        waiting = Submission.objects.waiting().filter(pk=self.submission.pk).first()
        return signing.item_for(waiting, self.row) if waiting else None

    @cached_property
    def standing(self) -> signing.Signatory | errors.Refused:
        """In which role this reader may decide, or why they may not."""
        try:
            if self.item is None:
                raise errors.NotUnderReview
            return signing.signatory(self.item, self.user)
        except errors.Refused as refusal:
            return refusal

    @property
    def refusal(self) -> errors.Refused | None:
        """Why this reader may not decide; None when they may."""
        return self.standing if isinstance(self.standing, errors.Refused) else None

    @property
    def attestation(self) -> Attestation:
        """What this reader attests by signing; to those who may not sign, what the policy asks for first."""
        policy = self.row.review_policy
        if isinstance(self.standing, errors.Refused):
            return policy.attestations[0]
        return policy.attestation(self.standing.assignment.role)


@xframe_options_sameorigin
def text_view(request: HttpRequest, pk: int, digest: str) -> HttpResponse:
    """The text under review, drawn as readers would get it; refused when it is not the one that ``digest`` names.

    With ``since``, the digest of a copy that was decided on before, what has changed since is marked.
    """
    item = ReviewedText(request, pk).item
    if item is None or item.digest != digest:
        refusal = errors.NotUnderReview() if item is None else errors.CopyChanged()
        return TemplateResponse(request, "review/text_refused.html", {"refusal": refusal}, status=409)
    before = signed_copy(str(item.subject), request.GET.get("since", ""))
    page = item.text if item.text is not None else item.row
    return text_response(
        request,
        type(item.row),
        orjson.loads(item.payload),
        orjson.loads(before) if before else None,
        marks=before is not None,
        page=page,
    )


@xframe_options_sameorigin
def draft_view(request: HttpRequest, subject: str) -> HttpResponse:
    """The latest draft, drawn as readers would get it, with what differs from the public text marked."""
    try:
        row = readable(request.user, subject)
    except ValueError as error:
        raise Http404 from error
    draft = row.get_latest_revision_as_object()
    public = desk.public_text(row).edition
    before = orjson.loads(bytes(public.copy.payload)) if public else None
    return text_response(request, type(row), copy_data(draft), before, marks=public is not None, page=draft)
