"""Make what readers get anew from the ledger."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from public.models import PublicPage
from public.projection import rebuild


class Command(BaseCommand):
    """Rebuild the projection and say what it corrected; on a sound database it corrects nothing."""

    help = (
        "Make the public pages anew from the ledger and the page tree, in one transaction: readers see the old ones "
        "until it is done. Safe at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        before = _rows()
        rebuild()
        after = _rows()
        for address in sorted({*before, *after}):
            if address not in after:
                self.stdout.write(_("no longer public: %(address)s") % {"address": address})
            elif address not in before:
                self.stdout.write(_("public again: %(address)s") % {"address": address})
            elif before[address] != after[address]:
                self.stdout.write(_("corrected: %(address)s") % {"address": address})
        count = len(after)
        changed = sum(before.get(address) != after.get(address) for address in {*before, *after})
        pages = ngettext("%(count)d public page", "%(count)d public pages", count) % {"count": count}
        self.stdout.write(
            self.style.SUCCESS(_("%(pages)s, %(changed)d changed.") % {"pages": pages, "changed": changed})
        )


def _rows() -> dict[str, dict[str, Any]]:
    """The public pages by address."""
    return {row["address"]: row for row in PublicPage.objects.values()}
