"""The form on which a decision is made."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from review import errors, passwords
from review.policy import Attestation


class DecisionForm(forms.Form):
    """Checklist, comment and the signer's password, bound to the digest of the text that was on the screen.

    What a decision needs beyond the password is the business of ``review.signing``; nothing is repeated here.
    """

    digest = forms.CharField(widget=forms.HiddenInput)
    comment = forms.CharField(
        label=_("Comment"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with your decision. Needed when you ask for changes."),
    )
    password = forms.CharField(
        label=_("Your password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("Again, so that a signature is yours alone."),
    )

    def __init__(self, user: Any, attestation: Attestation, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.user = user
        self.points = {key: f"point_{key}" for key in attestation.checklist}
        for key, wording in attestation.checklist.items():
            self.fields[self.points[key]] = forms.BooleanField(label=str(wording), required=False)

    def checklist(self) -> list[forms.BoundField]:
        """The points to be confirmed, for the template."""
        return [self[name] for name in self.points.values()]

    def answers(self) -> dict[str, bool]:
        """What was confirmed, by the keys of the checklist."""
        return {key: self.cleaned_data[name] for key, name in self.points.items()}

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        try:
            passwords.confirm(self.user, password)
        except errors.Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return password
