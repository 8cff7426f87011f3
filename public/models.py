"""What the public may see, arranged for reading: a projection of the ledger that can be rebuilt at any time."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.search import index

from ledger.models import Edition


class PublicPage(index.Indexed, models.Model):
    """A page that has a current edition and an address. Everything but the tree position comes from the edition.

    ``fields`` holds the plain values of the copy (filters and ordering), ``listing`` what is shown wherever the page
    is mentioned, ``text`` every word, each without what is for practitioners alone; ``ids`` the primary keys of the
    snippets that stand in the copy by value.
    ``shown_until`` is when it leaves the public by itself: when its clearance ends, or that of a page above it, and the
    policy of that page withdraws it then; None when it stays. ``stands_in`` tells what is not the page's own text: then
    the edition is that of another subject, a fallback's that of ``source``. ``translation`` is how a translation stands
    (``review.lineage.Standing``), as readers are told; None for what is none.
    """

    class StandsIn(models.TextChoices):
        NOTHING = "", _("nothing")
        FALLBACK = "fallback", _("the text of its source")
        NOTICE = "notice", _("the notice that it was withdrawn")

    # No constraint: it would make a release wait for whoever moves the page, who waits for the release.
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="public", db_constraint=False
    )
    subject = models.CharField(max_length=100, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    type = models.CharField(max_length=120, db_index=True)
    stands_in = models.CharField(max_length=10, choices=StandsIn, blank=True)
    source = models.ForeignKey(Page, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False)
    translation = models.JSONField(null=True)
    path = models.CharField(max_length=255, unique=True)
    depth = models.PositiveIntegerField()
    address = models.CharField(max_length=2000, unique=True)
    slug = models.CharField(max_length=255)
    title = models.CharField(max_length=255)
    description = models.TextField()
    first_released_at = models.DateTimeField()
    released_at = models.DateTimeField(db_index=True)
    shown_until = models.DateTimeField(null=True)
    fields = models.JSONField()
    listing = models.JSONField()
    ids = models.JSONField()
    text = models.TextField()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("description", boost=1.5),
        index.SearchField("text"),
        index.AutocompleteField("title"),
        index.FilterField("page"),
        index.FilterField("locale"),
        index.FilterField("type"),
        index.FilterField("path"),
    ]

    class Meta:
        indexes = [models.Index(fields=["type", "locale"], name="public_type_locale")]

    def __str__(self) -> str:
        return self.title


class WholeText(index.Indexed, models.Model):
    """Every word of a public page that has a part for practitioners: what they search in place of the page's row.

    It is indexed by itself, so that neither what others find nor the order in which they find it hangs on it.
    """

    page = models.OneToOneField(PublicPage, on_delete=models.CASCADE, primary_key=True, related_name="whole_text")
    title = models.CharField(max_length=255)
    description = models.TextField()
    text = models.TextField()

    search_fields = [
        index.SearchField("title", boost=3),
        index.SearchField("description", boost=1.5),
        index.SearchField("text"),
        index.FilterField("page"),
    ]

    def __str__(self) -> str:
        return self.title


class Fallback(models.Model):
    """Says that a page shows the signed text of its source, in the language of that, until its own is signed."""

    page = models.OneToOneField(Page, on_delete=models.CASCADE, primary_key=True, related_name="fallback")
    source = models.ForeignKey(Page, verbose_name=_("source"), on_delete=models.CASCADE, related_name="fallbacks")

    class Meta:
        verbose_name = _("fallback")
        verbose_name_plural = _("fallbacks")

    def __str__(self) -> str:
        return f"{self.page_id} {self.source_id}"


class PublicUse(models.Model):
    """What a current edition refers to: pages and snippets by field (``key`` as in the copy), files by their kind.

    Without a ``page`` the subject is a snippet, or a page that is held back until a snippet in it is public again.
    ``label`` is what readers know it by where that is no title of a page: a snippet's name as it stands in the copy.
    ``for_practitioners`` says that nothing but what is for practitioners alone refers to it.
    """

    IMAGE = "image file"
    DOCUMENT = "document file"
    MEDIA = (IMAGE, DOCUMENT)

    subject = models.CharField(max_length=100, db_index=True)
    page = models.ForeignKey(PublicPage, on_delete=models.CASCADE, null=True, related_name="uses")
    field = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    label = models.CharField(max_length=120, blank=True)
    object_id = models.BigIntegerField(null=True)
    for_practitioners = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["field", "key"], name="public_use_key"),
            models.Index(fields=["field", "object_id"], name="public_use_object"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.field} {self.key}"


class Verification(models.Model):
    """Says that somebody checked a practitioner's licence, and until when it holds, that day included."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, verbose_name=_("account"), on_delete=models.CASCADE, related_name="verification"
    )
    until = models.DateField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")

    def __str__(self) -> str:
        return f"{self.user} {self.until}"
