from wagtail import hooks

from public.release import LOG_ACTIONS


@hooks.register("register_log_actions")
def register_log_actions(actions):
    """Releases, retirements and withheld publications stand in the audit log."""
    for name, (label, message) in LOG_ACTIONS.items():
        actions.register_action(name, label, message)
