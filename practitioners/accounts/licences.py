"""Numbers of licences: what one looks like, and which two are the same.

python-stdnum knows no number of a register of professionals (version 2.2), so one rule has to do for every country; a
manager looks the number up in the register. The NPI is the exception: its digits can be checked.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.util import clean

LONGEST = 40
"""Characters of a number, and of what it is compared by: some letters become two as capitals."""
SEPARATORS = " -./"
FORM = re.compile(rf"[^\W_](?:[^\W_]|[{re.escape(SEPARATORS)}])*")
"""Letters and digits of any script, with separators behind the first of them."""


def key_of(number: str) -> str:
    """A number as it is compared: capital letters and digits alone, dashes and spaces of every kind left out."""
    return clean(number, SEPARATORS).upper()


def validate_licence(number: str) -> None:
    """ValidationError unless a text can be the number of a licence."""
    plain = clean(number).strip()
    key = key_of(plain)
    if not (FORM.fullmatch(plain) and 1 < len(key) <= LONGEST and any(character.isdigit() for character in key)):
        raise ValidationError(
            _(
                "This does not look like the number of a licence. It has letters, digits, spaces, dots, hyphens and "
                "slashes, and at least one digit, such as 123456 or PSY-12.345."
            )
        )
