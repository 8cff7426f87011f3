"""The lists that editors and clinicians keep for the checks: what counts as a claim, and what is not to be said."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from review.checks.registry import Level
from review.words import LONGEST_PATTERN, check_pattern

SYNTAX = _(
    "One word or several. An asterisk at the end of a word stands for any ending (effectiv*), by itself for any one "
    "word (more * than). Capitals and accents make no difference."
)


def languages() -> list[tuple[str, Any]]:
    """The languages that texts are written in."""
    return settings.WAGTAIL_CONTENT_LANGUAGES


class Listed(models.Model):
    """A pattern of words in one language; see review.words."""

    language = models.CharField(_("language"), max_length=10, choices=languages)
    words = models.CharField(_("words"), max_length=LONGEST_PATTERN, validators=[check_pattern], help_text=SYNTAX)

    class Meta:
        abstract = True
        ordering = ["language", "words"]

    def __str__(self) -> str:
        return self.words

    def clean(self) -> None:
        super().clean()
        self.words = " ".join(self.words.split())


class ClaimPattern(Listed):
    """Words that make a sentence a claim, which has to be supported by a reference."""

    promises = models.BooleanField(
        _("also in headings"),
        default=False,
        help_text=_("Whether these words are a claim in a title or heading too, which cannot carry a reference."),
    )

    panels = [FieldPanel("language"), FieldPanel("words"), FieldPanel("promises")]

    class Meta(Listed.Meta):
        verbose_name = _("claim pattern")
        verbose_name_plural = _("claim patterns")
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="claim_pattern_once")]


class ProhibitedPhrase(Listed):
    """Words that are not to be published, with the reason and what to say instead."""

    level = models.CharField(
        _("consequence"),
        max_length=10,
        choices=[(level.value, level.label) for level in (Level.BLOCKS, Level.ANSWER)],
        default=Level.ANSWER,
        help_text=_("Where the words are denied (“not a cure”) the consequence is one step milder."),
    )
    reason = models.CharField(_("reason"), max_length=250)
    suggestion = models.CharField(_("say instead"), max_length=250, blank=True)

    panels = [FieldPanel(name) for name in ("language", "words", "level", "reason", "suggestion")]

    class Meta(Listed.Meta):
        verbose_name = _("prohibited phrase")
        verbose_name_plural = _("prohibited phrases")
        constraints = [models.UniqueConstraint(fields=["language", "words"], name="prohibited_phrase_once")]
