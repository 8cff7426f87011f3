"""One site: every home page stands at ``/<locale>/``, so a second site would have no address of its own."""

from typing import Any

from wagtail.models import Site
from wagtail.permission_policies import ModelPermissionPolicy


class OneSite(ModelPermissionPolicy):
    """Wagtail's permissions for sites, but nobody adds one beside another."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return super().user_has_permission(user, action) and not (action == "add" and Site.objects.exists())
