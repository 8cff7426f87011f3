"""What applicants fill in: with a new account, for an account they have, and again when they are asked to."""

from secrets import token_hex
from typing import Any, cast

from allauth.account import app_settings
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from stdnum.util import clean
from wagtail.users.models import UserProfile

from practitioners.accounts import consent
from practitioners.accounts.countries import UNITED_STATES
from practitioners.accounts.licences import validate_licence
from practitioners.accounts.steps import ASKED_AGAIN, apply
from practitioners.models.applications import Application
from practitioners.npi import validate_npi
from review.widgets import DayInput

TRAP = app_settings.SIGNUP_FORM_HONEYPOT_FIELD
NOBODYS = "unknown.invalid"
"""A domain in which nobody has an address (RFC 2606)."""


class NpiField(forms.CharField):
    """An NPI; spaces and hyphens between its digits are no mistake."""

    def to_python(self, value: Any) -> str:
        return clean(super().to_python(value) or "", " -")


class Trap(forms.TextInput):
    """A field that people neither see nor reach, and that robots fill in."""

    def render(self, *args: Any, **kwargs: Any) -> SafeString:
        field = super().render(*args, **kwargs)
        return format_html('<span class="visually-hidden" aria-hidden="true">{}</span>', field)


def _field(name: str, **options: Any) -> Any:
    """The form field of a field of an application; it brings the validators that ``options`` name, not the model's."""
    return cast(models.Field, Application._meta.get_field(name)).formfield(**options)


class ApplicationFields(forms.Form):
    """What an application says. ``said`` is its values, once it is valid."""

    name = _field("name")
    profession = _field("profession")
    country = _field("country", initial=UNITED_STATES)
    region = _field("region")
    licence_number = _field("licence_number", validators=[validate_licence])
    licence_expires_on = _field(
        "licence_expires_on",
        widget=DayInput,
        help_text=_("If yours has no end, enter a day within a year."),
    )
    npi = NpiField(
        label="NPI",
        required=False,
        validators=[validate_npi],
        help_text=_("Ten digits, where you have one."),
    )
    practice = _field("practice")
    consents = forms.BooleanField(label=consent.WORDING)

    def clean_licence_expires_on(self) -> Any:
        day = self.cleaned_data["licence_expires_on"]
        if day < timezone.localdate():
            raise forms.ValidationError(
                _("This licence ended on %(day)s. Enter the last day of the licence that you hold now."),
                params={"day": date_format(day)},
            )
        return day

    def clean(self) -> dict[str, Any]:
        super().clean()
        if problem := self._wrong_with_region():
            self.add_error("region", str(problem))
        return self.cleaned_data

    def _wrong_with_region(self) -> Promise | None:
        """What is wrong with the state beside the country, if anything."""
        if not {"country", "region"} <= self.cleaned_data.keys():
            return None
        is_american, region = self.cleaned_data["country"] == UNITED_STATES, self.cleaned_data["region"]
        if is_american and not region:
            return _("Licences of the United States are given by a state. Choose which.")
        if region and not is_american:
            return _("This is a state of the United States. Leave it empty for a licence of another country.")
        return None

    def said(self) -> dict[str, Any]:
        """Values by fields of an application; those of the consent where it was asked for."""
        values = {name: self.cleaned_data[name] for name in ASKED_AGAIN}
        if "consents" in self.fields:
            values |= {"consent_version": consent.VERSION, "consented_at": timezone.now()}
        return values


class SignupForm(ApplicationFields, AllauthSignupForm):
    """A new account and its application in one step, whether its owner takes a password or a passkey.

    Whether the address is known changes nothing in what is checked, answered, or done before the answer.
    """

    name = None
    first_name = forms.CharField(label=_("First name"), max_length=100)
    last_name = forms.CharField(label=_("Last name"), max_length=99, help_text=_("As it stands on your licence."))
    field_order = ("first_name", "last_name", "email", "password1", "password2", *ASKED_AGAIN, "consents")

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        # Allauth hides its own by a style attribute, which the content security policy does not let through.
        self.fields[TRAP].widget = Trap({"tabindex": "-1", "autocomplete": "off"})

    def clean(self) -> dict[str, Any]:
        super().clean()
        names = (self.cleaned_data.get("first_name", ""), self.cleaned_data.get("last_name", ""))
        self.cleaned_data["name"] = " ".join(names)
        return self.cleaned_data

    def try_save(self, request: HttpRequest) -> tuple[Any, HttpResponse | None]:
        # For a robot nothing is made anyway, whether or not the address is known.
        if self.account_already_exists and not self.cleaned_data[TRAP]:
            self._do_the_same_work(request)
        return super().try_save(request)

    def _do_the_same_work(self, request: HttpRequest) -> None:
        """Make an account for nobody and take it back, so that a known address is not told from the time it takes."""
        email = self.cleaned_data["email"]
        with transaction.atomic():
            self.account_already_exists, self.cleaned_data["email"] = False, f"{token_hex()}@{NOBODYS}"
            self.save(request)
            transaction.set_rollback(True)
        self.account_already_exists, self.cleaned_data["email"] = True, email

    @transaction.atomic
    def save(self, request: HttpRequest) -> Any:
        """The new account, with the application that waits until its address is confirmed."""
        user = super().save(request)
        # What is written to somebody comes in the language in which they came.
        UserProfile.objects.create(user=user, preferred_language=get_language())
        apply(user, self.said())
        return user


class AnswerForm(ApplicationFields):
    """An application handed in by somebody who is logged in: the first, or once more."""

    answer = forms.CharField(
        label=_("Your answer"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("answer", *ASKED_AGAIN, "consents")

    def __init__(self, *args: Any, application: Application | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if application is None or application.state != Application.State.MORE_ASKED:
            del self.fields["answer"]
        if application is not None and application.consent_version == consent.VERSION:
            del self.fields["consents"]
