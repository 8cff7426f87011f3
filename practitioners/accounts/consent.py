"""What applicants agree to. A new wording takes a new version, so that it is known who agreed to which."""

from django.utils.translation import gettext_lazy as _

VERSION = "2026-11"
"""The year and month of the wording."""
WORDING = _(
    "I am who I say I am and may practise under this licence. The clinic may keep these details, check them against "
    "public registers, and write to me about my access. What I read here is for my professional use."
)
