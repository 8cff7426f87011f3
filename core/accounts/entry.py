"""The ways in: Wagtail's own lead to the one login, and those who need a second factor to where they set it up."""

from allauth.account.adapter import get_adapter
from allauth.account.views import logout
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from core.accounts import second_factor
from core.accounts.roles import uses_admin

NEXT = "after_second_factor"
"""The key under which a session keeps where somebody wanted to go."""


@never_cache
def admin_login(request: HttpRequest) -> HttpResponse:
    """Wagtail sends here whoever may not see what they asked for: to log in, or to their account."""
    wanted = _safe(request, reverse("wagtailadmin_home"))
    if not request.user.is_authenticated:
        return redirect(f"{reverse('account_login')}?{urlencode({'next': wanted})}")
    return redirect(wanted if uses_admin(request.user) else settings.LOGIN_REDIRECT_URL)


@never_cache
@login_required
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Why a second factor is needed and the ways to one; once there is one, on to where somebody wanted to go."""
    if "next" in request.GET:
        request.session[NEXT] = _safe(request, reverse("wagtailadmin_home"))
    if second_factor.has_one(request.user):
        return redirect(request.session.pop(NEXT, settings.LOGIN_REDIRECT_URL))
    return render(request, "account/second_factor.html", {"required": second_factor.is_missing(request.user)})


def _safe(request: HttpRequest, otherwise: str) -> str:
    """Where a request says to go next, if that is on this host."""
    wanted = request.GET.get("next", "")
    return wanted if get_adapter(request).is_safe_url(wanted) else otherwise


to_reset = RedirectView.as_view(pattern_name="account_reset_password")
admin_urls = [
    path("admin/login/", admin_login),
    path("admin/logout/", logout),
    path("admin/password_reset/", to_reset),
    path("admin/password_reset/<path:rest>", lambda request, rest: to_reset(request)),
]
"""In the place of Wagtail's own: a way in that knew no second factor would be a way around it."""
