"""What the tests of notices share: a cast of people, a text, and what is sent."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest

from core.models import User
from review import signing
from review.models import Submission
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from review.signals import assigned
from tests import factories
from tests.rows import Rows, made_once

Sent = Callable[[], AbstractContextManager[list[Any]]]

PARTS = {
    "author": (EDITORS,),
    "submitter": (EDITORS, TRANSLATORS),
    "clinician": (CLINICIANS,),
    "colleague": (CLINICIANS,),
    "manager": (PRACTICE_MANAGERS,),
    "wrote_too": (CLINICIANS, EDITORS),
    "gone": (CLINICIANS, EDITORS),
    "reader": (VERIFIED_PRACTITIONERS,),
    "administrator": (),
}
"""One account for each part somebody can have in a review. ``gone`` is closed."""


class Cast(Rows):
    """The people of ``PARTS`` and an article, all of them as they are now."""

    def everybody(self) -> list[User]:
        """The accounts of all parts."""
        return [getattr(self, name) for name in PARTS]

    def told(self, mails: list[Any]) -> list[str]:
        """Who got some mails, by their part. Whoever has no part may get none."""
        parts = {getattr(self, name).email: name for name in PARTS}
        return sorted(parts[address] for mail in mails for address in mail.to)


@pytest.fixture(scope="module")
def staged(released: Rows, django_db_blocker: Any) -> Iterator[Cast]:
    """An article that the author and one of the clinicians wrote, and somebody who has left."""

    def build() -> Cast:
        # Whoever signed what the article stands on has left as well.
        User.objects.update(is_active=False)
        cast = Cast()
        for name, groups in PARTS.items():
            administers = name == "administrator"
            cast.keep(name, factories.user(*groups, is_superuser=administers, is_staff=administers))
        article = factories.article(released.index, title="Ketamine at home", slug="at-home", owner=cast.author)
        for hand in (cast.wrote_too, cast.gone):
            article = factories.revise(article, hand)
        User.objects.filter(pk=cast.gone.pk).update(is_active=False)
        cast.keep("article", article)
        return cast

    with made_once(django_db_blocker, build) as cast:
        yield cast


@pytest.fixture
def cast(db: None, staged: Cast) -> Cast:
    return staged


@pytest.fixture
def submission(cast: Cast) -> Submission:
    """The article under review."""
    return factories.submit(cast.article, cast.submitter)


@pytest.fixture
def sent(mailoutbox: list[Any], django_capture_on_commit_callbacks: Any) -> Sent:
    """A context that ends as a transaction does; in it, what was sent then."""

    @contextmanager
    def sending() -> Iterator[list[Any]]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            yield mailoutbox

    return sending


def sign(submission: Submission, signer: User, comment: str = "") -> Any:
    """Give one signature."""
    item = signing.item_for(submission)
    role = signing.signatory(item, signer).assignment.role
    answers = dict.fromkeys(item.policy.attestation(role).checklist, True)
    return signing.approve(submission.pk, signer, item.digest, answers, comment, "password")


def ask_for_changes(submission: Submission, signer: User, comment: str = "Where is the trial?") -> Any:
    """Return a text to its author."""
    digest = signing.item_for(submission).digest
    return signing.ask_for_changes(submission.pk, signer, digest, comment, "password")


def hand_over(submission: Submission, to: User, by: User) -> None:
    """Name somebody for the first signature."""
    assignment = submission.assignments.first()
    assignment.person = to
    assignment.save()
    assigned.send(sender=type(assignment), assignment=assignment, by=by)
