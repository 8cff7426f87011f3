"""National Provider Identifiers."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum import luhn

PREFIX = "80840"
FORM = re.compile(r"[12][0-9]{9}")


def is_npi(number: str) -> bool:
    """Whether ten digits are a National Provider Identifier: Luhn over the prefix 80840 and the number.

    Source: 45 CFR 162.406 and the CMS check-digit instructions for the NPI (ISO/IEC 7812).
    """
    return bool(FORM.fullmatch(number)) and luhn.is_valid(PREFIX + number)


def validate_npi(number: str) -> None:
    """ValidationError unless the number is a National Provider Identifier."""
    if not is_npi(number):
        raise ValidationError(_("This is not an NPI: ten digits whose last one checks the others. Was one mistyped?"))
