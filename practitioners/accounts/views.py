"""The pages about one's own account: what it is, and the application for access."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from practitioners.accounts import errors
from practitioners.accounts.forms import AnswerForm
from practitioners.accounts.steps import ASKED_AGAIN, Answer, apply
from practitioners.models.applications import Application
from public.readers import reader_of

State = Application.State


@dataclass(frozen=True)
class Standing:
    """How an application stands, in words for its applicant, and the step that is theirs; empty when none is."""

    words: Promise
    step: Promise | str = ""


STANDINGS: dict[str | None, Standing] = {
    None: Standing(
        _("The section for practitioners is for licensed professionals. You have not applied for access yet."),
        _("Apply for access"),
    ),
    State.UNCONFIRMED: Standing(
        _("Confirm your e-mail address: follow the link in the mail we sent you. Then we look at your application.")
    ),
    State.PENDING: Standing(_("We have your application and check your licence. You get a mail when it is decided.")),
    State.MORE_ASKED: Standing(_("We need to know something more before we can decide."), _("Answer")),
    State.APPROVED: Standing(
        _("Your licence is checked. When it is renewed, enter the new one; you keep your access while we look at it."),
        _("Enter a renewed licence"),
    ),
    State.REFUSED: Standing(
        _("Your application was refused. If something has changed, hand it in again."), _("Hand it in again")
    ),
    State.REVOKED: Standing(_("Your access was revoked. If you think that this is a mistake, call us.")),
    State.EXPIRED: Standing(_("Your access has ended with your licence."), _("Enter a renewed licence")),
}
"""By the state of the application; None for an account without one."""
TOLD_WHY = frozenset({State.MORE_ASKED, State.REFUSED, State.REVOKED})
"""The states in which the applicant reads what the manager said."""


@never_cache
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Who somebody is here, whether the section is open to them, why not, and what to do next."""
    application = _application_of(request)
    state = application.state if application else None
    context = {
        "application": application,
        "standing": STANDINGS[state],
        "reason": application.reason if application and state in TOLD_WHY else "",
        "is_verified": reader_of(request).is_verified,
        "until": _access_until(request),
    }
    return _private(render(request, "practitioners/accounts/account.html", context))


@never_cache
@login_required
def application(request: HttpRequest) -> HttpResponse:
    """The form of an application: the first of an account, or once more where that is the applicant's turn."""
    mine = _application_of(request)
    if mine is not None and not STANDINGS[mine.state].step:
        return redirect("account")
    form = AnswerForm(request.POST or None, application=mine, initial=_initial(request, mine))
    if request.method == "POST" and form.is_valid():
        try:
            _hand_in(request, mine, form)
        except errors.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, gettext("We have your application."))
            return redirect("account")
    context = {"form": form, "application": mine, "standing": STANDINGS[mine.state if mine else None]}
    return _private(render(request, "practitioners/accounts/application.html", context))


def _application_of(request: HttpRequest) -> Application | None:
    return Application.objects.filter(user=request.user.pk).first()


def _access_until(request: HttpRequest) -> date | None:
    verification = getattr(request.user, "verification", None)
    return verification.until if verification else None


def _initial(request: HttpRequest, mine: Application | None) -> dict[str, Any]:
    """What the form begins with: what was said before, or the name of the account."""
    return model_to_dict(mine, ASKED_AGAIN) if mine else {"name": request.user.get_full_name()}


def _hand_in(request: HttpRequest, mine: Application | None, form: AnswerForm) -> None:
    if mine is not None:
        Answer(mine, request.user, form.said(), form.cleaned_data.get("answer", "")).execute()
        return
    addresses = EmailAddress.objects.filter(user=request.user.pk, email__iexact=request.user.email, verified=True)
    apply(request.user, form.said(), is_confirmed=addresses.exists())


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
