"""Write down what readers saw of a page at a moment, and who answers for it."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from ledger.verify import snapshot
from review.evidence import evidence, moment_of


class Command(BaseCommand):
    """The evidence pack of one subject at one moment, as JSON."""

    help = "Write the evidence pack of a subject (page:<translation key>:<locale>) at a moment, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("subject", help="as the ledger names it, such as page:<translation key>:es")
        parser.add_argument("--at", help="ISO 8601, on the clinic's clock without a zone; now when left out")
        parser.add_argument("--file", type=Path, help="where to write it; standard output when left out")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            moment = moment_of(options["at"]) if options["at"] else timezone.now()
        except ValueError as error:
            raise CommandError(f"{options['at']} is no moment; write 2026-03-03T14:05.") from error
        with snapshot():
            found = evidence(options["subject"], moment)
            if found is None:
                raise CommandError(f"Nothing of {options['subject']} was shown at {moment:%Y-%m-%d %H:%M %Z}.")
            pack = orjson.dumps(found.data(), option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode()
        if options["file"]:
            options["file"].write_text(f"{pack}\n")
        else:
            self.stdout.write(pack)
