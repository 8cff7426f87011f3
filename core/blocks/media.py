"""Pictures and videos."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

VIDEO_PLAYERS = (
    (
        "youtube",
        re.compile(r"^https://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/)([\w-]{11})(?:[&?].*)?$"),
        "https://www.youtube-nocookie.com/embed/{id}",
    ),
    (
        "vimeo",
        re.compile(r"^https://(?:www\.)?vimeo\.com/(\d+)$"),
        "https://player.vimeo.com/video/{id}?dnt=1",
    ),
)


def video_player(url: str) -> tuple[str, str] | None:
    """The (provider, player address) of a video's page address, in the provider's privacy mode; or None."""
    for provider, pattern, player in VIDEO_PLAYERS:
        if match := pattern.match(url):
            return provider, player.format(id=match[1])
    return None


class CaptionedImageBlock(blocks.StructBlock):
    """A picture with its caption; its alternative text is required unless it is decorative."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(max_length=300, required=False, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")


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
