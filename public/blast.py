"""The blast radius: what shows a reference, a condition, a statement or a page, and may have to be read again with it.

Two sources are read. What is public says so itself (``PublicUse``, by key, so for every language); for drafts there is
Wagtail's index of references, which knows rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page, ReferenceIndex, TranslatableMixin

from ledger.record import current_subjects
from public.models import PublicUse
from public.showing import subject_of
from review.models import Submission
from review.subjects import ByValue, Reviewable, Subject, find, hold, key_of

Source = Reviewable | ByValue


@dataclass
class Affected:
    """A page or snippet that uses something, in one language.

    ``uses`` says in which of its fields, ``is_public`` whether readers get it, ``round`` is its review under way.
    """

    subject: str
    title: str
    kind: str
    locale: str
    edit_url: str
    uses: set[str] = field(default_factory=set)
    is_public: bool = False
    round: Submission | None = None

    @property
    def where(self) -> list[str]:
        """Where in it that is, in order."""
        return sorted(self.uses)


def affected(obj: Source) -> list[Affected]:
    """Every page and snippet that uses ``obj`` in any language, public ones first; a fixed number of queries."""
    found: dict[str, Affected] = {}
    for one, use in (*_public(obj), *_drafts(obj)):
        found.setdefault(one.subject, one).uses.add(use)
    found.pop(str(obj.subject) if isinstance(obj, Reviewable) else "", None)
    public = current_subjects(found)
    rounds = {submission.subject: submission for submission in Submission.objects.waiting().filter(subject__in=found)}
    for subject, one in found.items():
        one.is_public, one.round = subject in public, rounds.get(subject)
    return sorted(found.values(), key=lambda one: (not one.is_public, one.locale, one.kind, one.title))


def public_pages_with(obj: Source) -> int:
    """How many public pages use it."""
    return PublicUse.objects.filter(key=key_of(obj), page__isnull=False).values("page").distinct().count()


def url_of(obj: Source) -> str:
    """The screen that lists what uses it."""
    return reverse("public:affected", args=[obj._meta.app_label, obj._meta.model_name, obj.pk])


@transaction.atomic
def recheck(subjects: Iterable[str], reason: str, by: Any) -> int:
    """Send what is public to be signed again, for a reason; how many that were.

    Where a new text is under review its round goes on, and its reviewer is told the reason; a round in which the public
    text was to be signed again anyway is begun anew, since whoever has signed in it did not know. What is not public is
    passed over.
    """
    rows = [row for name in sorted(current_subjects(subjects)) if (row := find(Subject.parse(name)))]
    hold(row for row in rows if isinstance(row, Page))
    for row in rows:
        waiting = Submission.objects.waiting().of(row).first()
        if waiting is None or waiting.task_state_id is None:
            earlier = waiting.reason if waiting else ""
            waiting = Submission.objects.open(row, kind=Submission.Kind.RECHECK, reason=earlier, by=by)
        waiting.add_reason(reason)
    return len(rows)


def _public(obj: Source) -> Iterator[tuple[Affected, str]]:
    """What is public and uses it, with the field in which it does."""
    uses = PublicUse.objects.filter(key=key_of(obj), page__isnull=False).select_related("page")
    for use in uses.defer("page__text", "page__fields", "page__listing"):
        model = apps.get_model(use.page.type)
        one = Affected(
            subject=use.subject,
            title=use.page.title,
            kind=str(capfirst(model._meta.verbose_name)),
            locale=use.page.locale,
            edit_url=reverse("wagtailadmin_pages:edit", args=[use.page_id]),
        )
        yield one, _label(model, use.field)


def _label(model: type[models.Model], name: str) -> str:
    if name == "references":
        return _("References")
    declared = model._meta.get_field(name)
    return str(capfirst(getattr(declared, "verbose_name", None) or declared.related_model._meta.verbose_name))


def _drafts(obj: Source) -> Iterator[tuple[Affected, str]]:
    """Rows that use it in one of its languages, with the field or block in which they do."""
    uses: defaultdict[int, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for reference in ReferenceIndex.get_references_to_in_bulk(_translations(obj)).order_by():
        uses[reference.base_content_type_id][reference.object_id].add(reference.describe_source_field())
    for content_type, by_row in uses.items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is Page or (model and issubclass(model, Reviewable)):
            for row in model._default_manager.filter(pk__in=list(by_row)).select_related("locale"):
                for use in by_row[str(row.pk)]:
                    yield _of_row(row), use


def _translations(obj: Source) -> list[models.Model]:
    if not isinstance(obj, TranslatableMixin):
        return [obj]
    return list(type(obj)._default_manager.filter(translation_key=obj.translation_key))


def _of_row(row: Any) -> Affected:
    is_page = isinstance(row, Page)
    model = row.specific_class if is_page else type(row)
    edit = "wagtailadmin_pages:edit" if is_page else model.snippet_viewset.get_url_name("edit")
    return Affected(
        subject=str(subject_of(row) if is_page else row.subject),
        title=row.draft_title if is_page else str(row),
        kind=str(capfirst(model._meta.verbose_name)),
        locale=row.locale.language_code,
        edit_url=reverse(edit, args=[row.pk]),
    )
