"""The screens where people make and revoke tokens for their own apps."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from core.accounts import second_factor
from delivery.tokens import issue

PAGE_SIZE = 20
LASTS: list[tuple[int, Promise]] = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]


class TokenForm(forms.Form):
    """What a token is for, and for how many days it lasts."""

    name = forms.CharField(
        label=_("Name"), max_length=100, help_text=_("What you make it for, such as the name of your app.")
    )
    days = forms.TypedChoiceField(label=_("Ends after"), choices=LASTS, coerce=int, initial=90)


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """One's own tokens, latest first, and the way to another one or why there is none."""
    page: Any = Paginator(issue.tokens_of(request.user), PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = [(token, issue.standing_of(token)) for token in page.object_list]
    context = {"tokens": page, "may_make": issue.may_have_tokens(request)}
    return render(request, "delivery/tokens/list.html", context)


@never_cache
@login_required
@reauthentication_required
def make_token(request: HttpRequest) -> HttpResponse:
    """The form for another token; once it is made, its text, this one time."""
    if second_factor.is_missing(request.user):
        return redirect("second_factor")
    if not issue.may_have_tokens(request):
        raise PermissionDenied
    form = TokenForm(request.POST or None)
    if not form.is_valid():
        return render(request, "delivery/tokens/form.html", {"form": form})
    token, text = issue.make(request.user, form.cleaned_data["name"], form.cleaned_data["days"])
    context = {"token": token, "text": text, "site_url": settings.SITE_URL}
    return render(request, "delivery/tokens/made.html", context)


@require_POST
@login_required
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own tokens; 404 for somebody else's."""
    token = get_object_or_404(issue.tokens_of(request.user), pk=pk, revoked_at=None)
    issue.revoke(token)
    messages.success(request, gettext("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("tokens")
