"""What is done with several lines of a queue at once. Each stands for itself: one that is refused stops no other."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from review import assignment, errors, signing
from review.assignment_forms import DueForm
from review.models import Assignment, Submission
from review.panels import reader_of
from review.queue import rounds
from review.views.assignment import NO_DATE, account, back, id_in

Action = Callable[[Submission], Any]


@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """Take, give back, hand over or put off what was ticked, and say what was done and what was not."""
    reader = reader_of(request)
    if not reader.roles:
        raise PermissionDenied
    ticked = [id_in(pk) for pk in request.POST.getlist("submission")]
    action = action_of(request)
    if not ticked or action is None:
        messages.warning(request, _("Tick what it is about, and say what to do with it.") if action else NO_DATE)
        return back(request)
    done, refusals = 0, []
    for submission in rounds.team(reader).filter(pk__in=ticked):
        try:
            action(submission)
            done += 1
        except errors.Refused as refusal:
            refusals.append(f"“{submission.title}”: {refusal}")
    if done:
        messages.success(request, ngettext("%(count)d text: done.", "%(count)d texts: done.", done) % {"count": done})
    for words in refusals:
        messages.error(request, words)
    return back(request)


def action_of(request: HttpRequest) -> Action | None:
    """What is to be done with each text; None when the form does not say it in full."""
    user, chosen = request.user, request.POST.get("action")
    if chosen == "claim":
        return lambda submission: assignment.claim(_in_roles_of(user, submission), user)
    if chosen == "release":
        return lambda submission: assignment.release(_named_for(user, submission), user)
    if chosen == "hand_over":
        person = account(request.POST.get("person", ""))
        return lambda submission: assignment.hand_over(_in_roles_of(person, submission), user, person)
    form = DueForm(request.POST)
    if form.is_valid():
        return lambda submission: assignment.reschedule(submission.pk, user, form.cleaned_data["due_on"])
    return None


def _missing(submission: Submission) -> Any:
    return Assignment.objects.filter(submission=submission, sign_off=None).values_list("pk", flat=True)


def _in_roles_of(person: Any, submission: Submission) -> int:
    found = _missing(submission).filter(role__in=signing.roles_of(person)).first()
    if found is None:
        raise errors.NotInRole
    return found


def _named_for(user: Any, submission: Submission) -> int:
    found = _missing(submission).filter(person=user).first()
    if found is None:
        raise errors.NotTheirs
    return found
