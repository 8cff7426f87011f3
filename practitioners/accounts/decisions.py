"""The forms in which a manager decides on an application."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput

from practitioners.accounts.steps import Approve, Ask, Decision, Refuse, Revoke, may_decide
from practitioners.models.applications import Application

YEAR = timedelta(days=365)


class DecisionForm(forms.Form):
    """One decision. ``version`` is that of the application on the screen; ``step`` what the form decides."""

    step: type[Decision]
    label: Any
    """What its button says."""
    is_grave = False

    version = forms.IntegerField(widget=forms.HiddenInput)

    def decision(self, application: Application, user: Any) -> Decision:
        """The decision of a valid form on an application."""
        # What was decided on is what was on the screen.
        application.version = self.cleaned_data["version"]
        return self.step(application, user, *self.arguments())

    def show(self, application: Application) -> None:
        """Keep what was typed, to be decided about the application as it is now."""
        self.data = {**self.data.dict(), self.add_prefix("version"): application.version}

    def arguments(self) -> list[Any]:
        """What the step is told beside the application and who decides."""
        return [self.cleaned_data["reason"]]


class ApproveForm(DecisionForm):
    """Until when the section opens."""

    step = Approve
    label = _("Approve")
    until = forms.DateField(label=_("Access until"), widget=AdminDateInput, help_text=_("That day included."))

    def arguments(self) -> list[Any]:
        return [self.cleaned_data["until"]]


class AskForm(DecisionForm):
    """What else the applicant should say."""

    step = Ask
    label = _("Ask for more")
    reason = forms.CharField(label=_("Your question"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class RefuseForm(DecisionForm):
    """Why the applicant is not let in."""

    step = Refuse
    label = _("Refuse")
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The applicant reads it."),
    )


class RevokeForm(DecisionForm):
    """Why the section closes."""

    step = Revoke
    label = _("Revoke access")
    is_grave = True
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("The practitioner reads it, is logged out everywhere and loses every token."),
    )


FORMS: dict[str, type[DecisionForm]] = {form.step.name: form for form in (ApproveForm, AskForm, RefuseForm, RevokeForm)}
"""By the name of their step, which is also what their button sends."""


def offered(application: Application, user: Any) -> dict[str, DecisionForm]:
    """The decisions that somebody may take on an application as it stands, none where they may not decide."""
    if not may_decide(user, application):
        return {}
    today = timezone.localdate()
    until = max(today, min(application.licence_expires_on, today + YEAR))
    return {
        name: form(initial={"version": application.version, "until": until}, prefix=name)
        for name, form in FORMS.items()
        if application.state in form.step.begins_in and (form is not RevokeForm or application.access_until)
    }
