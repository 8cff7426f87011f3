"""What people choose about notices, among the settings of their account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.account import NotificationPreferencesForm
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.models import Page
from wagtail.permissions import policy_registry

from review.models import CalendarFeed, NoticeChoice
from review.notices.kinds import concerning
from review.signing import roles_of


class NoticesForm(forms.Form):
    """One box for each kind of notice that concerns somebody; those without a tick are muted."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me mail when"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, instance: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.choice = NoticeChoice.objects.filter(user=instance).first() or NoticeChoice(user=instance)
        offered = concerning(instance)
        self.keys = {kind.key for kind in offered}
        self.fields["wanted"].choices = [(kind.key, kind.label) for kind in offered]
        self.fields["wanted"].initial = [kind.key for kind in offered if kind.key not in self.choice.muted]

    def save(self) -> None:
        """Keep the choice; what does not concern them now stays as it was."""
        muted = set(self.choice.muted) - self.keys | self.keys - set(self.cleaned_data["wanted"])
        NoticeChoice.objects.update_or_create(user=self.choice.user, defaults={"muted": sorted(muted)})


class NoticesPanel(BaseSettingsPanel):
    """The choice, and the way to the calendar for those who sign."""

    name = "notices"
    title = _("Mail and calendar")
    tab = notifications_tab
    order = 50
    template_name = "review/account_panel.html"
    form_class = NoticesForm

    def is_active(self) -> bool:
        return bool(concerning(self.user))

    def get_context_data(self) -> dict[str, Any]:
        return {
            **super().get_context_data(),
            "signs": bool(roles_of(self.user)),
            "feed": CalendarFeed.objects.filter(user=self.user).first(),
        }


class CommentNoticesForm(forms.ModelForm):
    """What is left to choose of Wagtail's own notices: comments in the editor. The others it sends no more."""

    class Meta(NotificationPreferencesForm.Meta):
        fields = ["updated_comments_notifications"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if not policy_registry.get_by_type(Page).user_has_permission(self.instance.user, "change"):
            del self.fields["updated_comments_notifications"]
