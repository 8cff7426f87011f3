"""What is written to applicants and to the managers who decide. Nothing here asks the database anything."""

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from practitioners.accounts.steps import Step
from practitioners.models.applications import Application
from review.desk import name_of
from review.notices.letters import Letter, Remark, absolute

State = Application.State


def to_applicant(step: Step) -> Letter:
    """What a step means to whoever applied. KeyError for a step that they are not told of."""
    heading, sentences = FOR_APPLICANTS[step.name](step)
    return Letter(
        heading=heading,
        about=_("For Practitioners"),
        sentences=sentences,
        remarks=_reason(step),
        url=absolute(reverse("account")),
        action=_("Open my account"),
        why=_("You get this mail because you applied for access to the section for practitioners."),
    )


def to_managers(step: Step) -> Letter:
    """What a step means to those who decide on applications. KeyError for a step that they are not told of."""
    application = step.application
    heading, sentence = FOR_MANAGERS[step.name](step)
    sentences = [
        sentence % {"name": application.name, "who": name_of(step.user) if step.user else ""},
        " · ".join((application.get_profession_display(), application.licence_number, application.place)),
    ]
    return Letter(
        heading=heading,
        about=application.name,
        sentences=sentences,
        remarks=_reason(step) or _answer(step),
        url=absolute(reverse("applications:detail", args=[application.pk])),
        action=_("Open the application"),
        why=_("You get this mail because you decide on applications for access."),
    )


def _approved(step: Any) -> tuple[str, list[str]]:
    return _("You have access"), [
        _("Your licence is checked. The section for practitioners is open to you until %(day)s, that day included.")
        % {"day": date_format(step.until)},
    ]


def _more_asked(step: Any) -> tuple[str, list[str]]:
    return _("A question about your application"), [
        _("Before we can decide on your application we need to know something more."),
        _("Answer it in your account; you can correct what you entered, too."),
    ]


def _refused(step: Any) -> tuple[str, list[str]]:
    sentences = [_("We cannot give you access to the section for practitioners.")]
    if step.application.access_until:
        sentences = [
            _("We cannot renew your access to the section for practitioners. It lasts until %(day)s.")
            % {"day": date_format(step.application.access_until)}
        ]
    return _("Your application was refused"), [*sentences, _("If something has changed, hand it in again.")]


def _revoked(step: Any) -> tuple[str, list[str]]:
    return _("Your access has ended"), [
        _("Your access to the section for practitioners was revoked. You were logged out, and your tokens are void."),
        _("If you think that this is a mistake, call us."),
    ]


def _warned(step: Any) -> tuple[str, list[str]]:
    return _("Your access ends soon"), [
        _("The section for practitioners is open to you until %(day)s.") % {"day": date_format(step.until)},
        _("Enter your renewed licence in your account before that; you keep your access while we look at it."),
    ]


def _expired(step: Any) -> tuple[str, list[str]]:
    renew = _("Enter your renewed licence in your account to read it again.")
    waits = _("Your renewed licence still waits for a decision.")
    return _("Your access has ended"), [
        _("The last day of your access to the section for practitioners was %(day)s.")
        % {"day": date_format(step.until)},
        waits if step.application.state == State.PENDING else renew,
    ]


FOR_APPLICANTS: Mapping[str, Callable[[Any], tuple[str, list[str]]]] = {
    "approved": _approved,
    "more_asked": _more_asked,
    "refused": _refused,
    "revoked": _revoked,
    "warned": _warned,
    "expired": _expired,
}
FOR_MANAGERS: Mapping[str, Callable[[Any], tuple[str, str]]] = {
    "confirmed": lambda step: (_("Application"), _("%(name)s applies for access to the section for practitioners.")),
    "answered": lambda step: (_("Application handed in again"), _("%(name)s has handed in their application again.")),
    "approved": lambda step: (_("Approved"), _("%(who)s has approved the application of %(name)s.")),
    "more_asked": lambda step: (_("More was asked for"), _("%(who)s has asked %(name)s for more.")),
    "refused": lambda step: (_("Refused"), _("%(who)s has refused the application of %(name)s.")),
    "revoked": lambda step: (_("Revoked"), _("%(who)s has revoked the access of %(name)s.")),
    "expired": lambda step: (_("Expired"), _("The access of %(name)s has ended with its last day.")),
}


def _reason(step: Step) -> list[Remark]:
    """What the manager said, who speaks for the clinic."""
    reason = getattr(step, "reason", "")
    return [Remark(_("The clinic"), reason)] if reason else []


def _answer(step: Step) -> list[Remark]:
    answer = getattr(step, "answer", "")
    return [Remark(step.application.name, answer)] if answer else []
