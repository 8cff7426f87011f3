"""Wagtail's command of this name, so that no crontab has to change; but one schedule that fails holds up no other."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from wagtail.management.commands.publish_scheduled import Command as WagtailCommand

from public.schedule import keep_dates


class Command(WagtailCommand):
    """Publish and end what has come due; what nobody has signed waits. ``keep_time`` does this too, and more."""

    help = "Publish and end what was scheduled. Part of keep_time."

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dryrun"]:
            super().handle(*args, **options)
        elif failed := keep_dates().failed:
            raise CommandError(_("%d failed and will be tried again; the log says why.") % failed)
