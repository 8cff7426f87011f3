"""Videos of other sites, played in their privacy mode."""

import re

PLAYERS = (
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
    for provider, pattern, player in PLAYERS:
        if match := pattern.match(url):
            return provider, player.format(id=match[1])
    return None
