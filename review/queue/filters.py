"""The filters over the queues."""

from datetime import date, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.coreutils import get_content_languages

from review.models import Assignment, Submission
from review.panels import reader_of
from review.subjects import reviewable_models

NOBODY, ME = "nobody", "me"
SUNDAY = 6


def types() -> list[tuple[str, str]]:
    """The types of content under review, by what people call them."""
    named = [(model._meta.label, str(capfirst(model._meta.verbose_name))) for model in reviewable_models()]
    return sorted(named, key=lambda choice: choice[1])


def languages() -> list[tuple[str, str]]:
    """The languages of content."""
    return list(get_content_languages().items())


def one_of(label: Any, choices: Any, **more: Any) -> django_filters.ChoiceFilter:
    """A filter that offers one of some choices, or all."""
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=gettext_lazy("All"), widget=forms.RadioSelect, **more
    )


def end_of_week(day: date) -> date:
    """The Sunday of a day's week."""
    return day + timedelta(days=SUNDAY - day.weekday())


class QueueFilterSet(WagtailFilterSet):
    """What every queue can be narrowed by. ``people`` asks who has a signature to give, or has given it."""

    type = one_of(gettext_lazy("Type"), types)
    locale = one_of(gettext_lazy("Language"), languages)
    kind = one_of(gettext_lazy("Kind of change"), Submission.Kind.choices)
    person = one_of(gettext_lazy("Who"), [], method="by_person")

    class Meta:
        model = Submission
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        reader = reader_of(self.request)
        people = [(str(pk), str(signer.user)) for pk, signer in reader.people.items() if pk != reader.user.pk]
        self.filters["person"].extra["choices"] = [*self.special(), *people]

    def special(self) -> list[tuple[str, str]]:
        """The choices before the names."""
        return [(ME, _("Me"))]

    def theirs(self) -> QuerySet[Assignment]:
        """The assignments among which to look for a person."""
        return Assignment.objects.filter(submission=OuterRef("pk")).exclude(sign_off=None)

    def by_person(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those in which somebody has a signature to give, or gave one."""
        person = {NOBODY: None, ME: self.request.user.pk}.get(value, value)
        return queryset.filter(Exists(self.theirs().filter(person=person)))


class WaitingFilterSet(QueueFilterSet):
    """What waits can also be narrowed by when it is due, and to what has findings to answer."""

    due = one_of(
        gettext_lazy("Due"),
        [
            ("overdue", gettext_lazy("Overdue")),
            ("today", gettext_lazy("Today")),
            ("week", gettext_lazy("From today to Sunday")),
        ],
        method="by_due",
    )
    findings = one_of(gettext_lazy("Findings"), [("answer", gettext_lazy("To answer"))], method="by_findings")

    def special(self) -> list[tuple[str, str]]:
        return [*super().special(), (NOBODY, _("Nobody yet"))]

    def theirs(self) -> QuerySet[Assignment]:
        return Assignment.objects.filter(submission=OuterRef("pk"), sign_off=None)

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that are overdue, due today, or due from today to the end of the week."""
        today = timezone.localdate()
        if value == "overdue":
            return queryset.filter(due_on__lt=today)
        return queryset.filter(due_on__gte=today, due_on__lte=today if value == "today" else end_of_week(today))

    def by_findings(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those with findings that the reviewer has to answer."""
        return queryset.filter(findings__answer__gt=0)


class DoneFilterSet(QueueFilterSet):
    """What has ended can also be narrowed by what became of it."""

    outcome = one_of(gettext_lazy("Outcome"), Submission.Outcome.choices)
