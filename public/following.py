"""What else changes for readers when a text is released or taken back: translations, fallbacks, pages it is on."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from wagtail.models import Page

from ledger.models import Change
from ledger.record import record_change
from public.models import PublicPage, PublicUse
from public.projection import AddressTaken, project
from public.showing import NOTICE, subject_of
from review.lineage import Status, standings
from review.subjects import Subject

TELLING = ("edition", "address", "stands_in", "translation")
"""The columns of a public page in which readers would notice a change."""


def follow(subject: Subject) -> None:
    """Bring in line what hangs on a page or snippet, and tell whoever follows the changes.

    Call it in the transaction that changed what the public sees of the subject.
    """
    for page in _hanging_on(subject):
        show_anew(page)


def show_anew(page: Page) -> None:
    """Bring a page's row in line with what stands at its address, and record a change when that is something else."""
    before = _told(page)
    try:
        with transaction.atomic():
            project(page)
    except AddressTaken:
        PublicPage.objects.filter(page_id=page.pk).delete()
    if _told(page) != before:
        record_change(Change.Kind.SETTINGS, str(subject_of(page)))


def _hanging_on(subject: Subject) -> QuerySet[Page]:
    pages = Page.objects.select_related("locale").order_by("path")
    if subject.kind == "page":
        others = pages.filter(~Q(locale__language_code=subject.locale), translation_key=subject.translation_key)
        return others.filter(Q(public__isnull=False) | Q(fallback__isnull=False))
    in_locale = pages.filter(locale__language_code=subject.locale)
    if subject.kind == NOTICE:
        return in_locale.filter(pk__in=_withdrawn(in_locale))
    standing = standings([str(subject)]).get(str(subject))
    uses = PublicUse.objects.filter(key=subject.key)
    if not (standing and standing.status is Status.WITHDRAWN):
        # Then it can only bring back what was held back without it.
        uses = uses.filter(page=None)
    keys = {Subject.parse(name).translation_key for name in uses.values_list("subject", flat=True)}
    return in_locale.filter(translation_key__in=keys)


def _withdrawn(pages: QuerySet[Page]) -> list[int]:
    """Those pages whose translation was taken away, or is held back."""
    names = {str(subject_of(page)): page.pk for page in pages.exclude(public__stands_in="")}
    held_back = PublicUse.objects.filter(page=None, subject__in=names).values_list("subject", flat=True)
    taken = {name for name, standing in standings(names).items() if standing.status is Status.WITHDRAWN}
    return [names[name] for name in {*taken, *held_back}]


def _told(page: Page) -> tuple[Any, ...] | None:
    return PublicPage.objects.filter(page_id=page.pk).values_list(*TELLING).first()
