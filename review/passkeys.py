"""A passkey in the place of the password when somebody decides: it answers a challenge for one decision, once.

allauth keeps the challenge in the session and checks the answer (allauth/mfa/webauthn/internal/auth.py); here it is
tied to the text that is decided on.
"""

import json
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.http import HttpRequest

UNREADABLE = (ValidationError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What allauth raises for a wrong answer, and the library below it for one that is none."""
CHALLENGED = "review.passkey"
"""The key under which a session keeps the decision that a challenge was made for, and the challenge."""


def are_of(user: Any) -> bool:
    """Whether somebody has a passkey, in one query."""
    return is_mfa_enabled(user, [Authenticator.Type.WEBAUTHN])


def decision(submission_id: int, digest: str) -> str:
    """The name of a decision: on which submission, and on which bytes of its text."""
    return f"{submission_id}:{digest}"


def challenge(request: HttpRequest, decision: str) -> dict[str, Any]:
    """A new challenge for a decision, as the browser's WebAuthn takes it; the one before it counts no more."""
    options = auth.begin_authentication(request.user)
    request.session[CHALLENGED] = [decision, auth.get_state()]
    return options


def is_right(request: HttpRequest, answer: str, decision: str) -> bool:
    """Whether a passkey of whoever asks answered the challenge for this decision. It cannot be answered again.

    ``answer`` is what the browser sent, as JSON.
    """
    challenged = request.session.pop(CHALLENGED, None)
    state = auth.get_state()
    try:
        response = json.loads(answer)
        auth.parse_authentication_response(response)
        authenticator = auth.complete_authentication(request.user, response)
    except UNREADABLE:
        return False
    finally:
        auth.clear_state()
    authenticator.record_usage()
    return challenged == [decision, state]
