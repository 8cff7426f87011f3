"""The lock on what is under review."""

from django.utils.translation import gettext as _
from wagtail.locks import WorkflowLock


class ReviewLock(WorkflowLock):
    """Nobody edits a text while somebody decides whether to sign it; whoever submitted it can take it back."""

    def for_user(self, user) -> bool:
        return True

    def get_message(self, user) -> str:
        return _("This text is under review, so nobody can change it. Whoever submitted it can take it back.")

    def get_description(self, user, can_lock=False) -> str:
        return _("No one can make changes while the text is under review")
