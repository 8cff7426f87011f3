"""Write the ledger down for others to check."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from ledger.export import lines
from ledger.rows import Unreadable
from ledger.verify import snapshot


class Command(BaseCommand):
    """Write every row of the ledger and the public keys as JSON Lines."""

    help = "Write the whole ledger as JSON Lines, which docs/check_export.py checks. Safe at any time."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="where to write it; standard output when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path | None = options["file"]
        try:
            with snapshot():
                if file is None:
                    for line in lines():
                        self.stdout.write(line)
                else:
                    self.write(file)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be written: %(error)s") % {"file": file, "error": error}) from error
        except Unreadable as error:
            raise CommandError(_("%(row)s cannot be read; verify_ledger says more.") % {"row": error}) from error

    def write(self, file: Path) -> None:
        """Write the file when all of it can be written."""
        part = file.with_name(f"{file.name}.part")
        try:
            with part.open("w", encoding="ascii", newline="\n") as output:
                output.writelines(f"{line}\n" for line in lines())
            part.replace(file)
        finally:
            part.unlink(missing_ok=True)
