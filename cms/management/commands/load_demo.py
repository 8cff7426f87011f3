from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.demo import load
from cms.demo.people import PASSWORD


class Command(BaseCommand):
    help = "Load the demo: a small clinic in English and Spanish, with one account for each role."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing, quietly, when the site has pages already."
        )
        parser.add_argument("--password", help="The password of all demo accounts.")

    def handle(self, *args, **options):
        if not load.is_empty():
            if options["if_empty"]:
                return
            raise CommandError("The site has pages already; the demo is loaded into an empty one only.")
        host = urlsplit(settings.SITE_URL).hostname
        if host not in ("localhost", "127.0.0.1") and not options["password"]:
            if options["if_empty"]:
                return
            raise CommandError(
                f"This site answers at {host}, and the demo's usual password is known to everybody. "
                "Give another one: load_demo --password …"
            )
        self.stdout.write("Loading the demo …")
        load.load(options["password"] or PASSWORD, self.progress)
        self.stdout.write("\r" + "The demo is loaded.".ljust(50))

    def progress(self, step: str) -> None:
        """One line that is written over, on a terminal; silence elsewhere."""
        if self.stdout.isatty():
            self.stdout.write(f"\r{step.ljust(50)}", ending="")
            self.stdout.flush()
