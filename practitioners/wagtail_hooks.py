"""Where the section for practitioners enters Wagtail's admin."""

from practitioners.reading import hooks  # noqa: F401 (they register themselves)
