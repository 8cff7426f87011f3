"""Who may exchange files."""

from typing import Any

from wagtail_localize.models import Translation

from review.desk import may_edit


def may_exchange(user: Any, translation: Translation) -> bool:
    """Whether somebody may download a translation and bring it back: whoever may edit its target.

    Raises the ``DoesNotExist`` of the target's model when there is no target any more.
    """
    return may_edit(user, translation.get_target_instance())
