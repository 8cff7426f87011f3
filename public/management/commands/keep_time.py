"""What time brings: run it every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from public.schedule import keep_dates
from review.notices.daily import send_daily
from review.periodic import announce, open_rounds
from review.runs import JOINED


class Command(BaseCommand):
    """Keep every date that has come; says what it did, and nothing when there was nothing to do."""

    help = (
        "Publish and end what was scheduled, put up for review what must soon be signed again, tell those who answer "
        "for it, retire or report what is overdue, send the day's digests, and do what other apps join to it. For "
        "cron, every few minutes; running it again changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        tallies = {
            _("%d published or ended as scheduled"): keep_dates(),
            _("%d put up for periodic re-review"): open_rounds(),
            _("%d reminders sent"): announce(),
            _("%d daily digests sent"): send_daily(timezone.now()),
            **{str(words): work() for words, work in JOINED},
        }
        for words, tally in tallies.items():
            if tally.done:
                self.stdout.write(words % tally.done)
        if failed := sum(tally.failed for tally in tallies.values()):
            raise CommandError(_("%d failed and will be tried again; the log says why.") % failed)
