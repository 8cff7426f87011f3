"""The forms on which somebody says who signs and by when, and the panel that holds them."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review.assignment import candidates, may_arrange
from review.models import Assignment, Submission
from review.policy import ROLE_NAMES
from review.queue.entries import Entry, entries
from review.queue.rounds import Reader
from review.signing import Item
from review.widgets import DayInput


class PersonField(forms.ModelChoiceField):
    """An account that could sign; of those who are away it says until when."""

    reader: Reader

    def label_from_instance(self, obj: Any) -> str:
        until = self.reader.away_until(obj.pk)
        if until is None:
            return str(obj)
        return _("%(name)s, away until %(day)s") % {"name": obj, "day": date_format(until)}


def person_field(item: Item, role: str, reader: Reader, **more: Any) -> PersonField:
    """Those who could sign an item in a role, for a reader to choose from."""
    field = PersonField(candidates(item, role), empty_label=_("Whoever may sign it"), required=False, **more)
    field.reader = reader
    return field


class PersonForm(forms.Form):
    """Who is to give one signature."""

    def __init__(self, item: Item, role: str, reader: Reader, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"] = person_field(item, role, reader, label=_("Hand over to"))


class DueForm(forms.Form):
    """By when everything is to be signed."""

    due_on = forms.DateField(label=gettext_lazy("Due"), widget=DayInput)


class SubmittedForm(DueForm):
    """Who is to sign what was just submitted, by when, and what they should know."""

    reason = forms.CharField(
        label=gettext_lazy("Note to the reviewer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("What has changed, and why. Shown to whoever reviews it, never to readers."),
    )

    def __init__(self, item: Item, reader: Reader, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.people = {role: f"person_{role}" for role in item.policy.roles}
        several = len(self.people) > 1
        for role, name in self.people.items():
            label = _("%(role)s: who signs it") % {"role": ROLE_NAMES[role]} if several else _("Who signs it")
            self.fields[name] = person_field(item, role, reader, label=label)
        self.order_fields([*self.people.values(), "due_on", "reason"])

    @staticmethod
    def initial_for(item: Item) -> dict[str, Any]:
        """What stands there before anything is said."""
        named = {f"person_{each.role}": each.person_id for each in item.submission.assignments.all()}
        return {**named, "due_on": item.submission.due_on, "reason": item.submission.reason}

    def named(self) -> dict[str, Any]:
        """Who was named, by role."""
        return {role: self.cleaned_data[name] for role, name in self.people.items()}


@dataclass(frozen=True)
class Place:
    """One signature on the panel: who has it, in words, and what the reader can do about it."""

    assignment: Assignment
    who: str
    can_take: bool
    can_give_back: bool
    form: PersonForm | None

    @property
    def role(self) -> str:
        """The role in which it is given, for people."""
        return str(ROLE_NAMES.get(self.assignment.role, self.assignment.role))


class AssignmentPanel:
    """Who is to sign an item, and what ``reader`` can change about it."""

    def __init__(self, item: Item, reader: Reader):
        self.item = item
        self.reader = reader

    @cached_property
    def entry(self) -> Entry:
        """The line of the queue for this item."""
        return entries(Submission.objects.filter(pk=self.item.submission.pk), self.reader)[0]

    @cached_property
    def arranges(self) -> bool:
        """Whether the reader says who signs and by when."""
        return may_arrange(self.item, self.reader.user)

    @property
    def due_form(self) -> DueForm | None:
        """For those who may say when it is due."""
        return DueForm(initial={"due_on": self.item.submission.due_on}) if self.arranges else None

    def places(self) -> list[Place]:
        """The signatures it takes, in the order of the policy."""
        return [self._place(assignment) for assignment in self.entry.assignments]

    def _place(self, assignment: Assignment) -> Place:
        theirs = assignment in self.entry.to_give_back
        form = None
        if assignment.sign_off is None and (theirs or self.arranges):
            form = PersonForm(
                self.item,
                assignment.role,
                self.reader,
                initial={"person": assignment.person_id},
                auto_id=f"assignment-{assignment.pk}-%s",
            )
        return Place(assignment, self.entry.who_has(assignment), assignment in self.entry.to_take, theirs, form)
