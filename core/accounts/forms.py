"""allauth's forms in the product's words."""

from typing import Any

from allauth.account import forms
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.utils.translation import gettext_lazy as _


class LoginForm(forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["login"].widget.attrs["autocomplete"] = "username"


class AddPasskeyForm(AddWebAuthnForm):
    """A passkey or security key."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name")
        self.fields["name"].help_text = _("By which you tell it from others.")
        self.fields["passwordless"].label = _("Sign in with it alone")
        self.fields["passwordless"].help_text = _("Without a password. An old security key may not be able to.")
        self.fields["passwordless"].initial = True
