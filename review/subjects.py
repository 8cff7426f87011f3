"""What can be reviewed, and the names it goes by in the ledger.

A subject is one page or snippet in one locale: ``page:<translation_key>:<locale>``. The same without its locale is a
key: ``page:<translation_key>``. Copies refer to other reviewed content by key, and each reader gets it in their own
locale.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.models import Page, TranslatableMixin

from ledger.models import Edition
from review.policy import MEDICAL, ReviewPolicy

PATIENTS = "patients"
PRACTITIONERS = "practitioners"
FOR_PRACTITIONERS = "for_practitioners"
"""The type of the blocks whose content is for practitioners alone, whomever the page is for (core/blocks)."""


class Subject(NamedTuple):
    """The parts of a subject's name."""

    kind: str
    translation_key: str
    locale: str

    @classmethod
    def parse(cls, name: str) -> Self:
        """The parts of ``kind:translation_key:locale``; ValueError for anything else."""
        kind, translation_key, locale = name.split(":")
        return cls(kind, translation_key, locale)

    @property
    def key(self) -> str:
        """The name without its locale."""
        return f"{self.kind}:{self.translation_key}"

    def __str__(self) -> str:
        return ":".join(self)


@dataclass(frozen=True)
class Marks:
    """That somebody put marks into the words of a copy that is drawn.

    ``plain`` takes them out of a text, and with them the words that are gone, before addresses and anchors are made of
    it; ``copy`` is the copy without them, from which what is said about the words is made.
    """

    plain: Callable[[str], str]
    copy: dict[str, Any]


class Reviewable(models.Model):
    """A page or snippet whose text reaches the public only with a clearance.

    Subclasses say by whom (``review_policy``) and what their text is (``api_fields``, Wagtail's own declaration); for
    the checks also whom it is written for (``audience``), whether it names one source for everything it says
    (``names_its_source``), so that no sentence has to cite another, and in which of its fields a wrong word may harm
    somebody (``critical_fields``); blocks say so themselves (``is_critical``, of their value in a copy).
    """

    review_policy: ReviewPolicy = MEDICAL
    subject_kind = "page"
    audience = PATIENTS
    names_its_source = False
    critical_fields: tuple[str, ...] = ()

    class Meta:
        abstract = True

    @property
    def subject(self) -> Subject:
        """The name of this page or snippet in the ledger."""
        return Subject(self.subject_kind, str(self.translation_key), self.locale.language_code)

    @classmethod
    def kept_names(cls) -> set[str]:
        """Names that no translation may lose, as patterns (review.words); one query at most."""
        return set()

    @classmethod
    def draw(
        cls,
        request: HttpRequest,
        copy: dict[str, Any],
        page: Page | None = None,
        edition: Edition | None = None,
        marks: Marks | None = None,
    ) -> HttpResponse:
        """A copy of this type, drawn exactly as readers get it; the row it came from may be gone.

        ``page`` is the row of a page where there is one; ``edition`` the one that shows the copy, if any does: then the
        page says who signed it.
        """
        raise NotImplementedError(f"{cls.__name__} does not say how its copies are drawn.")

    @property
    def key(self) -> str:
        """The name without its locale; asks the database for nothing."""
        return f"{self.subject_kind}:{self.translation_key}"


class ByValue(models.Model):
    """A snippet that is signed as part of each page that uses it: its words stand in the page's copy.

    ``api_fields`` say what of it is copied. Editing the snippet changes no public word until the page is signed again.
    """

    class Meta:
        abstract = True


def declared(model: type[models.Model]) -> list[str]:
    """The names of the fields that a model's ``api_fields``, Wagtail's own declaration, give in order."""
    return [getattr(field, "name", field) for field in model.api_fields]


def key_of(obj: Reviewable | ByValue) -> str:
    """The name by which copies refer to a page or snippet in any language."""
    if isinstance(obj, Reviewable):
        return obj.subject.key
    return str(obj.translation_key if isinstance(obj, TranslatableMixin) else obj.key)


def kinds() -> dict[str, type[Reviewable]]:
    """The model behind each kind of subject that is not a page."""
    return {model.subject_kind: model for model in reviewable_models() if not issubclass(model, Page)}


def reviewable_models() -> list[type[Reviewable]]:
    """Every concrete model under review."""

    def concrete(model: type[models.Model]) -> list:
        own = [] if model._meta.abstract else [model]
        return own + [found for child in model.__subclasses__() for found in concrete(child)]

    return concrete(Reviewable)


def find(subject: Subject) -> Reviewable | None:
    """The page or snippet row of a subject, or None when it is gone."""
    model = Page if subject.kind == "page" else kinds().get(subject.kind)
    if model is None:
        return None
    row = model.objects.filter(translation_key=subject.translation_key, locale__language_code=subject.locale).first()
    return row.specific if isinstance(row, Page) else row


def hold(rows: Iterable[Any]) -> None:
    """Let nobody else change some rows of pages and snippets before this transaction ends; all of one model.

    Whoever needs the ledger as well holds the rows first, as moving and unpublishing do, and several in one call: then
    two transactions never wait for each other in a circle.
    """
    rows = list(rows)
    if rows:
        model = Page if isinstance(rows[0], Page) else type(rows[0])
        held = model._default_manager.select_for_update(of=("self",)).order_by("pk")
        list(held.filter(pk__in=[row.pk for row in rows]).values_list("pk"))


def existing(names: Iterable[str]) -> frozenset[str]:
    """Those of some subjects that have a page or snippet row. One query, whatever kinds there are."""
    keys: defaultdict[str, set[str]] = defaultdict(set)
    for name in names:
        subject = Subject.parse(name)
        keys[subject.kind].add(subject.translation_key)
    of_kind = {"page": Page, **kinds()}
    rows = [
        of_kind[kind]
        ._default_manager.filter(translation_key__in=wanted)
        .order_by()
        .values_list(models.Value(kind), "translation_key", "locale__language_code")
        for kind, wanted in keys.items()
        if kind in of_kind
    ]
    if not rows:
        return frozenset()
    found = rows[0].union(*rows[1:], all=True)
    return frozenset(str(Subject(kind, str(key), locale)) for kind, key, locale in found)
