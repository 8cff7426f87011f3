from collections.abc import Iterable

from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.userbar import ContentCheckerItem

from core import admin_api, audit, choosers, guide
from core.accounts import addresses
from core.content_checker import ContentChecker
from core.models import User
from review.policy import CLINICIAN, SIGNING_GROUPS


@hooks.register("before_serve_document")
def originals_are_for_staff(document, request):
    """Readers get the signed copy of a document under its digest; the original is for staff."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404


hooks.register("construct_page_chooser_queryset", choosers.without_unknown)
# After Wagtail's own.
hooks.register("construct_admin_api", admin_api.put_in_place, order=1)


@hooks.register("insert_global_admin_css")
def admin_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("core/admin.css"))


@hooks.register("construct_wagtail_userbar")
def check_what_editors_write(request: HttpRequest, items: list[object], page: object) -> None:
    """In the bar on the page and in the editor, which asks for the same."""
    items[:] = [
        ContentChecker(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item for item in items
    ]


@hooks.register("register_admin_urls")
def register_guide() -> list[URLPattern]:
    return guide.urls()


@hooks.register("register_help_menu_item")
def register_guide_menu_item() -> MenuItem:
    return MenuItem(_("Guide"), reverse_lazy("guide", args=["index"]), name="guide", icon_name="help", order=10)


@hooks.register("construct_help_menu")
def without_news_of_wagtail(request: HttpRequest, items: list[MenuItem]) -> None:
    """What is new in Wagtail is news to those who install it, not to those who write; its guide knows no signatures."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


@hooks.register("before_create_user")
def rights_above_ones_own_are_given_by_administrators(request: HttpRequest) -> None:
    """Keeping accounts makes neither administrators nor clinicians: no signature is had by making its signer."""
    if request.user.is_superuser:
        return
    granted = [*request.POST.getlist("groups"), *request.POST.getlist("role")]
    chosen = {int(pk) for pk in granted if pk.isdecimal()}
    if request.POST.get("is_superuser") or chosen & set(_clinical_groups().values_list("pk", flat=True)):
        raise PermissionDenied


@hooks.register("before_edit_user")
def accounts_above_ones_own_are_out_of_reach(request: HttpRequest, user: User) -> None:
    """Whoever keeps accounts changes neither an administrator's, a clinician's nor their own, and promotes nobody."""
    rights_above_ones_own_are_given_by_administrators(request)
    _refuse_out_of_reach(request, [user])


@hooks.register("after_create_user")
def newcomers_choose_their_password(request: HttpRequest, user: User) -> None:
    """Nobody knows another's password, not even for a start."""
    addresses.invite(request, user)
    messages.success(request, _("%(address)s was sent a link to choose a password.") % {"address": user.email})


@hooks.register("register_account_menu_item")
def way_to_the_login_settings(request: HttpRequest) -> dict[str, object]:
    """Passwords, second factors and sessions are kept on the screens of the login, for everybody alike."""
    return {
        "url": reverse("account_change_password"),
        "label": _("Password, second factor, sessions"),
        "help_text": _("How you log in, with which address, and where you are logged in."),
    }


@hooks.register("before_bulk_action")
def bulk_changes_of_accounts_keep_to_the_same_rule(
    request: HttpRequest, action_type: str, objects: Iterable[Model], action: object
) -> None:
    """What a keeper of accounts may not do to one account, they may not do to many."""
    rights_above_ones_own_are_given_by_administrators(request)
    _refuse_out_of_reach(request, [changed for changed in objects if isinstance(changed, User)])


@hooks.register("register_log_actions")
def register_log_actions(actions) -> None:
    """Log-ins and changes of rights stand in the audit log."""
    for name, (label, message) in audit.ACCOUNT_ACTIONS.items():
        actions.register_action(name, label, message)
    actions.register_action(audit.ROLES)(audit.RolesFormatter)


@hooks.register("register_admin_urls")
def register_audit_log() -> list[URLPattern]:
    view = audit.AuditLogView.as_view
    return [
        path("reports/audit-log/", view(), name="audit_log"),
        path("reports/audit-log/results/", view(results_only=True), name="audit_log_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_audit_log_menu_item() -> audit.AuditLogMenuItem:
    return audit.AuditLogMenuItem(
        _("Audit log"), reverse("audit_log"), name="audit-log", icon_name="clipboard-list", order=10
    )


def _refuse_out_of_reach(request: HttpRequest, accounts: list[User]) -> None:
    if request.user.is_superuser:
        return
    if any(account.is_superuser or account.pk == request.user.pk for account in accounts):
        raise PermissionDenied
    if _clinical_groups().filter(user__in=accounts).exists():
        raise PermissionDenied


def _clinical_groups() -> QuerySet[Group]:
    """The groups whose members sign medical copy."""
    return Group.objects.filter(name__in=SIGNING_GROUPS[CLINICIAN])
