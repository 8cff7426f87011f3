"""Make the board of translations anew."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from translations.board.standing import TOLD, rebuild
from translations.models import Standing


class Command(BaseCommand):
    """Rebuild the standings and say how many were wrong; on a sound database none is."""

    help = "Make the board of translations anew; owners and due dates stay. Safe at any time."

    def handle(self, *args: Any, **options: Any) -> None:
        before = _rows()
        rebuild()
        after = _rows()
        changed = sum(before.get(name) != after.get(name) for name in {*before, *after})
        count = ngettext("%(count)d translation", "%(count)d translations", len(after)) % {"count": len(after)}
        words = _("%(translations)s, %(changed)d changed.") % {"translations": count, "changed": changed}
        self.stdout.write(self.style.SUCCESS(words))


def _rows() -> dict[tuple[Any, ...], tuple[Any, ...]]:
    """What is told of each translation."""
    rows = Standing.objects.values_list("translation_key", "locale", *TOLD)
    return {row[:2]: row[2:] for row in rows.iterator()}
