"""Fallbacks: pages that show the signed text of their source until their own is signed, because somebody said so."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import Page

from ledger import record
from public.following import show_anew
from public.models import Fallback

STARTED, ENDED = "keta.fallback", "keta.fallback_ended"
LOG_ACTIONS = {
    STARTED: (_("Show the source"), _("Shows the signed text of its source until its own is signed")),
    ENDED: (_("Show the source no more"), _("Shows the text of its source no more")),
}


@transaction.atomic
def start(page: Page, source: Page, user: Any) -> None:
    """Let a page show the signed text of its source, marked as such. Its own text comes first once it is signed."""
    record.lock()
    Fallback.objects.update_or_create(page=page, defaults={"source": source})
    show_anew(page)
    log(instance=page.specific, action=STARTED, user=user)


@transaction.atomic
def end(page: Page, user: Any) -> None:
    """Let a page show nothing but a text of its own."""
    record.lock()
    if Fallback.objects.filter(page=page).delete()[0]:
        show_anew(page)
        log(instance=page.specific, action=ENDED, user=user)
