"""Pictures and documents that know the digest of their file."""

import hashlib

from django.conf import settings
from django.core.files.base import File
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from taggit.managers import TaggableManager
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageFieldFile
from wagtail.images.models import Image as WagtailImage
from willow.image import Image as WillowImage

from public.pictures import is_transparent


def digest_of(file: File) -> str:
    """SHA-256 of a file's bytes, as 64 hexadecimal digits. The file is left at its beginning."""
    file.open("rb") if file.closed else file.seek(0)
    digest = hashlib.file_digest(file, "sha256").hexdigest()
    file.seek(0)
    return digest


class Digested(models.Model):
    """Keeps the digest of the file, so that a copy can name the exact bytes that were signed."""

    digest = models.CharField(max_length=64, editable=False, db_index=True)
    # Wagtail's own models for pictures and documents exist too, with the same reverse names.
    uploaded_by_user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by user"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        # An uncommitted file is a new upload; anything else keeps the digest it had.
        if self.file and (not self.file._committed or not self.digest):
            self.digest = digest_of(self.file)
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "digest"}
        super().save(*args, **kwargs)


class UprightFile(WagtailImageFieldFile):
    """A picture's file that is as wide and high as readers see it: cameras note which side is up beside the pixels."""

    def get_image_dimensions(self):
        with self.open() as file:
            return WillowImage.open(file).auto_orient().get_size()


class Image(Digested, AbstractImage):
    """A picture."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="keta_pictures")
    # Noted when it is uploaded, like the digest.
    transparent = models.BooleanField(default=False, editable=False)
    admin_form_fields = WagtailImage.admin_form_fields

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            with PillowImage.open(self.file.open()) as image:
                self.transparent = is_transparent(image)
            self.file.seek(0)
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "transparent"}
        super().save(*args, **kwargs)


# The field's class belongs to the abstract model's migrations; what its files do is ours.
Image._meta.get_field("file").attr_class = UprightFile


class Rendition(AbstractRendition):
    """A picture in another size, for the admin's own use."""

    image = models.ForeignKey(Image, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class Document(Digested, AbstractDocument):
    """A document for download."""

    tags = TaggableManager(blank=True, verbose_name=_("tags"), related_name="keta_documents")
    admin_form_fields = WagtailDocument.admin_form_fields
