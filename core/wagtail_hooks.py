from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from wagtail import hooks

from core.models import User


@hooks.register("before_serve_document")
def originals_are_for_staff(document, request):
    """Readers get the signed copy of a document under its digest; the original is for staff."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404


@hooks.register("before_create_user")
def administrators_are_made_by_administrators(request: HttpRequest) -> None:
    """Keeping accounts is no way to become an administrator: Wagtail's form offers the flag to whoever may use it."""
    if request.POST.get("is_superuser") and not request.user.is_superuser:
        raise PermissionDenied


@hooks.register("before_edit_user")
def accounts_above_ones_own_are_out_of_reach(request: HttpRequest, user: User) -> None:
    """Whoever keeps accounts changes neither an administrator's nor the groups of their own, and promotes nobody."""
    administrators_are_made_by_administrators(request)
    _refuse_out_of_reach(request, [user])


@hooks.register("before_bulk_action")
def bulk_changes_of_accounts_keep_to_the_same_rule(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: object
) -> None:
    """What a keeper of accounts may not do to one account, they may not do to many."""
    _refuse_out_of_reach(request, [changed for changed in objects if isinstance(changed, User)])


def _refuse_out_of_reach(request: HttpRequest, accounts: list[User]) -> None:
    if request.user.is_superuser:
        return
    if any(account.is_superuser or account.pk == request.user.pk for account in accounts):
        raise PermissionDenied
