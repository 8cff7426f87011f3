"""The lines of the board: what each tells of one text in one language, in words, and where the work on it is done."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.admin_url_finder import AdminURLFinder

from review.desk import review_url
from review.models import Submission
from review.queue.entries import ago, in_days, language_name, type_name
from translations.board.access import Looker
from translations.models import Standing, State
from translations.models.board import DONE


@dataclass(frozen=True)
class Line:
    """A standing as somebody sees it. ``acts`` says whether they may do something with it.

    ``url`` is where the work on it is done: the form that starts it, its editor, or its review; empty where there is
    nothing to do, or not for them.
    """

    standing: Standing
    acts: bool
    url: str

    @property
    def language(self) -> str:
        """What people call the language."""
        return language_name(self.standing.locale)

    @property
    def content(self) -> str:
        """What people call the type."""
        return type_name(self.standing.type)

    @property
    def state(self) -> str:
        """The state in words."""
        standing = self.standing
        if standing.state == State.IN_PROGRESS:
            return _("In progress, %(percent)d %%") % {"percent": standing.percent}
        if standing.state == State.BEHIND and (count := standing.segments_behind):
            return ngettext("Behind, %(count)d segment", "Behind, %(count)d segments", count) % {"count": count}
        return str(capfirst(standing.get_state_display()))

    @property
    def since(self) -> list[str]:
        """Since when, or what keeps it from being started."""
        if self.standing.since:
            return [ago(self.standing.since)]
        return [_("Source not signed yet")] if self.standing.state == State.MISSING else []

    @property
    def words(self) -> list[str]:
        """How many words there are to do."""
        return [str(self.standing.words_to_do)] if self.standing.words_to_do else []

    @property
    def owner(self) -> list[str]:
        """Who is to do it."""
        return [str(self.standing.owner)] if self.standing.owner else []

    @property
    def due(self) -> list[str]:
        """When it is due, from today and by the calendar."""
        due_on = self.standing.due_on
        return [capfirst(in_days(due_on)), date_format(due_on)] if due_on else []

    @property
    def overdue(self) -> bool:
        """Whether it should have been done before today."""
        due_on = self.standing.due_on
        return due_on is not None and due_on < timezone.localdate() and self.standing.state not in DONE

    @property
    def can_be_started(self) -> bool:
        """Whether there is nothing of it yet, and it may begin."""
        return self.standing.state == State.MISSING and self.standing.since is not None


def lines(standings: Iterable[Standing], looker: Looker) -> list[Line]:
    """The lines for some standings. A fixed number of queries."""
    found = list(standings)
    in_review = [standing.subject for standing in found if standing.state == State.IN_REVIEW]
    rounds = {round.subject: round for round in Submission.objects.waiting().filter(subject__in=in_review)}
    return [
        Line(standing, standing.locale in looker.locales, _url(standing, looker, rounds.get(standing.subject)))
        for standing in found
    ]


def start_url(standing: Standing) -> str:
    """The form on which one translation is started."""
    return f"{reverse('translation_board:start')}?standing={standing.pk}"


def _url(standing: Standing, looker: Looker, submission: Submission | None) -> str:
    acts = standing.locale in looker.locales
    if submission:
        return review_url(submission) if acts or looker.reader.roles & _roles_for(standing) else ""
    if not acts:
        return ""
    if standing.target_pk:
        row = apps.get_model(standing.type)(pk=standing.target_pk)
        return AdminURLFinder().get_edit_url(row) or ""
    return start_url(standing) if standing.state == State.MISSING and standing.since else ""


def _roles_for(standing: Standing) -> set[str]:
    return set(apps.get_model(standing.type).review_policy.roles)
