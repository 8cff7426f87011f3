"""Where applications, callbacks and the section for practitioners enter Wagtail's admin."""

from practitioners.accounts import hooks as accounts  # noqa: F401 (they register themselves)
from practitioners.reading import hooks as reading  # noqa: F401
from practitioners.referrals import hooks as referrals  # noqa: F401
