"""The form on which a decision is made."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from review import errors, passkeys, passwords
from review.checks import Finding
from review.lineage import Grade
from review.policy import Attestation, ReviewPolicy
from review.widgets import DayInput

PASSWORD, PASSKEY = "password", "passkey"
"""How a sign-off says that its signer proved who they are (``ledger.models.SignOff.method``)."""
LONGEST_REASON = 2000
WITH_KEY = {"data-controller": "w-kbd", "data-w-kbd-action-value": "focus"}
"""What makes Wagtail put the focus on a field at the press of a key, for those who have not switched keys off."""


class DecisionForm(forms.Form):
    """Checklist, answers to findings, comment and the signer's password or passkey, bound to the digest on the screen.

    What a decision needs beyond those is the business of ``review.signing``; nothing is repeated here.
    """

    digest = forms.CharField(widget=forms.HiddenInput)
    grade = forms.TypedChoiceField(
        label=_("What the change means for the translations"),
        required=False,
        choices=Grade.choices,
        coerce=Grade,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    until = forms.DateField(label=_("Vouch until"), required=False, widget=DayInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-w-kbd-key-value": "r", **WITH_KEY}),
        help_text=_("Kept with your decision. Needed when you ask for changes and have not commented on the text."),
    )
    passkey = forms.CharField(required=False, widget=forms.HiddenInput)
    password = forms.CharField(
        label=_("Your password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Again, so that a signature is yours alone."),
    )

    def __init__(
        self,
        request: HttpRequest,
        decision: str,
        attestation: Attestation,
        policy: ReviewPolicy,
        findings: Sequence[Finding],
        needs_grade: bool,
        **kwargs: Any,
    ):
        super().__init__(**kwargs)
        self.request = request
        self.decision = decision
        if not request.user.has_usable_password():
            del self.fields["password"]
        self.points = {key: f"point_{key}" for key in attestation.checklist}
        for key, wording in attestation.checklist.items():
            self.fields[self.points[key]] = forms.BooleanField(label=str(wording), required=False)
        self.to_answer = findings
        for finding in findings:
            self.fields[reason_name(finding.key)] = forms.CharField(
                label=_("Why it can be signed"),
                required=False,
                max_length=LONGEST_REASON,
                widget=forms.Textarea(attrs={"rows": 2, "aria-describedby": f"finding-{finding.key}"}),
            )
        if not needs_grade:
            del self.fields["grade"]
        today = timezone.localdate()
        latest = timezone.localtime(policy.until(timezone.now())).date()
        self.fields["until"].help_text = _("Only if that is earlier than %(date)s.") % {"date": date_format(latest)}
        self.fields["until"].widget.attrs |= {"min": str(today + timedelta(days=1)), "max": str(latest)}

    def checklist(self) -> list[forms.BoundField]:
        """The points to be confirmed, for the template."""
        return [self[name] for name in self.points.values()]

    def findings(self) -> list[tuple[Finding, forms.BoundField]]:
        """The findings to be answered, each with its field, for the template."""
        return [(finding, self[reason_name(finding.key)]) for finding in self.to_answer]

    def answers(self) -> dict[str, bool]:
        """What was confirmed, by the keys of the checklist."""
        return {key: self.cleaned_data[name] for key, name in self.points.items()}

    def reasons(self) -> dict[str, str]:
        """What was answered, by the keys of the findings."""
        return {finding.key: self.cleaned_data[reason_name(finding.key)] for finding in self.to_answer}

    def clean_until(self) -> datetime | None:
        """The end of the day that was chosen, on the clinic's clock."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None

    @cached_property
    def offers_passkey(self) -> bool:
        """Whether whoever decides has a passkey, for the template."""
        return passkeys.are_of(self.request.user)

    @property
    def method(self) -> str:
        """How whoever decided proved who they are."""
        return PASSKEY if self.cleaned_data["passkey"] else PASSWORD

    def clean(self) -> None:
        try:
            self.confirm()
        except errors.Refused as refusal:
            self.add_error("password" if "password" in self.fields else None, str(refusal))

    def confirm(self) -> None:
        """Make sure of who decides. Raises errors.Refused."""
        if passkey := self.cleaned_data.get("passkey"):
            passwords.confirm_passkey(self.request, passkey, self.decision)
        elif password := self.cleaned_data.get("password"):
            passwords.confirm(self.request.user, password)
        else:
            raise errors.NotConfirmed

    def refuse(self, refusal: errors.Refused) -> None:
        """Show why a decision was refused, at the field that it is about."""
        if isinstance(refusal, errors.Unanswered):
            for finding in refusal.findings:
                name = reason_name(finding.key)
                self.add_error(name if name in self.fields else None, str(_("Say why it can be signed nevertheless.")))
        fields = {errors.CommentMissing: "comment", errors.EndsTooSoon: "until", errors.GradeMissing: "grade"}
        self.add_error(fields.get(type(refusal)), str(refusal))


def reason_name(key: str) -> str:
    """The name of the field in which a finding is answered."""
    return f"reason_{key}"
