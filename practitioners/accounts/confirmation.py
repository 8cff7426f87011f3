"""Where allauth tells us that an e-mail address is confirmed."""

from contextlib import suppress
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed

from practitioners.accounts.errors import Meanwhile
from practitioners.accounts.steps import Confirm
from practitioners.models.applications import Application


def on_confirmed(sender: Any, email_address: EmailAddress, **kwargs: Any) -> None:
    """An application that waited for this goes to the managers."""
    application = Application.objects.filter(user=email_address.user_id).first()
    if application is not None:
        with suppress(Meanwhile):
            Confirm(application, application.user).execute()


def connect() -> None:
    """Connect the receiver; called when the apps are ready."""
    email_confirmed.connect(on_confirmed)
