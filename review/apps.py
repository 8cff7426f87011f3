from django.apps import AppConfig
from wagtail.admin.apps import WagtailAdminAppConfig


class ReviewConfig(AppConfig):
    name = "review"
    default = True

    def ready(self):
        from review import receivers
        from review.checks import claims, links, phrases, reading, structure  # noqa: F401 (they register themselves)
        from review.notices import events

        receivers.connect()
        events.connect()


class AdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin without its mail about workflows, and without the choice of it: review tells more (notices/)."""

    default = False

    def ready(self):
        super().ready()
        from wagtail.admin import signal_handlers
        from wagtail.admin.views.account import NotificationsSettingsPanel
        from wagtail.models import WorkflowState

        from review.notices.account import CommentNoticesForm

        NotificationsSettingsPanel.form_class = CommentNoticesForm
        for outcome in ("submitted", "approved", "rejected"):
            signal = getattr(signal_handlers, f"workflow_{outcome}")
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{outcome}_email_notification")
