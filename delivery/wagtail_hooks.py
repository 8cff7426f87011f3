from typing import Any

from wagtail import hooks

from delivery.tokens import issue


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Tokens that are made and revoked stand in the audit log."""
    actions.register_action(issue.MADE)(issue.MadeFormatter)
    actions.register_action(issue.REVOKED)(issue.RevokedFormatter)
