"""What each notice says. Everything here asks the database nothing and speaks the active language.

Beyond its title, nothing of a text that is not signed is told: mail is read in places that the clinic does not know.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.models import Edition, SignOff
from review.comments import in_words
from review.desk import name_of, review_url
from review.models import PassageComment, Submission
from review.policy import ROLE_NAMES, Overdue, ReviewPolicy
from review.queue.entries import language_name, type_name


@dataclass(frozen=True)
class Remark:
    """What somebody said, and the words of the text it is about, if any."""

    who: str
    words: str
    about: str = ""


@dataclass(frozen=True)
class Line:
    """One text of several: where it is read, and what else there is to know."""

    title: str
    url: str
    note: str


@dataclass(frozen=True)
class Letter:
    """The words of one mail: sentences, then remarks, then lists under headings, then where to go.

    ``about`` is what the mail is about, most often a title; with the heading it makes the subject. ``why`` says why
    somebody gets it who has no choice of notices.
    """

    heading: str
    about: str
    sentences: Sequence[str]
    url: str
    action: str
    remarks: Sequence[Remark] = ()
    lists: Sequence[tuple[str, Sequence[Line]]] = ()
    why: str = ""

    @property
    def subject(self) -> str:
        """What stands in the list of mails."""
        return f"{self.heading}: {self.about}"


def absolute(path: str) -> str:
    """The whole address of a path of this site."""
    return f"{settings.WAGTAILADMIN_BASE_URL}{path}"


def assigned(submission: Submission) -> Letter:
    """To those who are asked to sign."""
    title = {"title": submission.title}
    sentences = [
        _("“%(title)s” waits for your signature. It is due on %(date)s.") % {**title, "date": _date(submission.due_on)},
        _joined(type_name(submission.type), language_name(submission.locale), str(submission.get_kind_display())),
    ]
    if submission.submitted_by:
        sentences.append(_("Submitted by %(name)s.") % {"name": name_of(submission.submitted_by)})
    if submission.reason:
        sentences.append(_("Reason: %(reason)s") % {"reason": submission.reason})
    return Letter(
        heading=_("To sign"),
        about=submission.title,
        sentences=sentences,
        url=absolute(review_url(submission)),
        action=_("Read and sign"),
    )


def returned(
    submission: Submission,
    sign_off: SignOff,
    earlier: Sequence[SignOff],
    comments: Sequence[PassageComment],
    edit_url: str,
) -> Letter:
    """To those who wrote a text, with everything that was said about it.

    ``earlier`` are the signatures given before in the same round, those with a comment; ``comments`` are the open ones
    on passages.
    """
    name = {"name": sign_off.signer_name, "title": submission.title}
    sentences = [_("%(name)s asks for changes before “%(title)s” can be signed.") % name]
    if submission.task_state_id is None:
        sentences.append(_("Readers still see it as it is."))
    # Who had commented on passages and said no more is recorded as saying that.
    remarks = [Remark(sign_off.signer_name, sign_off.comment)] if sign_off.comment != in_words(comments) else []
    for each in earlier:
        remarks.append(Remark(_("%(name)s, who had signed it") % {"name": each.signer_name}, each.comment))
    for comment in comments:
        remarks.append(Remark(name_of(comment.author), comment.body, about=comment.quote))
        remarks += [Remark(name_of(answer.author), answer.body) for answer in comment.replies.all()]
    return Letter(
        heading=_("Changes asked for"),
        about=submission.title,
        sentences=sentences,
        remarks=remarks,
        url=absolute(edit_url),
        action=_("Open it in the editor"),
    )


def signed(submission: Submission, sign_off: SignOff, missing: Sequence[str], public_url: str | None) -> Letter:
    """To whoever submitted a text that somebody signed.

    ``missing`` are the roles that have yet to sign; ``public_url`` is where readers find the text, empty when it has no
    address of its own and None when they do not see it.
    """
    name = {"name": sign_off.signer_name, "title": submission.title}
    url, action = absolute(review_url(submission)), _("See where it stands")
    if missing:
        roles = ", ".join(str(ROLE_NAMES[role]) for role in missing)
        state = _("It becomes public with the last signature. Still missing: %(roles)s.") % {"roles": roles}
    elif public_url is None:
        state = _("Readers do not see it yet.")
    else:
        state = _("Readers see it now.")
        url, action = (public_url, _("See it")) if public_url else (url, action)
    remarks = [Remark(sign_off.signer_name, sign_off.comment)] if sign_off.comment else []
    return Letter(
        heading=_("Signed"),
        about=submission.title,
        sentences=[_("%(name)s has signed “%(title)s”.") % name, state],
        remarks=remarks,
        url=url,
        action=action,
    )


def withheld(title: str, edition: Edition | None, reason: Promise, edit_url: str) -> Letter:
    """To whoever published what readers do not get. ``edition`` is what they see instead."""
    if edition is None:
        shown = _("Nothing of it is public.")
    else:
        sign_off = edition.clearance.sign_off
        by = {"name": sign_off.signer_name, "date": _date(timezone.localdate(sign_off.signed_at))}
        shown = _("Readers still see the text that %(name)s signed on %(date)s.") % by
    return Letter(
        heading=_("Not public"),
        about=title,
        sentences=[
            _("“%(title)s” was to become public, but readers do not get it.") % {"title": title},
            str(reason),
            shown,
        ],
        url=absolute(edit_url),
        action=_("Open it in the editor"),
    )


def periodic(submission: Submission, policy: ReviewPolicy, until: datetime, days: int) -> Letter:
    """To those who keep a public text or may sign it: its clearance ends in some days, or has ended (0)."""
    words = {"title": submission.title, "days": days, "date": _date(timezone.localdate(until))}
    if days:
        held = ngettext(
            "The signature under “%(title)s” holds for %(days)s more day, until %(date)s.",
            "The signature under “%(title)s” holds for %(days)s more days, until %(date)s.",
            days,
        )
    else:
        held = _("The signature under “%(title)s” has not held since %(date)s.")
    return Letter(
        heading=_("To be signed again"),
        about=submission.title,
        sentences=[
            held % words,
            _consequence(policy, days),
            _("If every word still holds, signing it again is all it takes."),
        ],
        url=absolute(review_url(submission)),
        action=_("Open the review"),
    )


def _consequence(policy: ReviewPolicy, days: int) -> str:
    if policy.overdue is Overdue.WITHDRAW:
        return _("After that, readers do not see it any more.") if days else _("Readers do not see it any more.")
    if days:
        return _("After that, readers are told that its review is overdue.")
    return _("Readers are told that its review is overdue.")


def digest(overdue: Sequence[Submission], due_tomorrow: Sequence[Submission]) -> Letter:
    """To somebody who is asked to sign, everything that presses."""
    lists = [(_("Overdue"), overdue), (_("Due tomorrow"), due_tomorrow)]
    parts = []
    if overdue:
        parts.append(ngettext("%(count)s overdue", "%(count)s overdue", len(overdue)) % {"count": len(overdue)})
    if due_tomorrow:
        count = len(due_tomorrow)
        parts.append(ngettext("%(count)s due tomorrow", "%(count)s due tomorrow", count) % {"count": count})
    return Letter(
        heading=_("Reviews"),
        about=", ".join(parts),
        sentences=[_("These texts wait for your signature.")],
        lists=[(heading, [_line(each) for each in listed]) for heading, listed in lists if listed],
        url=absolute(reverse("review:queue")),
        action=_("Open the queue"),
    )


def _line(submission: Submission) -> Line:
    due = _("due on %(date)s") % {"date": _date(submission.due_on)}
    note = _joined(type_name(submission.type), language_name(submission.locale), due)
    return Line(submission.title, absolute(review_url(submission)), note)


def _joined(*parts: str) -> str:
    return " · ".join(parts)


def _date(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
