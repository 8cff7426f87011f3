"""Make what readers get anew from the ledger."""

from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.models import Edition
from public import media
from public.models import PublicPage
from public.projection import files_of, rebuild
from public.resolve import parse


class Command(BaseCommand):
    """Make the files that are missing, rebuild the projection and say what it corrected; nothing where all is sound."""

    help = (
        "Make the files of signed pictures that an earlier version did not make, then the public pages anew from the "
        "ledger and the page tree, in one transaction: readers see the old ones until it is done. Safe at any time; "
        "run it after every upgrade, before the new version answers."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        for lost in _without_files():
            self.stderr.write(_("no file is left of: %(subject)s") % {"subject": lost})
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


def _without_files() -> Iterator[str]:
    """Make the missing files of what is public; the subjects of which one is gone for good."""
    for edition in Edition.objects.filter(retired_at__isnull=True).select_related("copy").iterator():
        try:
            media.store(*files_of(parse(edition.copy.payload)))
        except media.FileChanged:
            yield edition.subject


def _rows() -> dict[str, dict[str, Any]]:
    """The public pages by address."""
    return {row["address"]: row for row in PublicPage.objects.values()}
