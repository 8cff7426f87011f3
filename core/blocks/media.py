"""Pictures and videos."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from core.blocks.picker import PREVIEW, SHOWN
from public.video import video_player


class CaptionedImageBlock(blocks.StructBlock):
    """A picture with its caption; its alternative text is required unless it is decorative."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _(
            "A picture with a caption. Say what it shows to those who do not see it, unless it only decorates."
        )
        group = SHOWN
        preview_template = PREVIEW


class VideoBlock(blocks.StructBlock):
    """A video that loads only when the reader asks for it."""

    url = blocks.URLBlock(label=_("Address of the video's page"))
    title = blocks.CharBlock(max_length=200, label=_("Title"))

    def clean(self, value):
        cleaned = super().clean(value)
        if not video_player(cleaned["url"]):
            message = _("Give the address of a video on YouTube or Vimeo, such as https://vimeo.com/123.")
            raise blocks.StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        description = _("A video on YouTube or Vimeo. Nothing is loaded from there before the reader presses play.")
        group = SHOWN
        preview_template = PREVIEW
