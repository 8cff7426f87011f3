"""Who is written to when an application takes a step: its applicant and those who decide, but for whoever took it."""

from functools import partial

from practitioners.accounts import letters
from practitioners.accounts.signals import stepped
from practitioners.accounts.steps import Step, policy
from review.notices.events import after_commit
from review.notices.sending import deliver, recipients


@after_commit
def on_stepped(step: Step) -> None:
    """Write to both sides, each in their own language."""
    actor = {step.user.pk} if step.user else set()
    if step.name in letters.FOR_APPLICANTS:
        applicant = {step.application.user_id} - actor
        deliver(dict.fromkeys(recipients(applicant), partial(letters.to_applicant, step)))
    if step.name in letters.FOR_MANAGERS:
        deliver(dict.fromkeys(recipients(managers() - actor), partial(letters.to_managers, step)))


def managers() -> set[int]:
    """The ids of those who were given the right to decide; administrators have every right, and are left alone."""
    found = policy.users_with_permission("change").exclude(is_superuser=True)
    return set(found.values_list("pk", flat=True))


def connect() -> None:
    """Connect the receiver; called when the apps are ready."""
    stepped.connect(on_stepped)
