"""What Wagtail's admin offers: publishing only what is cleared. A courtesy; the gate is the ledger."""

from django.utils.functional import cached_property
from wagtail.models import PagePermissionTester

from ledger.record import standing_clearance
from review.models import RevisionDigest
from review.subjects import Reviewable


def latest_digest(obj: Reviewable) -> str | None:
    """The digest of the latest revision of a page or snippet; None for a draft that cannot be signed yet."""
    digests = RevisionDigest.objects.filter(revision_id=obj.latest_revision_id)
    return digests.values_list("digest", flat=True).first()


def latest_is_cleared(obj: Reviewable) -> bool:
    """Whether the latest revision of a page or snippet could be released as it stands."""
    digest = latest_digest(obj)
    return bool(digest and standing_clearance(str(obj.subject), digest))


class ReviewedPagePermissionTester(PagePermissionTester):
    """Wagtail's permissions for a page, narrowed where they would publish unsigned text."""

    @cached_property
    def latest_is_cleared(self) -> bool:
        """Whether the page's latest revision could be released as it stands."""
        return latest_is_cleared(self.page)

    def _has_publish_permission(self) -> bool:
        return super().can_publish()

    def can_publish(self) -> bool:
        return self._has_publish_permission() and self.latest_is_cleared

    def can_publish_subpage(self) -> bool:
        # A page published as it is created cannot have been signed.
        return False

    def can_set_view_restrictions(self) -> bool:
        return self._has_publish_permission()

    def can_unschedule(self) -> bool:
        return self._has_publish_permission()

    def can_unpublish(self) -> bool:
        # Safety first: what is public can be withdrawn even while a new text is under review.
        return self.page.live and self._has_publish_permission()
