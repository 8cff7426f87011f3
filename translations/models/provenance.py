"""Where the words of a translation come from."""

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail_localize.models import StringTranslation

MEMORY = "Translation memory"
"""The name under which wagtail-localize's editor shows who filled in a segment."""


class Kind(models.TextChoices):
    """Who wrote some words first."""

    HUMAN = "human", gettext_lazy("a person")
    MEMORY = "memory", gettext_lazy("the translation memory")
    MACHINE = "machine", gettext_lazy("a machine")


class ProvenanceQuerySet(models.QuerySet["Provenance"]):
    """Provenances to ask for."""

    def unread(self) -> "ProvenanceQuerySet":
        """Of what a machine wrote and no person has edited or confirmed."""
        return self.filter(kind=Kind.MACHINE, edited=False, confirmed=False)


class Provenance(models.Model):
    """Where the words of one string translation come from.

    ``engine`` names the machine; ``origin`` says to people what they were taken from: a page of the memory, or the kind
    of file. ``words`` are those that the memory or a machine gave, so that an edit can be told: ``edited`` when a
    person has saved others since, ``confirmed`` when a person has saved the same.
    """

    translation = models.OneToOneField(StringTranslation, on_delete=models.CASCADE, related_name="provenance")
    kind = models.CharField(max_length=10, choices=Kind)
    engine = models.CharField(max_length=255, blank=True)
    origin = models.CharField(max_length=255, blank=True)
    words = models.TextField(blank=True)
    edited = models.BooleanField(default=False)
    confirmed = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now=True)

    objects = ProvenanceQuerySet.as_manager()

    TOLD = ("kind", "engine", "origin", "words", "edited", "confirmed", "at")
    """The fields that tell where the words come from."""

    class Meta:
        verbose_name = gettext_lazy("provenance")
        verbose_name_plural = gettext_lazy("provenances")

    def __str__(self) -> str:
        return self.label

    @classmethod
    def first(cls, translation: StringTranslation) -> "Provenance":
        """What a string translation says of itself when a tool or a person has just saved it; not saved yet."""
        tool = translation.tool_name
        if translation.translation_type == StringTranslation.TRANSLATION_TYPE_MACHINE:
            return cls(translation=translation, kind=Kind.MACHINE, engine=tool, words=translation.data)
        if tool == MEMORY:
            return cls(translation=translation, kind=Kind.MEMORY, words=translation.data)
        return cls(translation=translation, kind=Kind.HUMAN, origin=tool)

    @property
    def is_unread(self) -> bool:
        """Whether a machine wrote the words and no person has edited or confirmed them."""
        return self.kind == Kind.MACHINE and not (self.edited or self.confirmed)

    @property
    def label(self) -> str:
        """What people are told."""
        return f"{self._source}, {self._since}" if self._since else self._source

    @property
    def _source(self) -> str:
        match self.kind:
            case Kind.MACHINE:
                return _("Machine translation by %(engine)s") % {"engine": self.engine or "?"}
            case Kind.MEMORY if self.origin:
                return _("From the translation memory (“%(origin)s”)") % {"origin": self.origin}
            case Kind.MEMORY:
                return _("From the translation memory")
        if self.origin:
            return _("Translated by a person, imported from %(origin)s") % {"origin": self.origin}
        return _("Translated by a person")

    @property
    def _since(self) -> str:
        if self.edited:
            return _("edited by a person")
        if self.confirmed:
            return _("confirmed by a person")
        return _("not yet read by a person") if self.is_unread else ""
