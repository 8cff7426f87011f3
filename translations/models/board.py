"""How every page and snippet stands in every language, kept so that a board of thousands costs little."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.subjects import Subject


class State(models.TextChoices):
    """How a text stands in one language, in the order in which somebody comes upon it."""

    MISSING = "missing", _("missing")
    IN_PROGRESS = "in_progress", _("in progress")
    IN_REVIEW = "in_review", _("in review")
    CURRENT = "current", _("current")
    BEHIND = "behind", _("behind")
    WITHDRAWN = "withdrawn", _("withdrawn")
    FALLBACK = "fallback", _("fallback")


DONE = (State.CURRENT, State.FALLBACK)
"""The states in which there is nothing to do."""


class StandingQuerySet(models.QuerySet["Standing"]):
    """Standings, by what there is to do."""

    def to_do(self) -> "StandingQuerySet":
        """Those in which something is to be done."""
        return self.exclude(state__in=DONE)

    def overdue(self) -> "StandingQuerySet":
        """Those that should have been done before today."""
        return self.to_do().filter(due_on__lt=timezone.localdate())

    def below(self, page: Any) -> "StandingQuerySet":
        """Those of a page and all pages below it."""
        inside = type(page).objects.filter(path__startswith=page.path)
        return self.filter(kind="page", source_pk__in=inside.values("pk"))


class Standing(models.Model):
    """One page or snippet in one language other than that of its source.

    All but ``owner`` and ``due_on`` follows from other tables (``translations.board.standing``): ``source_pk`` and
    ``target_pk`` are the rows of type ``type`` (None when nobody has made the translation), ``since`` the moment from
    which the state holds (None while a missing translation cannot be started, for its source is not signed), ``words``
    those of the source, ``segments_behind`` the places in which the source has changed since the translation was made.
    """

    kind = models.CharField(max_length=20)
    translation_key = models.UUIDField()
    locale = models.CharField(_("language"), max_length=20)
    source_locale = models.CharField(max_length=20)
    type = models.CharField(_("type"), max_length=120)
    source_pk = models.BigIntegerField(db_index=True)
    target_pk = models.BigIntegerField(null=True)
    title = models.CharField(_("title"), max_length=255)
    state = models.CharField(_("state"), max_length=20, choices=State)
    since = models.DateTimeField(_("since"), null=True)
    words = models.PositiveIntegerField(_("words"), default=0)
    words_to_do = models.PositiveIntegerField(_("words to do"), default=0)
    segments_behind = models.PositiveIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    due_on = models.DateField(_("due"), null=True, blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [models.UniqueConstraint(fields=["translation_key", "locale"], name="translation_standing_once")]
        indexes = [
            models.Index(fields=["locale", "state"], name="translation_standing_state"),
            models.Index(fields=["title", "translation_key"], name="translation_standing_title"),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.locale})"

    @property
    def subject(self) -> str:
        """The name of the translation in the ledger."""
        return str(Subject(self.kind, str(self.translation_key), self.locale))

    @property
    def source_subject(self) -> str:
        """The name of its source in the ledger."""
        return str(Subject(self.kind, str(self.translation_key), self.source_locale))

    @property
    def percent(self) -> int:
        """How much of it is translated, by words; 100 only when nothing is left."""
        if not self.words:
            return 0 if self.words_to_do else 100
        return max(0, 100 * (self.words - self.words_to_do) // self.words)


class Batch(models.Model):
    """Translations that somebody starts together, a few with each request.

    ``waiting`` are the ids of the standings that are still to be started, in order; ``refused`` tells of each that
    could not be: ``[title, language, reason]``. ``total`` counts all that there were.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    waiting = models.JSONField(default=list)
    refused = models.JSONField(default=list)
    total = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="translation_batch_of_some")]

    def __str__(self) -> str:
        return f"{self.done} / {self.total}"

    @property
    def done(self) -> int:
        """How many of them have had their turn."""
        return self.total - len(self.waiting)

    @property
    def started(self) -> int:
        """How many of them were started."""
        return self.done - len(self.refused)
