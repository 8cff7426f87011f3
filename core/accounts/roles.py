"""What an account may do, as far as logging in depends on it."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from public.readers import ADMIN
from review.policy import SIGNING_GROUPS

SIGNERS = frozenset().union(*SIGNING_GROUPS.values())
"""The groups whose members may sign in some role."""
ACCOUNTS = (
    ("core", "user"),
    ("auth", "group"),
    ("review", "reviewercredential"),
    ("public", "verification"),
    ("practitioners", "application"),
)
"""The models that say who is who and may do what."""


def uses_admin(user: Any) -> bool:
    """Whether somebody may use Wagtail's admin."""
    return bool(user.has_perm(ADMIN))


def is_powerful(user: Any) -> bool:
    """Whether an account can sign, publish or manage accounts, in three queries at most."""
    if user.is_superuser:
        return True
    if Group.objects.filter(user=user, name__in=SIGNERS).exists():
        return True
    publishes = Q(codename__startswith="publish_")
    if Group.objects.filter(user=user, page_permissions__permission__codename="publish_page").exists():
        return True
    manages = Q()
    for app, model in ACCOUNTS:
        manages |= Q(content_type__app_label=app, content_type__model=model)
    decisive = publishes | (manages & ~Q(codename__startswith="view_"))
    held = Q(user=user) | Q(group__user=user)
    return Permission.objects.filter(decisive).filter(held).exists()
