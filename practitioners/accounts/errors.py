"""Why a step was refused. The message of each is meant for the person who took it."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from review.errors import Refused


class MayNotDecide(Refused):
    """Somebody without the permission, or about themselves."""

    def message(self) -> str:
        return _("You may not decide on this application.")


class OwnApplication(Refused):
    """Nobody lets themselves in."""

    def message(self) -> str:
        return _("This is your own application. Somebody else has to decide on it.")


class NotYours(Refused):
    """Applicants answer for themselves."""

    def message(self) -> str:
        return _("This is not your application.")


class Applied(Refused):
    """One application for each account."""

    def message(self) -> str:
        return _("You have applied already.")


class Meanwhile(Refused):
    """The application is not in a state that this step begins in, most often because somebody was faster."""

    def __init__(self, application: Any):
        super().__init__(application)
        self.application = application

    def message(self) -> str:
        words = {"state": self.application.get_state_display(), "name": self.application.decided_by}
        if not self.application.decided_by:
            return _("Nothing was changed: the application stands at “%(state)s”.") % words
        words["date"] = date_format(timezone.localtime(self.application.decided_at), "SHORT_DATETIME_FORMAT")
        return (
            _("Nothing was changed: the application stands at “%(state)s”. %(name)s decided on it last, on %(date)s.")
            % words
        )


class ChangedMeanwhile(Refused):
    """What was on the screen is not what would be decided on."""

    def message(self) -> str:
        return _("The applicant has handed it in anew since you opened it. Read it again; nothing was decided.")


class UntilOutOfRange(Refused):
    """Access ends with the licence, and not before today."""

    def __init__(self, latest: date):
        super().__init__(latest)
        self.latest = latest

    def message(self) -> str:
        if self.latest < timezone.localdate():
            return _("The licence ended on %(day)s. Ask for the new one.") % {"day": date_format(self.latest)}
        words = {"first": date_format(timezone.localdate()), "last": date_format(self.latest)}
        return _("Access can end on a day from %(first)s to %(last)s, the last day of the licence.") % words
