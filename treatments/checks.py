"""Checks on treatments that a text names: their safety information, their generic names, their regulatory status."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from wagtail.models import Page

from review.checks import Found, Level, Text, check
from review.passages import Passage
from review.policy import MEDICAL
from review.words import Patterns
from treatments.models import RegulatoryStatus, TreatmentPage
from treatments.names import usual

OFF_LABEL = {
    "en": ("off label", "not approved", "not been approved", "unapproved", "isn't approved"),
    "es": (
        "off label",
        "no aprobad*",
        "no esta aprobad*",
        "no ha sido aprobad*",
        "fuera de indicacion",
        "no autorizad*",
    ),
}
OFTEN = 3
"""A text that names a treatment in so many passages is about it."""


@dataclass
class Treatment:
    """A treatment under all the names its pages give it, in every language."""

    key: str
    title: str
    off_label: bool = False
    brands: set[str] = field(default_factory=set)
    generics: set[str] = field(default_factory=set)
    statements: set[str] = field(default_factory=set)
    """The keys of its safety statements."""

    @property
    def names(self) -> set[str]:
        """All its names."""
        return self.brands | self.generics

    def add(self, row: TreatmentPage) -> None:
        """Learn from one of its pages."""
        self.off_label |= row.regulatory_status == RegulatoryStatus.OFF_LABEL
        if row.brand_name:
            self.brands.add(row.brand_name)
        if generic := usual(row.generic_name):
            self.generics.add(generic)
        if row.safety_statement:
            self.statements.add(row.safety_statement.key)


class Named:
    """The treatments that a text names, and where. One query.

    Names come from the rows of treatments, released or not: a check tells readers nothing, and what is not released yet
    needs its safety information all the same.
    """

    def __init__(self, text: Text):
        self.text = text
        self.medical = text.policy is MEDICAL
        self.treatments: dict[str, Treatment] = {}
        rows = TreatmentPage.objects.select_related("safety_statement").order_by("pk")
        for row in rows.defer("faq", "timeline", "how_it_works", "what_to_expect", "contraindications"):
            self.treatments.setdefault(row.key, Treatment(row.key, row.title)).add(row)
        self.first: dict[str, tuple[str, str]] = {}
        """By name, in reading order: the place and the words where it is used first."""
        self.places: dict[str, set[str]] = {}
        """By name: all the places."""
        self.listed: set[str] = set()
        """The keys of the treatments that a medical text says it discusses."""
        if self.medical:
            self.listed = {value["ref"] for value in text.copy.get("treatments") or ()}
        self._look()

    def _look(self) -> None:
        patterns = Patterns((name, name) for treatment in self.treatments.values() for name in sorted(treatment.names))
        for passage in self.text.passages:
            for sentence in self.text.sentences(passage):
                for name, start, end in patterns.find(sentence):
                    self.first.setdefault(name, (passage.place, sentence[start:end]))
                    self.places.setdefault(name, set()).add(passage.place)

    def mention(self, treatment: Treatment) -> tuple[str, str] | None:
        """Where a treatment is named first, and how; None where it is not."""
        return next((mention for name, mention in self.first.items() if name in treatment.names), None)

    def is_subject(self, treatment: Treatment) -> bool:
        """Whether the text is about a treatment: its own page, listed with it, in its title, or named often."""
        places = set().union(*(self.places.get(name, set()) for name in treatment.names))
        own = self.text.obj.key == treatment.key
        return own or treatment.key in self.listed or "title" in places or len(places) >= OFTEN


@check
def safety_information(text: Text) -> Iterator[Found]:
    """A page that names or lists a treatment with a safety statement shows that statement, and readers get it.

    An editorial page may name it among others, as a reminder does, until it is about it.

    Source: 21 CFR 202.1(e)(1) and (e)(5): side effects and contraindications in fair balance with what is said of
    benefits; (e)(2)(i): reminders.
    """
    if not isinstance(text.obj, Page):
        return
    shown = {key: place for place, key in reversed(text.pointers) if key.startswith("safety:")}
    missing: dict[str, tuple[str, str]] = {}
    named = text.shared(Named)
    for treatment in named.treatments.values():
        listed = ("treatments", treatment.title) if treatment.key in named.listed else None
        mention = named.mention(treatment) or listed
        concerned = named.medical or named.is_subject(treatment)
        if mention and concerned and treatment.statements.isdisjoint(shown):
            missing |= dict.fromkeys(sorted(treatment.statements)[:1], mention)
    for place, words in missing.values():
        message = _("This speaks of “%(name)s”, but the safety statement is not on the page. Add it to the text.")
        yield Found(Level.ANSWER, place, words, message % {"name": words})
    for key, place in shown.items():
        if key not in text.released:
            level = Level.BLOCKS if named.medical else Level.ANSWER
            message = _("This safety statement has not been released in this language, so readers would not see it.")
            yield Found(level, place, "", message)


@check
def generic_names(text: Text) -> Iterator[Found]:
    """Where running text uses a brand name first, the generic name stands in the same passage or before it.

    For medical texts.

    Source: 21 CFR 202.1(b)(1): the established name accompanies the proprietary name in running text.
    """
    named = text.shared(Named)
    for treatment in named.treatments.values() if named.medical else ():
        for brand in sorted(treatment.brands & named.places.keys()) if treatment.generics else ():
            passage = _first(text, named.places[brand])
            if passage and not _known_by(text, passage, named, treatment):
                message = _("“%(name)s” is a brand name. Give the generic name beside it where it is used first.")
                yield Found(Level.ADVICE, passage.place, brand, message % {"name": brand})


def _first(text: Text, places: set[str]) -> Passage | None:
    return next((passage for passage in text.running if passage.place in places), None)


def _known_by(text: Text, passage: Passage, named: Named, treatment: Treatment) -> bool:
    """Whether the generic name of a treatment has been used by the end of a passage."""
    places = set().union(*(named.places.get(name, set()) for name in treatment.generics))
    return any(text.rank(place) <= text.rank(passage.place) for place in places)


@check
def off_label_use(text: Text) -> Iterator[Found]:
    """A text about a treatment whose use is off-label says so.

    Source: FDA, *Understanding Unapproved Use of Approved Drugs “Off Label”*; AMA Code of Medical Ethics, opinion 2.1.1
    (what patients need to know to decide).
    """
    if text.language not in OFF_LABEL or _says_off_label(text):
        return
    named = text.shared(Named)
    for treatment in named.treatments.values():
        mention = named.mention(treatment)
        if treatment.off_label and mention and named.is_subject(treatment):
            place, words = mention
            message = _("Say that the use of “%(name)s” described here is off-label: not approved for this purpose.")
            yield Found(Level.ANSWER, place, words, message % {"name": words})


def _says_off_label(text: Text) -> bool:
    patterns = Patterns((words, words) for words in OFF_LABEL[text.language])
    sentences = (sentence for passage in text.passages for sentence in text.sentences(passage))
    return any(next(patterns.find(sentence), None) for sentence in sentences)
