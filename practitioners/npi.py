"""National Provider Identifiers."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

PREFIX = "80840"


def is_npi(number: str) -> bool:
    """Whether ten digits are a National Provider Identifier: Luhn over the prefix 80840 and the number.

    Source: 45 CFR 162.406 and the CMS check-digit instructions for the NPI (ISO/IEC 7812).
    """
    if not (len(number) == 10 and number.isascii() and number.isdigit() and number[0] in "12"):
        return False
    total = 0
    for position, digit in enumerate(reversed(PREFIX + number)):
        value = int(digit) * (2 if position % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def validate_npi(number: str) -> None:
    """ValidationError unless the number is a National Provider Identifier."""
    if not is_npi(number):
        raise ValidationError(_("This is not an NPI: ten digits whose last one checks the others. Was one mistyped?"))
