"""What the login does differently from allauth's defaults."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from core.accounts.roles import uses_admin

LONGEST = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3)."""
logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Where people go, what they are sent, and what must not show whether an address is known."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff go to the admin, everybody else to their account, unless they were on their way to something."""
        return reverse("wagtailadmin_home") if uses_admin(request.user) else settings.LOGIN_REDIRECT_URL

    def is_safe_url(self, url: str | None) -> bool:
        """Whether to go on to an address: those of this host alone, not every host the site answers to."""
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )

    def clean_email(self, email: str) -> str:
        """An address that somebody typed; ValidationError for one that is longer than any mail server takes."""
        if len(email) > LONGEST:
            raise ValidationError(_("This e-mail address is too long."))
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail. A mail server that does not answer is logged; whoever waits for the mail asks for it again."""
        try:
            super().send_mail(template_prefix, email, context)
        except OSError:
            logger.exception("The mail “%s” could not be sent.", template_prefix)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords of an account count together, under whatever name of this site they were tried."""
        return str(credentials["email"]).lower()
