"""Check that the ledger holds what was written to it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ledger.models import Seal
from ledger.seals import TABLES
from ledger.verify import Progress, breaks, rows_to_read, snapshot


class Command(BaseCommand):
    """Name the first break and count the rest; without any, sum up what was checked."""

    help = (
        "Check every row of the ledger against its seal, every copy against its digest, every signature and the rules "
        "of the database. Ends with 1 when something is wrong; --verbosity 2 lists everything. Safe at any time."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--contains",
            metavar="HASH",
            action="append",
            default=[],
            help="the hash of a seal that was noted earlier; shows that the ledger was not cut off before it",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        with snapshot():
            for broken in breaks(self.progress(), options["contains"]):
                found += 1
                if found == 1 or options["verbosity"] > 1:
                    self.stdout.write(self.style.ERROR(str(broken)))
            if found:
                message = ngettext(
                    "The ledger is broken in %(count)d place.", "The ledger is broken in %(count)d places.", found
                )
                raise CommandError(message % {"count": found})
            self.stdout.write(self.style.SUCCESS(self.summary()))

    def progress(self) -> Progress:
        """Show how far it is to somebody who watches."""
        if not self.stderr.isatty():
            return lambda rows: None
        done, total = 0, rows_to_read()

        def report(rows: int) -> None:
            nonlocal done
            done += rows
            self.stderr.write(f"\r{done} / {total}", style_func=str, ending="\n" if done == total else "")

        return report

    def summary(self) -> str:
        """How much was checked, and the last hash for safe keeping."""
        last = Seal.objects.order_by("-id").first()
        if last is None:
            return _("The ledger is empty.")
        counts = [f"{model._base_manager.count()} {model._meta.verbose_name_plural}" for model in TABLES]
        what = _("The ledger is intact: %(counts)s. The last seal is %(id)d, %(hash)s, made with the key %(key)s.")
        return what % {"counts": ", ".join(counts), "id": last.pk, "hash": last.hash, "key": last.key}
