"""The groups people belong to, what each may do in the admin, and the workflow every text goes through."""

from typing import Any

from review.policy import CLINICIANS, EDITORS, GROUPS, PRACTICE_MANAGERS, TRANSLATORS

WORKFLOW = "Sign-off"
MODERATORS = "Moderators"
MODERATION = "Moderators approval"
REVIEWED_SNIPPETS = (
    ("treatments", "safetystatement"),
    ("home", "calltoaction"),
    ("translations", "withdrawalnotice"),
)
SHARED_SNIPPETS = (
    ("articles", "reference"),
    ("articles", "topic"),
    ("treatments", "condition"),
    *REVIEWED_SNIPPETS,
)
LISTS = (("review", "claimpattern"), ("review", "prohibitedphrase"))
GLOSSARY = ("translations", "glossaryterm")

ADMIN_ACCESS = (("wagtailadmin", "admin"), ("access",))
PERMISSIONS: dict[str, list[tuple[tuple[str, str], tuple[str, ...]]]] = {
    EDITORS: [
        ADMIN_ACCESS,
        *((snippet, ("add", "change", "delete", "view")) for snippet in SHARED_SNIPPETS),
        *((snippet, ("publish", "lock", "unlock")) for snippet in REVIEWED_SNIPPETS),
        (("wagtail_localize", "translation"), ("submit",)),
        (("wagtailredirects", "redirect"), ("add", "change", "delete", "view")),
        *((model, ("add", "change", "view")) for model in LISTS),
        (GLOSSARY, ("add", "change", "view")),
    ],
    CLINICIANS: [
        ADMIN_ACCESS,
        *((model, ("add", "change", "view")) for model in LISTS),
        (GLOSSARY, ("change", "view")),
    ],
    TRANSLATORS: [ADMIN_ACCESS],
    PRACTICE_MANAGERS: [
        ADMIN_ACCESS,
        (("core", "user"), ("add", "change", "view")),
        (("review", "reviewercredential"), ("add", "change", "delete", "view")),
        (("practitioners", "application"), ("change", "view")),
        (("practitioners", "callback"), ("change", "view")),
        *((snippet, ("view",)) for snippet in REVIEWED_SNIPPETS),
        (("practitioners", "acknowledgement"), ("view",)),
    ],
}
"""By group: (app, model) and the actions allowed on it. What translators may change, the group of a locale says."""

PAGE_PERMISSIONS = {
    EDITORS: ("add", "change", "publish", "lock", "unlock", "bulk_delete"),
    PRACTICE_MANAGERS: ("publish",),
}
"""By group, over the whole tree. Practice managers can withdraw pages; nobody can publish what is not cleared."""

LIBRARY_PERMISSIONS = {
    EDITORS: ("add", "change", "choose"),
    PRACTICE_MANAGERS: ("choose",),
}
"""By group, over all pictures and documents."""


def seed(apps: Any) -> None:
    """Make the groups with their permissions and the workflow; what exists is completed, nothing is taken away.

    ``apps`` is Django's registry, or the historical one of a migration.
    """
    group_model = apps.get_model("auth", "Group")
    groups = {name: group_model.objects.get_or_create(name=name)[0] for name in GROUPS}
    for name, entries in PERMISSIONS.items():
        for (app, model), actions in entries:
            groups[name].permissions.add(*(permission(apps, app, model, action) for action in actions))
    _remove_moderation(apps)
    _seed_tree(apps, groups)
    _seed_library(apps, groups)
    _seed_workflow(apps)


def unseed(apps: Any) -> None:
    """Remove the groups and the workflow."""
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()
    apps.get_model("wagtailcore", "Workflow").objects.filter(name=WORKFLOW).delete()
    apps.get_model("wagtailcore", "Task").objects.filter(name=WORKFLOW).delete()


def _content_type(apps: Any, app: str, model: str) -> Any:
    return apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label=app, model=model)[0]


def permission(apps: Any, app: str, model: str, action: str) -> Any:
    """The permission for an action on a model, made at once: Django makes permissions after all migrations."""
    made, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=_content_type(apps, app, model),
        codename=f"{action}_{model}",
        defaults={"name": f"Can {action} {model}"},
    )
    return made


def _remove_moderation(apps: Any) -> None:
    """Take away the group and workflow that Wagtail installs, unless somebody uses them: moderators sign nothing."""
    apps.get_model("auth", "Group").objects.filter(name=MODERATORS, user=None).delete()
    unused = apps.get_model("wagtailcore", "Workflow").objects.filter(name=MODERATION, workflow_states=None)
    unused.delete()
    tasks = apps.get_model("wagtailcore", "Task").objects.filter(name=MODERATION, task_states=None, workflow_tasks=None)
    tasks.delete()


def _seed_tree(apps: Any, groups: dict[str, Any]) -> None:
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root is None:
        return
    for name, actions in PAGE_PERMISSIONS.items():
        for action in actions:
            apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
                group=groups[name], page=root, permission=permission(apps, "wagtailcore", "page", action)
            )


def _seed_library(apps: Any, groups: dict[str, Any]) -> None:
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    if root is None:
        return
    for name, actions in LIBRARY_PERMISSIONS.items():
        for action in actions:
            for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document")):
                apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
                    group=groups[name], collection=root, permission=permission(apps, app, model, action)
                )


def _seed_workflow(apps: Any) -> None:
    workflow, _ = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(
        name=WORKFLOW, defaults={"active": True}
    )
    task_model = apps.get_model("review", "ClinicalReviewTask")
    task = task_model.objects.filter(name=WORKFLOW).first() or task_model.objects.create(
        name=WORKFLOW, active=True, content_type=_content_type(apps, "review", "clinicalreviewtask")
    )
    apps.get_model("wagtailcore", "WorkflowTask").objects.get_or_create(
        workflow=workflow, task_id=task.pk, defaults={"sort_order": 0}
    )
    root = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    if root is not None:
        # Wagtail installs a workflow of its own, whose moderators would approve without signing.
        apps.get_model("wagtailcore", "WorkflowPage").objects.update_or_create(
            page=root, defaults={"workflow": workflow}
        )
    for app, model in REVIEWED_SNIPPETS:
        apps.get_model("wagtailcore", "WorkflowContentType").objects.get_or_create(
            content_type=_content_type(apps, app, model), defaults={"workflow": workflow}
        )
