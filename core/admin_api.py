"""Pictures and documents in the API of Wagtail's admin: those of the library that a user may work with.

Wagtail's own endpoints give all of them to everybody who may use the admin (wagtail/documents/api/admin/views.py).
"""

from typing import Any

from django.db.models import QuerySet
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry


class OwnLibrary:
    """Leaves out what the user has no right to; goes before an endpoint."""

    request: Any
    model: Any

    def get_queryset(self) -> QuerySet:
        policy = policy_registry.get_by_type(self.model)
        own = policy.instances_user_has_any_permission_for(self.request.user, ["add", "change", "choose"])
        return super().get_queryset().filter(pk__in=own.values("pk"))


class OwnDocuments(OwnLibrary, DocumentsAdminAPIViewSet):
    """Documents."""


class OwnImages(OwnLibrary, ImagesAdminAPIViewSet):
    """Pictures."""


def put_in_place(router: Any) -> None:
    """Put these endpoints in the place of Wagtail's own."""
    router.register_endpoint("documents", OwnDocuments)
    router.register_endpoint("images", OwnImages)
