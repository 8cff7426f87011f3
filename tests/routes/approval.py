"""Through workflows: by approving oneself, or by bending the workflow until nobody has to approve."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Task, Workflow, WorkflowContentType, WorkflowPage, WorkflowTask

from review import errors, signing
from review.policy import EDITORS
from tests import factories
from tests.routes.attempt import EVERYTHING, PAGES, SNIPPETS, Attempt, route
from tests.routes.snapshot import MARKER
from tests.routes.world import UNSIGNED


def submitted(attempt: Attempt) -> Any:
    """Unsigned text in review, sent by its author; the task state."""
    return factories.start(attempt.draft(), attempt.world.editor)


def lenient_workflow(attempt: Attempt, *tasks: Task) -> Workflow:
    """A workflow somebody made, in force for the target."""
    workflow = Workflow.objects.create(name="Lenient")
    for task in tasks:
        WorkflowTask.objects.create(workflow=workflow, task=task)
    if attempt.name in PAGES:
        WorkflowPage.objects.update_or_create(page=attempt.target.page_ptr, defaults={"workflow": workflow})
    else:
        content_type = attempt.target.get_base_content_type()
        WorkflowContentType.objects.update_or_create(content_type=content_type, defaults={"workflow": workflow})
    return workflow


def group_approval() -> GroupApprovalTask:
    """Wagtail's own task, with the editors as reviewers."""
    task = GroupApprovalTask.objects.create(name="Ourselves")
    task.groups.set([Group.objects.get(name=EDITORS)])
    return task


def action_view(attempt: Attempt, target: Any, action: str, task_state: Any) -> Any:
    """The address of Wagtail's own approval, for whoever tries."""
    if attempt.name in PAGES:
        return ("wagtailadmin_pages:workflow_action", target.pk, action, task_state.pk)
    view = f"wagtailsnippets_{target._meta.app_label}_{target._meta.model_name}:workflow_action"
    return (view, target.pk, action, task_state.pk)


@route("workflow: the author approves under Wagtail's own task", EVERYTHING)
def own_approval(attempt: Attempt) -> None:
    lenient_workflow(attempt, group_approval())
    task_state = submitted(attempt)
    attempt.post(attempt.world.editor, *action_view(attempt, attempt.target, "approve", task_state))
    task_state.refresh_from_db()
    assert task_state.status == task_state.STATUS_APPROVED


@route("workflow: the author approves the sign-off in Wagtail's way", EVERYTHING)
def approve_sign_off(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    for person in ("editor", "admin", "chief", "clinician"):
        user = getattr(attempt.world, person)
        attempt.post(user, *action_view(attempt, attempt.target, "approve", task_state), data={"comment": "Fine"})
    task_state.refresh_from_db()
    assert task_state.status == task_state.STATUS_IN_PROGRESS


@route("workflow: approve through the task of another page", PAGES)
def others_task(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    for other in (attempt.world.index, attempt.world.article_es):
        attempt.post(attempt.world.chief, *action_view(attempt, other, "approve", task_state))
    own = factories.start(factories.revise(attempt.world.standard, title=UNSIGNED))
    attempt.post(attempt.world.chief, *action_view(attempt, attempt.target, "approve", own))
    task_state.refresh_from_db()
    assert task_state.status == task_state.STATUS_IN_PROGRESS


@route("workflow: sign one page with what was signed of another", PAGES)
def others_digest(attempt: Attempt) -> None:
    submission = submitted(attempt).submission
    signed = signing.item_for(factories.submit(attempt.world.standard))
    answers = factories.confirmed(attempt.target)
    with pytest.raises(errors.CopyChanged):
        signing.approve(submission.pk, attempt.world.clinician, signed.digest, answers, "", "password")
    attempt.draft_holds_it()


@route("workflow: disable its only task", EVERYTHING)
def disable_task(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    attempt.post(attempt.world.admin, "wagtailadmin_workflows:disable_task", task_state.task_id)
    task_state.refresh_from_db()
    assert task_state.status == task_state.STATUS_CANCELLED


@route("workflow: deactivate it, then publish", PAGES)
def deactivate(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    attempt.post(attempt.world.admin, "wagtailadmin_workflows:disable", task_state.workflow_state.workflow_id)
    assert attempt.target.get_workflow() is None
    attempt.target.latest_revision.publish(user=attempt.world.admin, skip_permission_checks=True)
    attempt.row_holds_it()


@route("workflow: one without tasks", EVERYTHING)
def without_tasks(attempt: Attempt) -> None:
    workflow = lenient_workflow(attempt)
    workflow.start(attempt.draft(), attempt.world.editor)
    attempt.draft_holds_it()


@route("workflow: finish it from the side", EVERYTHING)
def finish(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    task_state.workflow_state.finish(user=attempt.world.admin)
    task_state.workflow_state.refresh_from_db()
    assert task_state.workflow_state.status == task_state.workflow_state.STATUS_APPROVED


@route("workflow: approve it from the side", EVERYTHING)
def approve_state(attempt: Attempt) -> None:
    task_state = submitted(attempt)
    task_state.approve(user=attempt.world.chief)
    task_state.refresh_from_db()
    assert task_state.status == task_state.STATUS_APPROVED


@route("workflow: sign after the draft was typed over in place", PAGES)
def typed_over(attempt: Attempt) -> None:
    page = factories.revise(attempt.target, attempt.world.editor, title="Harmless")
    submission = factories.submit(page, attempt.world.editor)
    seen = signing.item_for(submission).digest
    revision = attempt.target.latest_revision
    attempt.spoiled().save_revision(user=attempt.world.editor, overwrite_revision=revision)
    answers = factories.confirmed(page)
    with pytest.raises(errors.CopyChanged):
        signing.approve(submission.pk, attempt.world.clinician, seen, answers, "", "password")
    assert MARKER in attempt.target.latest_revision.content["title"]


@route("workflow: type over the draft after the sign-off, and publish", ["article"])
def typed_over_afterwards(attempt: Attempt) -> None:
    page = attempt.target
    revision = page.latest_revision
    spoiled = attempt.spoiled()
    spoiled.save_revision(user=revision.user, overwrite_revision=revision)
    attempt.target.latest_revision.publish()
    attempt.row_holds_it()


@route("workflow: the author signs on the review page", EVERYTHING)
def own_sign_off(attempt: Attempt) -> None:
    submission = factories.submit(attempt.draft(attempt.world.chief), attempt.world.chief)
    item = signing.item_for(submission)
    answers = factories.confirmed(item.row)
    with pytest.raises(errors.WroteIt):
        signing.approve(submission.pk, attempt.world.chief, item.digest, answers, "", "password")


@route("workflow: a snippet's publication while it is in review", SNIPPETS)
def publish_in_review(attempt: Attempt) -> None:
    submitted(attempt)
    attempt.target.latest_revision.publish(user=attempt.world.admin, skip_permission_checks=True)
    attempt.row_holds_it()
