"""The steps an application takes. Each is one object: it checks, changes, and writes into the log, or none of it."""

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from practitioners.accounts import access, errors
from practitioners.accounts.signals import stepped
from practitioners.models.applications import Application

State = Application.State
policy = ModelPermissionPolicy(Application)
WARNING = timedelta(days=30)
"""How long before the end of access a practitioner is told of it."""
ASKED_AGAIN = ("name", "profession", "licence_number", "country", "region", "licence_expires_on", "npi", "practice")
"""What an applicant says, and may say anew."""


def may_decide(user: Any, application: Application) -> bool:
    """Whether somebody may decide on an application: with the permission, and not on their own."""
    return policy.user_has_permission(user, "change") and application.user_id != user.pk


class Step:
    """One step. ``begins_in`` are the states it may be taken in; in another one it raises Meanwhile.

    ``user`` is whoever takes it, None for the clock. After ``execute``, ``application`` is what it has become.
    """

    name: ClassVar[str]
    begins_in: ClassVar[frozenset[str]]

    def __init__(self, application: Application, user: Any = None):
        self.application = application
        self.user = user

    @transaction.atomic
    def execute(self) -> Application:
        """Take the step; the application as it is then. Raises a ``review.errors.Refused`` and changes nothing."""
        seen = self.application
        found = Application.objects.select_for_update(of=("self",)).select_related("user__verification", "decided_by")
        self.application = found.get(pk=seen.pk)
        self.check(seen)
        told = self.change()
        self.application.version += 1
        self.application.save()
        log(self.application, f"keta.application_{self.name}", user=self.user, data=told)
        stepped.send(sender=type(self), step=self)
        return self.application

    def check(self, seen: Application) -> None:
        """Refuse what is not allowed; ``seen`` is the application as whoever takes the step knows it."""
        if self.application.state not in self.begins_in:
            raise errors.Meanwhile(self.application)

    def change(self) -> dict[str, Any]:
        """Change the application, and what hangs on it; what the log keeps of it."""
        raise NotImplementedError


class Confirm(Step):
    """The e-mail address is the applicant's own, so that there is something to decide on."""

    name = "confirmed"
    begins_in = frozenset({State.UNCONFIRMED})

    def change(self) -> dict[str, Any]:
        self.application.state = State.PENDING
        self.application.submitted_at = timezone.now()
        return {}


class Answer(Step):
    """The applicant hands it in again: in answer to a question, after a refusal, or with a renewed licence.

    ``said`` are new values by field (``ASKED_AGAIN``, and those of the consent), ``answer`` is what else they say.
    """

    name = "answered"
    begins_in = frozenset({State.MORE_ASKED, State.REFUSED, State.APPROVED, State.EXPIRED})

    def __init__(self, application: Application, user: Any, said: dict[str, Any], answer: str = ""):
        super().__init__(application, user)
        self.said = said
        self.answer = answer

    def check(self, seen: Application) -> None:
        if self.user.pk != self.application.user_id:
            raise errors.NotYours
        super().check(seen)

    def change(self) -> dict[str, Any]:
        application = self.application
        before = {name: str(getattr(application, name)) for name in ASKED_AGAIN}
        for name, value in self.said.items():
            setattr(application, name, value)
        application.answer = self.answer
        application.state = State.PENDING
        application.submitted_at = timezone.now()
        changed = {name: old for name, old in before.items() if old != str(getattr(application, name))}
        return {"answer": self.answer, "before": changed}


class Decision(Step):
    """A step that a manager takes about what is on their screen, with a reason where it takes one."""

    becomes: ClassVar[str]

    def __init__(self, application: Application, user: Any, reason: str = ""):
        super().__init__(application, user)
        self.reason = reason

    def check(self, seen: Application) -> None:
        if self.user.pk == self.application.user_id:
            raise errors.OwnApplication
        if not may_decide(self.user, self.application):
            raise errors.MayNotDecide
        super().check(seen)
        if self.application.version != seen.version:
            waits_anew = self.application.state == State.PENDING
            raise errors.ChangedMeanwhile if waits_anew else errors.Meanwhile(self.application)

    def change(self) -> dict[str, Any]:
        self.application.state = self.becomes
        self.application.reason = self.reason
        self.application.decided_by = self.user
        self.application.decided_at = timezone.now()
        return {"reason": self.reason}


