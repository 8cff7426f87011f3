"""What the public may see, arranged for reading: a projection of the ledger that can be rebuilt at any time."""

from django.db import models
from wagtail.models import Page
from wagtail.search import index

from ledger.models import Edition


class PublicPage(index.Indexed, models.Model):
    """A page that has a current edition and an address. Everything but the tree position comes from the edition.

    ``fields`` holds the plain values of the copy (filters and ordering), ``listing`` what is shown wherever the page
    is mentioned, ``ids`` the primary keys of the snippets that stand in the copy by value, ``text`` every word.
    ``shown_until`` is when it leaves the public by itself: when its clearance ends, or that of a page above it, and the
    policy of that page withdraws it then; None when it stays.
    """

    # No constraint: it would make a release wait for whoever moves the page, who waits for the release.
    page = models.OneToOneField(
        Page, on_delete=models.CASCADE, primary_key=True, related_name="public", db_constraint=False
    )
    subject = models.CharField(max_length=100, unique=True)
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    translation_key = models.UUIDField(db_index=True)
    locale = models.CharField(max_length=20)
    type = models.CharField(max_length=120, db_index=True)
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


class PublicUse(models.Model):
    """What a current edition refers to: pages and snippets by field (``key`` as in the copy), files by their kind."""

    IMAGE = "image file"
    DOCUMENT = "document file"
    MEDIA = (IMAGE, DOCUMENT)

    subject = models.CharField(max_length=100, db_index=True)
    page = models.ForeignKey(PublicPage, on_delete=models.CASCADE, null=True, related_name="uses")
    field = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    object_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["field", "key"], name="public_use_key"),
            models.Index(fields=["field", "object_id"], name="public_use_object"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.field} {self.key}"
