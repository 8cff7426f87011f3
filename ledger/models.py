"""What was written, who signed it, what may be shown, what is shown, and the seals on it: six tables that only grow.

A *subject* is one page or snippet in one locale, by name: ``page:<translation_key>:<locale>``. Rows outlive
the page, the snippet and the people they speak of, so nothing here points outside the ledger.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ledger.rules import (
    AppendOnly,
    CompositeForeignKey,
    HashChain,
    IdsInCommitOrder,
    IsNoAuthor,
    OnStandingClearance,
    Sha256,
)

SUBJECT_LENGTH = 200
DIGEST_LENGTH = 64


class Copy(models.Model):
    """The canonical bytes of one text, stored once under their SHA-256."""

    digest = models.CharField(max_length=DIGEST_LENGTH, primary_key=True)
    payload = models.BinaryField()

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        constraints = [
            models.CheckConstraint(condition=Q(digest=Sha256("payload")), name="ledger_copy_digest"),
            AppendOnly(name="ledger_copy_append_only"),
        ]

    def __str__(self) -> str:
        return self.digest


class SignOff(models.Model):
    """One person's decision on one copy of one subject: approved, or changes asked for.

    Name and credentials are kept as they stood. ``answers`` are what the signer confirmed and said of the copy as a
    whole, by names that the review gives them. ``authors`` are the ids of everybody who wrote the copy; the
    signer is none of them. ``findings`` are what the checks found and what the signer answered; ``until`` is for how
    long the signer vouches.
    """

    subject = models.CharField(max_length=SUBJECT_LENGTH)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+", db_column="digest")
    approves = models.BooleanField()
    signer_id = models.BigIntegerField()
    signer_name = models.CharField(max_length=255)
    credentials = models.CharField(max_length=255, blank=True)
    role = models.CharField(max_length=50)
    meaning = models.CharField(max_length=255)
    statement = models.TextField()
    answers = models.JSONField()
    findings = models.JSONField(default=list)
    until = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)
    method = models.CharField(max_length=50)
    authors = models.JSONField()
    signed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign-off")
        verbose_name_plural = _("sign-offs")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "copy"], name="ledger_signoff_subject")]
        constraints = [
            models.CheckConstraint(condition=IsNoAuthor("signer_id", "authors"), name="ledger_signoff_four_eyes"),
            models.UniqueConstraint(fields=["id", "subject", "copy", "approves"], name="ledger_signoff_key"),
            AppendOnly(name="ledger_signoff_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.signer_name} {self.signed_at:%Y-%m-%d}"

    @property
    def digest(self) -> str:
        """The digest of the copy that was signed."""
        return self.copy_id


class Clearance(models.Model):
    """The policy is met: this subject may show this copy until a date, unless withdrawn before.

    It hangs on one approving sign-off; ``others`` tells of the further ones that the policy asked for: the id of each,
    who signed as what and when, and what they answered, so that nobody has to look them up.
    """

    sign_off = models.ForeignKey(SignOff, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    subject = models.CharField(max_length=SUBJECT_LENGTH)
    digest = models.CharField(max_length=DIGEST_LENGTH)
    approves = models.BooleanField(default=True, editable=False)
    others = models.JSONField(default=list)
    until = models.DateTimeField()
    created_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("clearance")
        verbose_name_plural = _("clearances")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject", "digest"], name="ledger_clearance_subject")]
        constraints = [
            models.CheckConstraint(condition=Q(approves=True), name="ledger_clearance_approves"),
            models.UniqueConstraint(fields=["id", "subject", "digest"], name="ledger_clearance_key"),
            CompositeForeignKey(
                name="ledger_clearance_of_approval",
                columns=["sign_off_id", "subject", "digest", "approves"],
                to_table="ledger_signoff",
                to_columns=["id", "subject", "digest", "approves"],
            ),
            AppendOnly(name="ledger_clearance_append_only", once="withdrawn_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.digest[:8]} {self.until:%Y-%m-%d}"


class Edition(models.Model):
    """What the public sees of a subject, from ``released_at`` to ``retired_at``; at most one at a time."""

    subject = models.CharField(max_length=SUBJECT_LENGTH)
    copy = models.ForeignKey(Copy, on_delete=models.PROTECT, related_name="+", db_column="digest")
    clearance = models.ForeignKey(Clearance, on_delete=models.PROTECT, related_name="+", db_constraint=False)
    released_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        ordering = ["id"]
        indexes = [models.Index(fields=["subject"], name="ledger_edition_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject"], condition=Q(retired_at=None), name="ledger_edition_one_current"
            ),
            CompositeForeignKey(
                name="ledger_edition_of_clearance",
                columns=["clearance_id", "subject", "digest"],
                to_table="ledger_clearance",
                to_columns=["id", "subject", "digest"],
            ),
            OnStandingClearance(name="ledger_edition_standing"),
            AppendOnly(name="ledger_edition_append_only", once="retired_at"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.copy_id[:8]}"

    @property
    def digest(self) -> str:
        """The digest of the copy that is shown."""
        return self.copy_id


class Change(models.Model):
    """Something the public could notice. What is kept under the highest id, the *generation*, is fresh.

    Triggers write most of these rows, so the database itself computes ``hash``, over the row and the hash of the row
    before. The rows that are sealed besides, releases and retirements, vouch for all that came before them.
    """

    class Kind(models.TextChoices):
        RELEASED = "released", _("released")
        RETIRED = "retired", _("retired")
        MOVED = "moved", _("moved")
        RESTRICTED = "restricted", _("restricted")
        SETTINGS = "settings", _("settings changed")

    kind = models.CharField(max_length=20, choices=Kind)
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True)
    at = models.DateTimeField()
    hash = models.CharField(max_length=DIGEST_LENGTH, null=True, editable=False)

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["released", "retired", "moved", "restricted", "settings"]),
                name="ledger_change_kind",
            ),
            IdsInCommitOrder(name="ledger_change_commit_order"),
            HashChain(name="ledger_change_hash_chain"),
            AppendOnly(name="ledger_change_append_only", once="hash"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind} {self.subject}".rstrip()


class Seal(models.Model):
    """Vouches for one row of another table as it stood when it was written or closed (``ledger.seals``).

    ``content`` is the SHA-256 of that row's JSON, ``hash`` that of the seal's own, ``signature`` the Ed25519 signature
    of ``key`` on the hash; all in hexadecimal. Ids count from 1 without a gap.
    """

    class Event(models.TextChoices):
        WRITTEN = "written", _("written")
        CLOSED = "closed", _("withdrawn or retired")

    id = models.BigIntegerField(primary_key=True)
    table = models.CharField(max_length=20)
    row = models.CharField(max_length=DIGEST_LENGTH)
    event = models.CharField(max_length=10, choices=Event)
    content = models.CharField(max_length=DIGEST_LENGTH)
    at = models.DateTimeField()
    previous_hash = models.CharField(max_length=DIGEST_LENGTH, unique=True, blank=True)
    hash = models.CharField(max_length=DIGEST_LENGTH, unique=True)
    key = models.CharField(max_length=DIGEST_LENGTH)
    signature = models.CharField(max_length=2 * DIGEST_LENGTH)

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["table", "row", "event"], name="ledger_seal_once"),
            AppendOnly(name="ledger_seal_append_only"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.table} {self.row} {self.event}"
