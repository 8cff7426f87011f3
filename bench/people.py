"""Accounts of those who work on the site, and the site as they ask it."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from bench.measure import Application
from core.models import User
from review.models import ReviewerCredential


def account(name: str, group: str) -> User:
    """A new account in a group, with a credential."""
    made = User.objects.create_user(email=f"{name}@example.org", password=None, first_name="Demo", last_name=name)
    made.groups.add(Group.objects.get(name=group))
    ReviewerCredential.objects.create(user=made, name=f"Demo {name}", credentials="MD")
    return made


def signed_in(application: Application, user: User) -> Application:
    """A WSGI application as somebody who is signed in asks it."""
    client = Client()
    client.force_login(user)
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())

    def ask(environ: dict[str, Any], start_response: Any) -> Any:
        return application({**environ, "HTTP_COOKIE": cookie}, start_response)

    return ask
