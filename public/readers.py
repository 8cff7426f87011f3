"""Who asks, and what that opens. It hangs on the account as it is now, not as it was when somebody logged in."""

from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import PageViewRestriction

from public.models import Verification
from review.policy import VERIFIED_PRACTITIONERS

ADMIN = "wagtailadmin.access_admin"
"""The right to use Wagtail's admin."""


class Reader:
    """Whoever a request comes from."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.user: Any = request.user

    @cached_property
    def is_verified(self) -> bool:
        """Whether they read what practitioners read, as administrators do, too.

        Two queries for an account, none for anybody else.
        """
        return bool(self.user.is_superuser or self.is_practitioner)

    @cached_property
    def is_practitioner(self) -> bool:
        """Whether this is a verified practitioner: in their group, with a licence that holds today."""
        return self._is_member and self._holds_licence

    @property
    def is_at_work(self) -> bool:
        """Whether somebody who may use the admin asks in person. Apps draw no previews and read what readers read."""
        return "Authorization" not in self.request.headers and self.user.has_perm(ADMIN)

    def accepts(self, restriction: PageViewRestriction) -> bool:
        """Whether a view restriction lets this reader in; membership counts as ``is_verified`` says."""
        if restriction.restriction_type != PageViewRestriction.GROUPS or self.user.is_superuser:
            return restriction.accept_request(self.request)
        allowed = {group.name for group in restriction.groups.all()}
        if self._is_member and not self.is_verified:
            allowed.discard(VERIFIED_PRACTITIONERS)
        return not allowed.isdisjoint(self._groups)

    @property
    def _is_member(self) -> bool:
        return VERIFIED_PRACTITIONERS in self._groups

    @cached_property
    def _holds_licence(self) -> bool:
        return Verification.objects.filter(user=self.user.pk, until__gte=timezone.localdate()).exists()

    @cached_property
    def _groups(self) -> set[str]:
        if not self.user.is_authenticated:
            return set()
        prefetch_related_objects([self.user], "groups")
        return {group.name for group in self.user.groups.all()}


def verified_accounts() -> QuerySet:
    """The open accounts of everybody whom ``Reader.is_practitioner`` calls one today."""
    return get_user_model().objects.filter(
        is_active=True, groups__name=VERIFIED_PRACTITIONERS, verification__until__gte=timezone.localdate()
    )


def reader_of(request: HttpRequest) -> Reader:
    """The reader a request comes from, looked up once for each account that it comes to speak for."""
    kept: Reader | None = getattr(request, "_public_reader", None)
    if kept is None or kept.user is not request.user:
        kept = request._public_reader = Reader(request)
    return kept
