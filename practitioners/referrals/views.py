"""Asking to be called back: what the form on the referral page is sent to."""

import logging

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from practitioners.models.referrals import ReferralPage
from practitioners.referrals import steps
from practitioners.referrals.forms import CallBackForm, keep
from public.pages import render_public
from public.query import public_pages
from public.readers import reader_of

logger = logging.getLogger(__name__)

ACTION = "call_back"
"""How often somebody may ask: ``ACCOUNT_RATE_LIMITS`` in the settings."""
TRAP = "website"
"""A field that people do not see, and robots fill in."""


@never_cache
@require_POST
def ask(request: HttpRequest, page_id: int) -> HttpResponse:
    """Keep a callback and lead back to the page; or the page again, with what was typed and what is wrong with it.

    404 for whoever may not read the page, as its address gives.
    """
    if not reader_of(request).is_verified:
        raise Http404
    pages = public_pages(request).filter(type=ReferralPage._meta.label)
    public = get_object_or_404(pages, page__id=page_id)
    form = CallBackForm(request.POST)
    is_robot = bool(request.POST.get(TRAP))
    if form.is_valid() and not is_robot and not _may_ask(request):
        form.add_error(None, _("You have asked several times within the last hour. Call us, or try again later."))
    if not form.is_valid():
        keep(request, form)
        return render_public(request, page_id)
    if not is_robot:
        steps.ask(request.user, form.cleaned_data)
    with translation.override(public.locale):
        messages.success(request, gettext("We have your number and call you back."))
    return redirect(f"{public.address}#call-back")


def _may_ask(request: HttpRequest) -> bool:
    """Whether somebody has not asked too often. Without its cache nothing is counted, and practitioners are let ask."""
    try:
        return ratelimit.consume(request, action=ACTION)
    except Exception:
        logger.warning("Callbacks cannot be counted.", exc_info=True)
        return True
