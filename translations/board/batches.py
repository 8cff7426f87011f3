"""Starting many translations: what of a choice can be started, and the few of it that each request starts.

There is no queue of tasks. A batch remembers what is still to be started, so nothing times out, and whoever comes back
goes on where it stopped.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from review.queue.entries import language_name
from translations.board.access import Looker
from translations.board.starting import Refused, start
from translations.models import Batch, Standing, State

AT_ONCE = 10
"""How many translations one request starts: a few seconds of work."""
UNSIGNED = Q(state=State.MISSING, since=None)
CAN_BEGIN = Q(state=State.MISSING) & ~UNSIGNED


@dataclass(frozen=True)
class Plan:
    """What of a choice would be started in one language, and how many would be left out, by why."""

    locale: str
    to_start: int
    there: int
    unsigned: int
    forbidden: int

    @property
    def language(self) -> str:
        """What people call the language."""
        return language_name(self.locale)


def plans(chosen: QuerySet[Standing], looker: Looker) -> list[Plan]:
    """What would come of starting a choice, for each language in it. One query."""
    counted = (
        chosen.order_by("locale")
        .values_list("locale")
        .annotate(
            to_start=Count("pk", filter=CAN_BEGIN),
            there=Count("pk", filter=~Q(state=State.MISSING)),
            unsigned=Count("pk", filter=UNSIGNED),
        )
    )
    return [
        Plan(locale, to_start, there, unsigned, 0)
        if locale in looker.locales
        else Plan(locale, 0, 0, 0, to_start + there + unsigned)
        for locale, to_start, there, unsigned in counted
    ]


def make(chosen: QuerySet[Standing], locales: Collection[str], looker: Looker) -> Batch | None:
    """Remember what of a choice is to be started in some languages; None when there is nothing.

    Pages above others come first, so that those find a translated parent.
    """
    found = looker.theirs(chosen).filter(CAN_BEGIN, locale__in=locales).order_by("locale", "pk")
    rows = list(found.values_list("pk", "kind", "source_pk"))
    pages = Page.objects.filter(pk__in={source_pk for __, kind, source_pk in rows if kind == "page"})
    paths = dict(pages.values_list("pk", "path"))
    rows.sort(key=lambda row: paths.get(row[2], "") if row[1] == "page" else "")
    waiting = [pk for pk, *__ in rows]
    return Batch.objects.create(user=looker.user, waiting=waiting, total=len(waiting)) if waiting else None


def unfinished(user: Any) -> QuerySet[Batch]:
    """What somebody has begun to start and not gone on with, the latest first."""
    return Batch.objects.filter(user=user).exclude(waiting=[]).order_by("-pk")


@transaction.atomic
def go_on(pk: int, looker: Looker) -> None:
    """Start the next few of a batch. Two requests at once take different ones; one that breaks off changes nothing."""
    batch = Batch.objects.select_for_update().get(pk=pk, user=looker.user)
    now, batch.waiting = batch.waiting[:AT_ONCE], batch.waiting[AT_ONCE:]
    found = Standing.objects.in_bulk(now)
    for standing in filter(None, map(found.get, now)):
        try:
            _start(standing, looker)
        except Refused as refusal:
            batch.refused.append([standing.title, language_name(standing.locale), str(refusal)])
    batch.refused += [[_("A text that was deleted"), "", _("The text is gone.")] for pk in now if pk not in found]
    batch.save(update_fields=["waiting", "refused"])


def _start(standing: Standing, looker: Looker) -> None:
    if standing.locale not in looker.locales:
        raise Refused(_("You do not translate into this language."))
    start(standing, looker.user)
