"""The audit log: who decided, what was withheld, who was given which rights, who logged in.

It is Wagtail's own log, of which this shows the entries the product makes; nothing is kept twice. What a signature
rests on is the ledger, not this.
"""

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.signals import m2m_changed, pre_save
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports.audit_logging import LogEntriesView, SiteHistoryReportFilterSet
from wagtail.log_actions import LogFormatter, log, registry

from core.models import User

PREFIX = "keta."
"""What the names of the product's own actions begin with."""
LOGIN, LOGIN_FAILED, ROLES, RIGHTS = "keta.login", "keta.login_failed", "keta.roles", "keta.rights"
ACCOUNT_ACTIONS = {
    LOGIN: (_("Log in"), _("Logged in")),
    LOGIN_FAILED: (_("Failed log-in"), _("Somebody tried to log in with a wrong password")),
    RIGHTS: (_("Rights"), _("The account was made or unmade an administrator, or closed or opened")),
}
RIGHTS_FIELDS = ("is_superuser", "is_staff", "is_active")
PERMISSION = "review.view_reviewercredential"
"""Whoever keeps the credentials of those who sign also sees what they did."""


class AuditLogFilterSet(SiteHistoryReportFilterSet):
    """Filters by action, person, type and time; whoever may see the log may filter by all of it."""

    def get_action_choices(self) -> list[tuple[str, Any]]:
        return [choice for choice in registry.get_choices() if choice[0].startswith(PREFIX)]

    def get_user_choices(self) -> QuerySet[User]:
        return User.objects.order_by("email")


class AuditLogView(LogEntriesView):
    """Every decision, refused publication, change of rights and log-in, latest first; as a table or a spreadsheet.

    Unlike Wagtail's history it shows everything to whoever may see it at all.
    """

    page_title = _("Audit log")
    header_icon = "history"
    index_url_name = "audit_log"
    index_results_url_name = "audit_log_results"
    results_template_name = "review/audit_log_results.html"
    filterset_class = AuditLogFilterSet
    list_export = [*LogEntriesView.list_export, "message", "comment"]
    export_headings = {**LogEntriesView.export_headings, "message": _("What happened"), "comment": _("Details")}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        # What is handed in holds only what Wagtail would show of each kind of log.
        entries = queryset.model.objects.filter(action__startswith=PREFIX).values("pk", "timestamp")
        return super().filter_queryset(entries.annotate(log_model_index=queryset.query.annotations["log_model_index"]))

    def decorate_paginated_queryset(self, queryset: list[dict[str, Any]]) -> list[Any]:
        # Wagtail's would ask for each page whether it may be edited, to link to its editor.
        found = {}
        for index, model in enumerate(self.log_models):
            keys = [row["pk"] for row in queryset if row["log_model_index"] == index]
            entries = model.objects.filter(pk__in=keys).prefetch_related("user__wagtail_userprofile", "content_type")
            found |= {(index, entry.pk): entry for entry in entries}
        return [found[row["log_model_index"], row["pk"]] for row in queryset]


class AuditLogMenuItem(MenuItem):
    """The way to the audit log, among the reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)


class RolesFormatter(LogFormatter):
    """Which groups an account joined or left."""

    label = _("Roles")

    def format_message(self, log_entry: Any) -> str:
        names = {name: ", ".join(log_entry.data.get(name, [])) for name in ("joined", "left")}
        if names["joined"]:
            return _("Joined %(joined)s") % names
        return _("Left %(left)s") % names


def on_login(sender: Any, user: User, **kwargs: Any) -> None:
    """Somebody logged in."""
    log(instance=user, action=LOGIN, user=user)


def on_failed_login(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    """Somebody gave a wrong password for an account there is; other addresses are nobody's, so nothing is kept."""
    address = credentials.get("username") or credentials.get(User.USERNAME_FIELD) or ""
    if account := User.objects.filter(email__iexact=address).first():
        log(instance=account, action=LOGIN_FAILED)


def on_roles(sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any) -> None:
    """Accounts joined or left groups, from either side of the relation."""
    changes = {"post_add": "joined", "post_remove": "left", "pre_clear": "left"}
    if action not in changes:
        return
    if reverse:
        accounts = instance.user_set.all() if pk_set is None else User.objects.filter(pk__in=pk_set)
        names = [instance.name]
    else:
        accounts = [instance]
        groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
        names = sorted(groups.values_list("name", flat=True))
    if names:
        for account in accounts:
            log(instance=account, action=ROLES, data={changes[action]: names})


def on_saving(sender: Any, instance: User, raw: bool = False, **kwargs: Any) -> None:
    """An account is about to gain or lose what groups do not give."""
    if raw:
        return
    before = User.objects.filter(pk=instance.pk).values(*RIGHTS_FIELDS).first()
    now = {name: getattr(instance, name) for name in RIGHTS_FIELDS}
    if before and before != now:
        log(instance=instance, action=RIGHTS, data={"before": before, "now": now})


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    user_logged_in.connect(on_login)
    user_login_failed.connect(on_failed_login)
    m2m_changed.connect(on_roles, sender=User.groups.through)
    pre_save.connect(on_saving, sender=User)
