"""What the board can be narrowed by."""

from typing import Any

import django_filters
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import WagtailFilterSet
from wagtail.models import Page

from review.queue.filters import ME, NOBODY, languages, one_of, types
from translations.board.access import looker_of
from translations.models import Standing, State

TO_DO = "to_do"
DEEPEST = 4
"""How far down the tree the sections are offered: the home page is at 2."""


def sections() -> list[tuple[str, str]]:
    """The pages with pages below them, in the order of the tree."""
    found = Page.objects.filter(locale__language_code=settings.LANGUAGE_CODE, numchild__gt=0, depth__range=(2, DEEPEST))
    rows = found.order_by("path").values_list("pk", "title", "depth")
    return [(str(pk), "· " * (depth - 2) + title) for pk, title, depth in rows]


class BoardFilterSet(WagtailFilterSet):
    """Language, type, state, owner, what is overdue, and a section of the site."""

    locale = one_of(gettext_lazy("Language"), languages)
    type = one_of(gettext_lazy("Type"), types)
    state = one_of(
        gettext_lazy("State"),
        [(TO_DO, gettext_lazy("Anything to do")), *State.choices],
        method="by_state",
    )
    owner = one_of(gettext_lazy("Owner"), [], method="by_owner")
    due = one_of(gettext_lazy("Due"), [("overdue", gettext_lazy("Overdue"))], method="by_due")
    below = django_filters.ChoiceFilter(
        label=gettext_lazy("Section"),
        choices=[],
        empty_label=gettext_lazy("All"),
        method="by_section",
        widget=forms.Select,
    )

    class Meta:
        model = Standing
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        looker = looker_of(self.request)
        others = [(str(user.pk), str(user)) for user in looker.translators if user.pk != looker.user.pk]
        choices = {
            "owner": [(ME, _("Me")), (NOBODY, _("Nobody yet")), *others],
            "below": sections(),
        }
        for name, offered in choices.items():
            self.filters[name].extra["choices"] = offered

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those in one state, or in any in which something is to be done."""
        return queryset.to_do() if value == TO_DO else queryset.filter(state=value)

    def by_owner(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of one person, or of nobody."""
        return queryset.filter(owner={NOBODY: None, ME: self.request.user.pk}.get(value, value))

    def by_due(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those that should have been done."""
        return queryset.overdue()

    def by_section(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Those of a page and all pages below it."""
        return queryset.below(Page.objects.get(pk=value))
