"""What happens when a review ends. Imported by wagtail.models itself, so it imports nothing of Wagtail."""

from typing import Any


def publish_signed_revision(workflow_state: Any, user: Any = None) -> None:
    """Let the last task publish what was signed under it; a workflow without one publishes nothing.

    Wagtail's own action would publish the latest revision, whoever saw it (wagtail/workflows.py).
    """
    task_state = workflow_state.current_task_state
    publish = task_state and getattr(task_state.task.specific, "publish_signed", None)
    if publish:
        publish(task_state.revision, user)