class Approve(Decision):
    """The section opens to the account through a day, at most the last of the licence."""

    name = "approved"
    begins_in = frozenset({State.PENDING, State.MORE_ASKED, State.REFUSED, State.REVOKED})
    becomes = State.APPROVED

    def __init__(self, application: Application, user: Any, until: date):
        super().__init__(application, user)
        self.until = until

    def check(self, seen: Application) -> None:
        super().check(seen)
        if not timezone.localdate() <= self.until <= self.application.licence_expires_on:
            raise errors.UntilOutOfRange(self.application.licence_expires_on)

    def change(self) -> dict[str, Any]:
        super().change()
        access.open_to(self.application.user, self.until)
        # Whoever is let in for less than that has just been told until when.
        is_short = self.until <= timezone.localdate() + WARNING
        self.application.warned_until = self.until if is_short else None
        return {"until": self.until.isoformat()}


class Ask(Decision):
    """The applicant is asked for more."""

    name = "more_asked"
    begins_in = frozenset({State.PENDING})
    becomes = State.MORE_ASKED


class Refuse(Decision):
    """The applicant is not let in. A licence that was approved before opens the section until its end."""

    name = "refused"
    begins_in = frozenset({State.PENDING, State.MORE_ASKED})
    becomes = State.REFUSED


class Revoke(Decision):
    """The section closes to the account at once, wherever it is logged in and whatever tokens it holds."""

    name = "revoked"
    begins_in = frozenset(State) - {State.UNCONFIRMED, State.REVOKED}
    becomes = State.REVOKED

    def check(self, seen: Application) -> None:
        super().check(seen)
        if self.application.access_until is None:
            raise errors.Meanwhile(self.application)

    def change(self) -> dict[str, Any]:
        access.close_to(self.application.user)
        access.end_sessions(self.application.user)
        access.revoke_tokens(self.application.user)
        return super().change()


class Warn(Step):
    """The practitioner is told that access ends soon; once for each end."""

    name = "warned"
    begins_in = frozenset({State.APPROVED})

    def check(self, seen: Application) -> None:
        super().check(seen)
        if self.application.access_until in (None, self.application.warned_until):
            raise errors.Meanwhile(self.application)

    def change(self) -> dict[str, Any]:
        self.until = self.application.warned_until = self.application.access_until
        return {"until": self.until.isoformat()}


class Expire(Step):
    """Access has ended with its last day. What waits for a decision goes on waiting."""

    name = "expired"
    begins_in = frozenset(State)

    def check(self, seen: Application) -> None:
        super().check(seen)
        until = self.application.access_until
        if until is None or until >= timezone.localdate():
            raise errors.Meanwhile(self.application)

    def change(self) -> dict[str, Any]:
        self.until = self.application.access_until
        access.close_to(self.application.user)
        if self.application.state == State.APPROVED:
            self.application.state = State.EXPIRED
        return {"until": self.until.isoformat()}


@transaction.atomic
def apply(user: Any, said: dict[str, Any], is_confirmed: bool = False) -> Application:
    """The first application of an account, with what it says of itself (``ASKED_AGAIN`` and the consent).

    It waits for a decision once the account's e-mail address is confirmed, which it may be already. Raises Applied for
    an account that has one.
    """
    application, is_new = Application.objects.get_or_create(user=user, defaults=said)
    if not is_new:
        raise errors.Applied
    log(application, "keta.application_made", user=user)
    return Confirm(application, user).execute() if is_confirmed else application
