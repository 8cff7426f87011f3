"""The lines of a queue: what each tells of a round of review, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import orjson
from django.apps import apps
from django.db.models import BooleanField, ExpressionWrapper, Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from ledger.models import Edition
from review.desk import name_of, review_url, sender_of
from review.models import Assignment, Submission
from review.policy import ROLE_NAMES
from review.queue.rounds import Reader, open_to
from review.subjects import Subject, existing

LEVELS = {
    "blocks": gettext_lazy("%(count)d blocking"),
    "answer": gettext_lazy("%(count)d to answer"),
    "advice": gettext_lazy("%(count)d advisory"),
}
"""The levels of findings, the gravest first, and how many there are in words."""


@dataclass(frozen=True)
class Entry:
    """A line of a queue, as ``reader`` sees it. ``exists`` says that there is a page or snippet behind it."""

    submission: Submission
    reader: Reader
    exists: bool

    @property
    def title(self) -> str:
        """The title under review, which may differ from the one in the row."""
        return self.submission.title

    @cached_property
    def assignments(self) -> list[Assignment]:
        """The signatures it takes."""
        return list(self.submission.assignments.all())

    @property
    def url(self) -> str:
        """Where it is read and signed; empty when there is nothing to read, or not for this reader."""
        readable = self.exists and any(assignment.role in self.reader.roles for assignment in self.assignments)
        return review_url(self.submission) if readable else ""

    @property
    def wrote(self) -> bool:
        """Whether the reader is one of the authors, so may not sign it."""
        return self.reader.user.pk in self.submission.authors

    @property
    def to_take(self) -> list[Assignment]:
        """The signatures that the reader may take on."""
        if self.wrote or not self.exists:
            return []
        return [each for each in self.assignments if each.is_open and each.person_id != self.reader.user.pk]

    @property
    def to_give_back(self) -> list[Assignment]:
        """The signatures that are named for the reader and not given yet."""
        return [each for each in self.assignments if each.person_id == self.reader.user.pk and each.sign_off is None]

    @property
    def notes(self) -> list[str]:
        """What the reader should know before opening it."""
        theirs = self.reader.stands_in_for
        away = [name_of(each.person) for each in self.assignments if each.is_open and each.person_id in theirs]
        notes = [_("For %(name)s, who is away") % {"name": name} for name in away]
        if self.wrote:
            notes.append(_("You wrote part of this"))
        if not self.exists:
            notes.append(_("The text is gone"))
        return notes

    @property
    def overdue(self) -> bool:
        """Whether it should have been signed before today."""
        return self.submission.is_open and self.submission.due_on < timezone.localdate()

    @property
    def content(self) -> list[str]:
        """Type and language."""
        return [type_name(self.submission.type), language_name(self.submission.locale)]

    @property
    def change(self) -> list[str]:
        """What kind of change it is, and how much of one."""
        words = self.submission.words_changed
        much = ngettext("%(count)d word", "%(count)d words", words) % {"count": words}
        return [self.submission.get_kind_display(), *([much] if words else [])]

    @property
    def findings(self) -> list[str]:
        """How much the checks found, the gravest first."""
        return findings_in_words(self.submission.findings)

    @property
    def sender(self) -> list[str]:
        """Who sent it to review, and how long ago."""
        return [sender_of(self.submission), ago(self.submission.submitted_at)]

    @property
    def due(self) -> list[str]:
        """When it is due, from today and by the calendar."""
        return [capfirst(self.due_in), date_format(self.submission.due_on)]

    @property
    def due_in(self) -> str:
        """How far from today it is due, within a sentence."""
        return in_days(self.submission.due_on)

    @property
    def who(self) -> list[str]:
        """Who has given, or is to give, each signature."""
        if len(self.assignments) == 1:
            return [capfirst(self.who_has(self.assignments[0]))]
        return [f"{ROLE_NAMES.get(each.role, each.role)}: {self.who_has(each)}" for each in self.assignments]

    def who_has(self, assignment: Assignment) -> str:
        """Who has given, or is to give, one of its signatures."""
        name = {"name": name_of(assignment.person)}
        if assignment.sign_off is not None:
            return _("signed by %(name)s") % name
        if assignment.person_id is None:
            return _("nobody yet")
        if assignment.person_id == self.reader.user.pk:
            return _("you")
        if self.reader.away_until(assignment.person_id):
            return _("%(name)s, who is away") % name
        return name["name"]

    @property
    def ended(self) -> list[str]:
        """What became of it, and how long ago."""
        return [self.submission.get_outcome_display(), ago(self.submission.closed_at)]

    @property
    def decided_by(self) -> list[str]:
        """Who signed it or asked for changes."""
        return [name_of(assignment.person) for assignment in self.assignments if assignment.sign_off is not None]


@dataclass(frozen=True)
class Ending:
    """A public text whose clearance has ended or ends soon; ``owner`` names nobody where nobody is known."""

    edition: Edition
    owner: list[str]

    @cached_property
    def copy(self) -> dict[str, Any]:
        """What the public sees."""
        return orjson.loads(bytes(self.edition.copy.payload))

    @property
    def title(self) -> str:
        """The title the public sees."""
        return self.copy["title"]

    @property
    def content(self) -> list[str]:
        """Type and language."""
        return [type_name(self.copy["meta"]["type"]), language_name(self.copy["meta"]["locale"])]

    @property
    def ends_on(self) -> date:
        """The day on which the clearance ends, on the clinic's calendar."""
        return timezone.localdate(self.edition.clearance.until)

    @property
    def overdue(self) -> bool:
        """Whether the clearance has ended."""
        return self.edition.clearance.until <= timezone.now()

    @property
    def due(self) -> list[str]:
        """When it ends, from today and by the calendar."""
        return [capfirst(in_days(self.ends_on)), date_format(self.ends_on)]


