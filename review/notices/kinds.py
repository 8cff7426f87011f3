"""The kinds of notice, and whom each concerns."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from review.signing import roles_of


@dataclass(frozen=True)
class Kind:
    """Something people are told of, and may choose not to be.

    It concerns those who sign, if ``signers``, and those who may do one of ``actions`` with pages.
    """

    key: str
    label: Promise
    signers: bool = False
    actions: frozenset[str] = frozenset()


WRITING = frozenset({"add", "change"})

ASSIGNED = Kind("assigned", _("A text waits for my signature"), signers=True)
DUE_TOMORROW = Kind("due_tomorrow", _("A review is due tomorrow"), signers=True)
OVERDUE = Kind("overdue", _("Reviews are overdue, once a day"), signers=True)
PERIODIC = Kind("periodic", _("A public text is to be signed again soon"), signers=True, actions=WRITING)
RETURNED = Kind("returned", _("Changes are asked for in a text of mine"), actions=WRITING)
SIGNED = Kind("signed", _("A text that I submitted is signed"), actions=WRITING)
WITHHELD = Kind("withheld", _("A published text is withheld from readers"), actions=WRITING | {"publish"})

KINDS = (ASSIGNED, DUE_TOMORROW, OVERDUE, PERIODIC, RETURNED, SIGNED, WITHHELD)


def concerning(user: Any) -> list[Kind]:
    """The kinds that somebody can be told of."""
    policy, signs = policy_registry.get_by_type(Page), bool(roles_of(user))
    return [
        kind
        for kind in KINDS
        if (kind.signers and signs) or (kind.actions and policy.user_has_any_permission(user, kind.actions))
    ]
