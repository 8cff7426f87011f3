"""Bringing a table of terms into the glossary: what would change, and changing it, all of it or nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Locale
from wagtail.permissions import policy_registry

from translations.glossary import log
from translations.glossary.table import COLUMNS, WORDS_FOR, Problem, Row, Unreadable, read
from translations.models.glossary import CONTENT, SEPARATOR, GlossaryTerm

Key = tuple[int, int, str]
WRITTEN = [*CONTENT, "changed_by", "changed_at", "approved_by", "approved_at"]


class ChangedMeanwhile(Exception):
    """The glossary, or the file, is no longer what was shown."""


class Change(NamedTuple):
    """A term as it would be, and as it is."""

    term: GlossaryTerm
    before: GlossaryTerm


@dataclass
class Plan:
    """What a file would do to the glossary."""

    added: list[GlossaryTerm] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0

    @property
    def digest(self) -> str:
        """What it would do, as somebody sees it before it is done. 64 hex digits."""
        added = [term.content() for term in self.added]
        changed = [(term.pk, term.content(), before.content()) for term, before in self.changed]
        return hashlib.sha256(repr((added, changed)).encode()).hexdigest()


def plan(data: bytes, user: Any) -> Plan:
    """What a file would do, brought in by somebody who may add terms and change them.

    Raises Unreadable with everything that is wrong with it, terms into a language that they write none for among it.
    Takes the same number of queries for any length.
    """
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    terms = GlossaryTerm.objects.select_related("source_locale", "target_locale")
    present = {_key(term): term for term in terms}
    policy = policy_registry.get_by_type(GlossaryTerm)
    allowed = {action: set(policy.locales(user, action)) for action in ("add", "change")}
    problems: list[Problem] = []
    lines: dict[Key, int] = {}
    found = Plan()
    for row in read(data):
        term = _term(row, locales)
        wrong = list(_problems_of(row, term, lines))
        # Known only now that the term is in order.
        before = present.get(_key(term))
        wrong = wrong or list(_not_theirs(row, term, before, allowed))
        problems += wrong
        if not wrong:
            lines[_key(term)] = row.line
            _sort_in(found, term, before)
    if problems:
        raise Unreadable(problems)
    return found


def bring_in(data: bytes, user: Any, digest: str) -> Plan:
    """Do what a file would do, in somebody's name; what is added or changed is a proposal.

    ``digest`` is that of the plan that was shown. Raises ChangedMeanwhile when it would do anything else by now, and
    Unreadable.
    """
    try:
        with transaction.atomic():
            # Nobody changes or approves a term between looking at it and writing it.
            list(GlossaryTerm.objects.select_for_update().values_list("pk"))
            found = plan(data, user)
            if found.digest != digest:
                raise ChangedMeanwhile
            _write(found, user)
            return found
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def _write(found: Plan, user: Any) -> None:
    changed = [change.term for change in found.changed]
    now = timezone.now()
    for term in (*found.added, *changed):
        term.changed_by, term.changed_at = user, now
        term.take_back()
    for term in found.added:
        term.written_by = user
    GlossaryTerm.objects.bulk_create(found.added, batch_size=log.BATCH)
    # An update of many rows one by one takes minutes; as an insert that meets what is there it takes a second.
    GlossaryTerm.objects.bulk_create(
        changed, batch_size=log.BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=WRITTEN
    )
    log.note(found.added, log.ADDED, user)
    log.note(changed, log.CHANGED, user)


def _sort_in(found: Plan, term: GlossaryTerm, before: GlossaryTerm | None) -> None:
    if before is None:
        found.added.append(term)
    elif term.content() == before.content():
        found.unchanged += 1
    else:
        term.pk, term.written_by_id = before.pk, before.written_by_id
        found.changed.append(Change(term, before))


def _term(row: Row, locales: dict[str, Locale]) -> GlossaryTerm:
    """The term of a row, as far as it can be understood."""
    cells = row.cells
    return GlossaryTerm(
        source_locale=locales.get(cells["source_locale"]),
        target_locale=locales.get(cells["target_locale"]),
        source=cells["source"],
        target=cells["target"],
        do_not_translate=WORDS_FOR.get(cells["do_not_translate"].lower(), False),
        forbidden=cells["forbidden"].split(SEPARATOR),
        note=cells["note"],
    )


def _problems_of(row: Row, term: GlossaryTerm, lines: dict[Key, int]) -> Iterator[Problem]:
    """What is wrong with a row, by column; its term is put in order by the way."""
    for name in ("source_locale", "target_locale"):
        if getattr(term, f"{name}_id") is None:
            message = _("“%(code)s” is no language of this site. Write its code, such as “en”.")
            yield Problem(row.line, name, message % {"code": row.cells[name]})
    if row.cells["do_not_translate"].lower() not in WORDS_FOR:
        message = _("“%(words)s” is not understood. Write yes or no.")
        yield Problem(row.line, "do_not_translate", message % {"words": row.cells["do_not_translate"]})
    try:
        term.full_clean(exclude=["source_locale", "target_locale"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        for name, messages in error.message_dict.items():
            yield Problem(row.line, name if name in COLUMNS else "", " ".join(messages))
    if first := lines.get(_key(term)):
        message = _("This term is in line %(line)s already. Take one of them out.")
        yield Problem(row.line, "source", message % {"line": first})


def _not_theirs(
    row: Row, term: GlossaryTerm, before: GlossaryTerm | None, allowed: dict[str, set[Locale]]
) -> Iterator[Problem]:
    """Whether a row would add or change a term into a language that is somebody else's; unchanged, it may stand."""
    same = before is not None and term.content() == before.content()
    if not same and term.target_locale not in allowed["change" if before else "add"]:
        message = _("You do not translate into “%(code)s”. Take this row out, or let somebody bring it in who does.")
        yield Problem(row.line, "target_locale", message % {"code": row.cells["target_locale"]})


def _key(term: GlossaryTerm) -> Key:
    """What tells terms apart."""
    return term.source_locale_id, term.target_locale_id, term.source.lower()
