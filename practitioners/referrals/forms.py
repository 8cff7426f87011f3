"""The form for a callback, and how a page comes to show what was typed."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from practitioners.referrals.privacy import refuse_patient_data

PHONE = re.compile(r"\+?[\d\s().\-/]+(?:(?:ext\.?|x)\s*\d{1,5})?", re.IGNORECASE)
DIGITS = range(10, 21)
"""How many a number may have; a social security number has nine."""


def validate_phone(number: str) -> None:
    """ValidationError for what nobody can dial."""
    digits = sum(character.isdigit() for character in number)
    if not PHONE.fullmatch(number.strip()) or digits not in DIGITS:
        raise ValidationError(_("This is not a telephone number. Write it with its area code, such as 212-555-0100."))


class CallBackForm(forms.Form):
    """Who wants to be called back, where and when."""

    name = forms.CharField(label=_("Your name"), max_length=100, validators=[refuse_patient_data])
    phone = forms.CharField(
        label=_("Your number"),
        max_length=40,
        validators=[validate_phone],
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    best_time = forms.CharField(
        label=_("Best time"),
        max_length=120,
        validators=[refuse_patient_data],
        help_text=_("Weekdays and times of day, such as “Mon-Wed 9-12”. Leave out anything about the patient."),
    )


def keep(request: HttpRequest, form: CallBackForm) -> None:
    """Let the page that answers this request show a form that was filled in."""
    request.call_back_form = form


def form_for(request: HttpRequest) -> Any:
    """The form that a page shows: the one filled in, else an empty one with the reader's name."""
    kept = getattr(request, "call_back_form", None)
    if kept is not None:
        return kept
    name = request.user.get_full_name() if request.user.is_authenticated else ""
    return CallBackForm(initial={"name": name})