def entries(submissions: QuerySet[Submission], reader: Reader) -> list[Entry]:
    """The lines for some submissions, as a reader sees them. A fixed number of queries."""
    is_open = ExpressionWrapper(open_to(reader), BooleanField())
    assignments = Assignment.objects.select_related("person").annotate(is_open=is_open)
    found = list(
        submissions.select_related("submitted_by").prefetch_related(Prefetch("assignments", queryset=assignments))
    )
    subjects = existing(submission.subject for submission in found)
    return [Entry(submission, reader, submission.subject in subjects) for submission in found]


def endings(editions: Iterable[Edition]) -> list[Ending]:
    """The lines for some editions. A fixed number of queries."""
    found = list(editions)
    subjects = [Subject.parse(edition.subject) for edition in found]
    keys = [subject.translation_key for subject in subjects if subject.kind == "page"]
    pages = Page.objects.filter(translation_key__in=keys).select_related("owner", "locale")
    owners = {
        Subject("page", str(page.translation_key), page.locale.language_code): [str(page.owner)]
        for page in pages
        if page.owner
    }
    return [Ending(edition, owners.get(subject, [])) for edition, subject in zip(found, subjects, strict=True)]


def type_name(label: str) -> str:
    """What people call a type of content; its label when there is no such type any more."""
    try:
        return str(capfirst(apps.get_model(label)._meta.verbose_name))
    except LookupError:
        return label


def language_name(code: str) -> str:
    """What people call a language of content."""
    return str(get_content_languages().get(code, code))


def findings_in_words(counts: dict[str, int]) -> list[str]:
    """Counts of findings by level (``blocks``, ``answer``, ``advice``), in words; levels without any are left out."""
    return [words % {"count": counts[level]} for level, words in LEVELS.items() if counts.get(level)]


def ago(moment: Any) -> str:
    """How long ago something was, in one unit; what was less than a minute ago was just now."""
    if timezone.now() - moment < timedelta(minutes=1):
        return _("just now")
    return _("%(time)s ago") % {"time": timesince(moment, depth=1)}


def in_days(day: date) -> str:
    """How far a day is from today, in words."""
    days = (day - timezone.localdate()).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}
    return ngettext("%(count)d day ago", "%(count)d days ago", -days) % {"count": -days}
