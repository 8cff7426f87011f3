"""What a text was translated from, and what became of that since.

Whoever signs a translation signs it beside the signed text it was made from; whoever signs a change of a text that
others are translated from says how grave the change is for them. Both are part of the sign-off (``SignOff.answers``).
From these and the editions of the source follows how a translation stands today: nobody has to say so, and nobody can
forget it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from ledger import record
from ledger.models import Clearance, Edition, SignOff
from review.subjects import Reviewable, Subject

GRADE, MADE_FROM = "grade", "made_from"
"""The names under which a sign-off holds them among its answers."""


class Grade(TextChoices):
    """How grave a change is for the translations of a text; the later the graver."""

    WORDING = "wording", _("Wording: translations stay as they are")
    MEANING = "meaning", _("Meaning: translations say that a newer version exists")
    SAFETY = "safety", _("Safety: translations are withdrawn until they are brought up to date")


UNGRADED = Grade.MEANING
"""What a change counts as that nobody has graded: nothing was translated when it was signed, or nobody knew of it."""


class Status(TextChoices):
    """How a translation stands to the text it was made from."""

    CURRENT = "current", _("current")
    BEHIND = "behind", _("behind")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Origin(NamedTuple):
    """The signed copy that a text is translated from."""

    subject: str
    digest: str


class Standing(NamedTuple):
    """How a translation stands: since when it is behind, and how grave the changes are that it lacks.

    ``newest`` is the digest of the copy it would have to be true to by now.
    """

    origin: Origin
    status: Status
    newest: str
    since: datetime | None = None
    grade: Grade | None = None


Finder = Callable[[Reviewable], Origin | None]
_finders: list[Finder] = []


def register_finder(finder: Finder) -> None:
    """Let a translation tool say which signed copy the latest draft of a text was made from, if it knows."""
    _finders.append(finder)


def origin_of(obj: Reviewable) -> Origin | None:
    """The signed copy that the latest draft of a page or snippet is a translation of; None when it is of none.

    What no tool knows of, but stands in another language than the clinic's own, is read beside the public text in that.
    """
    for finder in _finders:
        if origin := finder(obj):
            return origin
    if obj.locale.language_code == settings.LANGUAGE_CODE:
        return None
    source = str(obj.subject._replace(locale=settings.LANGUAGE_CODE))
    edition = record.current_edition(source)
    return Origin(source, edition.digest) if edition else None


def answered_origin(sign_off: SignOff) -> Origin | None:
    """What a signed text was translated from, as its sign-off says."""
    answer = sign_off.answers.get(MADE_FROM)
    return Origin(answer["subject"], answer["digest"]) if answer else None


def standings(subjects: Iterable[str]) -> dict[str, Standing]:
    """How the translations among some subjects stand. Two queries, and one for each step from a translation to its own.

    Those the public sees, and those that a grave change of their source took from the public.
    """
    last = record.last_editions(subjects)
    found = _standings({name: edition.clearance for name, edition in last.items()})
    public = {name for name, edition in last.items() if edition.retired_at is None}
    return {name: how for name, how in found.items() if name in public or how.status is Status.WITHDRAWN}


def standing_of(clearance: Clearance) -> Standing | None:
    """How a cleared copy stands to what it was translated from; None when it is no translation."""
    return _standings({clearance.subject: clearance}).get(clearance.subject)


def outdated(origin: Origin) -> Standing:
    """How a translation of a signed copy stands that nobody has signed yet."""
    return _compare(origin, list(record.editions_of([origin.subject])))


def translations_of(subject: Subject) -> list[Clearance]:
    """The clearances that nobody took back, ended or not, of what was translated from some copy of a text."""
    granted = record.granted(subject.key).exclude(subject=str(subject)).select_related("sign_off")
    found = [(clearance, answered_origin(clearance.sign_off)) for clearance in granted]
    return [clearance for clearance, origin in found if origin and origin.subject == str(subject)]


def _standings(clearances: Mapping[str, Clearance], passed: frozenset[str] = frozenset()) -> dict[str, Standing]:
    origins = {
        name: origin for name, clearance in clearances.items() if (origin := answered_origin(clearance.sign_off))
    }
    if not origins:
        return {}
    history: defaultdict[str, list[Edition]] = defaultdict(list)
    for edition in record.editions_of({origin.subject for origin in origins.values()}):
        history[edition.subject].append(edition)
    found = {name: _compare(origin, history[origin.subject]) for name, origin in origins.items()}
    # What was translated from a translation goes with it.
    passed = passed | origins.keys()
    sources = {name: editions[-1].clearance for name, editions in history.items() if name not in passed}
    above = _standings(sources, passed)
    return {name: _at_least(standing, above.get(standing.origin.subject)) for name, standing in found.items()}


def _compare(origin: Origin, editions: list[Edition]) -> Standing:
    """``editions`` are all those of the source, in order, each with its sign-off."""
    if not editions or editions[-1].digest == origin.digest:
        return Standing(origin, Status.CURRENT, origin.digest)
    seen = [position for position, edition in enumerate(editions) if edition.digest == origin.digest]
    later = editions[seen[-1] + 1 :] if seen else editions
    grade = max((_grade_of(edition) for edition in later), key=list(Grade).index)
    status = Status.WITHDRAWN if grade is Grade.SAFETY else Status.BEHIND
    return Standing(origin, status, later[-1].digest, later[0].released_at, grade)


def _at_least(standing: Standing, above: Standing | None) -> Standing:
    """How a translation stands whose source is a translation that stands as ``above``."""
    if above is None or above.status is not Status.WITHDRAWN:
        return standing
    return standing._replace(status=Status.WITHDRAWN, since=standing.since or above.since, grade=above.grade)


def _grade_of(edition: Edition) -> Grade:
    """The gravest that any of its signers said."""
    clearance = edition.clearance
    answers = [clearance.sign_off.answers, *(other.get("answers", {}) for other in clearance.others)]
    said = [answer.get(GRADE) for answer in answers]
    return max((Grade(grade) for grade in said if grade), key=list(Grade).index, default=UNGRADED)
