"""The glossary: agreed words for the terms of one language in another."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Locale

from translations.glossary.forms import GlossaryTermForm
from translations.glossary.phrases import words

LONGEST_TERM = 200
SEPARATOR = "|"
"""What stands between forbidden translations in a file, so none of them may hold it."""
CONTENT = ("source_locale_id", "target_locale_id", "source", "target", "do_not_translate", "forbidden", "note")
"""What is approved: a change of any of these takes the approval back."""


class GlossaryTermQuerySet(models.QuerySet):
    """Terms, narrowed."""

    def of_pair(self, source_locale: Locale, target_locale: Locale) -> "GlossaryTermQuerySet":
        """The terms of a pair of languages."""
        return self.filter(source_locale=source_locale, target_locale=target_locale)

    def approved(self) -> "GlossaryTermQuerySet":
        """Those that count; the others are proposals."""
        return self.filter(approved_by__isnull=False)


class GlossaryTerm(models.Model):
    """What a term of one language is called in another, what it is not called, or that it stays as it is.

    It is a proposal until somebody approves it who neither wrote nor last changed it, and after every change again.
    """

    source_locale = models.ForeignKey(
        Locale, verbose_name=_("from language"), on_delete=models.CASCADE, related_name="+"
    )
    target_locale = models.ForeignKey(
        Locale, verbose_name=_("into language"), on_delete=models.CASCADE, related_name="+"
    )
    source = models.CharField(
        _("term"),
        max_length=LONGEST_TERM,
        help_text=_("As a dictionary has it. Plurals and other forms are found too."),
    )
    target = models.CharField(_("translation"), max_length=LONGEST_TERM, blank=True)
    do_not_translate = models.BooleanField(
        _("do not translate"), default=False, help_text=_("The term stays as it is, such as a brand.")
    )
    forbidden = models.JSONField(
        _("forbidden translations"), default=list, blank=True, help_text=_("Not to be used for this term, one a line.")
    )
    note = models.CharField(_("note"), max_length=500, blank=True, help_text=_("What translators should know."))
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("last changed by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    changed_at = models.DateTimeField(_("last changed"), editable=False)
    # With the account of whoever approved it goes the approval.
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("approved by"),
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_at = models.DateTimeField(_("approved on"), null=True, editable=False)

    objects = GlossaryTermQuerySet.as_manager()

    base_form_class = GlossaryTermForm
    panels = [
        FieldRowPanel([FieldPanel("source_locale"), FieldPanel("target_locale")]),
        *(FieldPanel(name) for name in ("source", "target", "do_not_translate", "forbidden", "note")),
        *(FieldPanel(name, read_only=True) for name in ("written_by", "changed_by", "approved_by", "approved_at")),
    ]

    class Meta:
        verbose_name = _("glossary term")
        verbose_name_plural = _("glossary terms")
        ordering = ["source", "pk"]
        constraints = [
            models.UniqueConstraint(
                "source_locale",
                "target_locale",
                Lower("source"),
                name="glossary_term_once",
                violation_error_message=_("This term is in the glossary already. Change it there."),
            ),
            models.CheckConstraint(condition=~Q(source_locale=F("target_locale")), name="glossary_two_languages"),
            models.CheckConstraint(
                condition=Q(do_not_translate=True, target="") | (Q(do_not_translate=False) & ~Q(target="")),
                name="glossary_target",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by=F("written_by")) & ~Q(approved_by=F("changed_by")), name="glossary_four_eyes"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(approved_at__isnull=False), name="glossary_approved_at"
            ),
        ]

    def __str__(self) -> str:
        return self.source

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = type(self).objects.filter(pk=self.pk).values(*CONTENT).first()
        if stored is None:
            self.written_by = self.changed_by
        if stored != self.content():
            self.changed_at = timezone.now()
            self.take_back()
            # Never the words without the approval.
            kwargs["update_fields"] = None
        super().save(*args, **kwargs)

    @property
    def wording(self) -> str:
        """What the term is called in the target language."""
        return self.source if self.do_not_translate else self.target

    @property
    def pair(self) -> str:
        """Its languages, for people."""
        return f"{self.source_locale} → {self.target_locale}"

    @property
    def is_approved(self) -> bool:
        """Whether it counts; else it is a proposal."""
        return self.approved_by_id is not None

    @property
    def state(self) -> Promise:
        """Whether it counts, for people."""
        return _("Approved") if self.is_approved else _("Proposal")

    def content(self) -> dict[str, Any]:
        """What is approved, by the names of the columns."""
        return {column: getattr(self, column) for column in CONTENT}

    def take_back(self) -> None:
        """Make it a proposal again."""
        self.approved_by = self.approved_at = None

    def clean(self) -> None:
        super().clean()
        self.source, self.target, self.note = map(_spaced, (self.source, self.target, self.note))
        self.forbidden = list(dict.fromkeys(filter(None, map(_spaced, self.forbidden or []))))
        errors: dict[str, Any] = {}
        if self.source_locale_id and self.source_locale_id == self.target_locale_id:
            errors["target_locale"] = _("Choose another language than the one the term is from.")
        if self.source and not words(self.source):
            errors["source"] = _("Write a word.")
        if problem := self._problem_of_target():
            errors["target"] = problem
        if problem := self._problem_of_forbidden():
            errors["forbidden"] = problem
        if errors:
            raise ValidationError(errors)

    def _problem_of_target(self) -> Any:
        if self.do_not_translate and self.target:
            return _("A term that is not translated has no translation. Leave this empty, or let it be translated.")
        if not self.do_not_translate and not words(self.target):
            return _("Write the translation, or say that the term is not translated.")
        return None

    def _problem_of_forbidden(self) -> Any:
        if any(not words(entry) or SEPARATOR in entry or len(entry) > LONGEST_TERM for entry in self.forbidden):
            return _("Write words of up to %(number)s characters, without “%(separator)s”.") % {
                "number": LONGEST_TERM,
                "separator": SEPARATOR,
            }
        if self.wording.lower() in (entry.lower() for entry in self.forbidden):
            return _("“%(words)s” is what the term is to be called. Take it out here.") % {"words": self.wording}
        return None


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())
