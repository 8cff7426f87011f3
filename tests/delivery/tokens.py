"""Tokens as apps send them."""

from typing import Any

from wagtail.models import APIToken

from delivery.tokens import issue


def bearer(text: str) -> dict[str, str]:
    return {"authorization": f"Bearer {text}"}


def token_of(user: Any, **changes: Any) -> str:
    """The text of a new token of an account; ``changes`` are values of its row."""
    token, text = issue.make(user, "App", 30)
    APIToken.objects.filter(pk=token.pk).update(**changes)
    return text
