"""The choice of notices: what concerns somebody, kept as they made it."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.users.models import UserProfile

from review.models import NoticeChoice
from tests.review.notices.conftest import Cast

SIGNING = ["assigned", "due_tomorrow", "overdue", "periodic"]
WRITING = ["returned", "signed", "withheld"]


def logged_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def offered(user: Any) -> list[str]:
    """The kinds of notice that somebody can choose among in their account."""
    panels = logged_in(user).get(reverse("wagtailadmin_account")).context["panels_by_tab"].values()
    forms = [panel.get_form() for tab in panels for panel in tab if panel.name == "notices"]
    return [key for form in forms for key, _ in form.fields["wanted"].choices]


def choose(user: Any, *wanted: str) -> None:
    """Save the account with some kinds ticked."""
    fields = {
        "name_email-first_name": user.first_name,
        "name_email-last_name": user.last_name,
        "name_email-email": user.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "notices-wanted": wanted,
    }
    answer = logged_in(user).post(reverse("wagtailadmin_account"), fields)
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("part", "kinds"),
    [
        ("clinician", SIGNING),
        ("author", SIGNING + WRITING),
        ("manager", [*SIGNING, "withheld"]),
        ("administrator", ["periodic", *WRITING]),
    ],
)
def test_offers_what_concerns_a_role(part: str, kinds: list[str], cast: Cast) -> None:
    assert offered(getattr(cast, part)) == kinds


def test_everything_is_told_until_somebody_chooses(cast: Cast) -> None:
    answer = logged_in(cast.clinician).get(reverse("wagtailadmin_account")).content.decode()
    boxes = re.findall(r'<input[^>]* name="notices-wanted"[^>]*>', answer)
    assert len(boxes) == len(SIGNING)
    assert [box for box in boxes if " checked" not in box] == []


def test_keeps_the_choice(cast: Cast) -> None:
    choose(cast.clinician, "assigned", "periodic")
    assert NoticeChoice.objects.get(user=cast.clinician).muted == ["due_tomorrow", "overdue"]
    choose(cast.clinician, *SIGNING)
    assert NoticeChoice.objects.get(user=cast.clinician).muted == []


def test_what_does_not_concern_somebody_now_stays_as_they_chose(cast: Cast) -> None:
    NoticeChoice.objects.create(user=cast.clinician, muted=["returned"], digest_sent_on="2031-03-03")
    choose(cast.clinician)
    choice = NoticeChoice.objects.get(user=cast.clinician)
    assert choice.muted == sorted([*SIGNING, "returned"])
    assert str(choice.digest_sent_on) == "2031-03-03", "or the digest of the day would be sent again"


def test_wagtail_offers_no_choice_about_mail_it_does_not_send(cast: Cast) -> None:
    """Comments in the editor are the only thing it still tells of."""
    answer = logged_in(cast.author).get(reverse("wagtailadmin_account")).content.decode()
    assert "updated_comments_notifications" in answer
    for gone in ("submitted_notifications", "approved_notifications", "rejected_notifications"):
        assert gone not in answer
    choose(cast.author, *SIGNING, *WRITING)
    assert UserProfile.objects.get(user=cast.author).approved_notifications is True


@pytest.mark.parametrize(("part", "shown"), [("clinician", True), ("administrator", False)])
def test_leads_those_who_sign_to_their_calendar(part: str, shown: bool, cast: Cast) -> None:
    answer = logged_in(getattr(cast, part)).get(reverse("wagtailadmin_account")).content.decode()
    assert ("/admin/review/calendar/" in answer) is shown
