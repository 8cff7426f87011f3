"""One released section with resources of several kinds, and people who may read it or not."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import localdate, now

from practitioners.models import Visit
from public.models import PublicPage, Verification
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from tests import factories
from tests.rows import Rows, once

OUTSIDERS = ("anonymous", "expired", "revoked", "editor", "clinician", "translator", "manager")
"""Those for whom the section does not exist."""
GROUPS = {"editor": EDITORS, "clinician": CLINICIANS, "translator": TRANSLATORS, "manager": PRACTICE_MANAGERS}


def build() -> Rows:
    """A section with four resources about two treatments, and a safety update."""
    home = factories.site()
    treatments = factories.release(factories.treatment_index(home, title="Treatments", slug="treatments"))
    infusion = factories.release(factories.treatment(treatments, title="Infusion"))
    spray = factories.release(factories.treatment(treatments, title="Nasal spray"))
    section = factories.release(factories.section(home, title="For practitioners", slug="for-practitioners"))

    def resource(title: str, kind: str, about: list[Any], **fields: Any) -> Any:
        return factories.release(factories.resource(section, title=title, kind=kind, treatments=about, **fields))

    words = [("rich_text", "<p>Watch the oxygen saturation.</p>")]
    return Rows(
        home=home,
        section=section,
        infusion=infusion,
        spray=spray,
        protocol=resource("Infusion day", "protocol", [infusion], document=factories.document("Outline"), body=words),
        referral=resource("How to refer", "referral", [infusion, spray]),
        evidence=resource("What trials say", "evidence", []),
        safety=resource("Driving after a session", "safety", [spray], body=words),
    )


built = once(build, "package")


@pytest.fixture
def rows(built: Rows, db: None) -> Rows:
    return built


@pytest.fixture
def reader(rows: Rows) -> Any:
    """A verified practitioner."""
    return factories.user(VERIFIED_PRACTITIONERS, first_name="Petra", last_name="Practitioner")


def logged_in(user: Any) -> Client:
    """A client of somebody's; anonymous without anybody."""
    client = Client()
    if user:
        client.force_login(user)
    return client


def outsider(role: str) -> Any:
    """An account that does not read the section; None for nobody's."""
    if role == "anonymous":
        return None
    if role in GROUPS:
        return factories.user(GROUPS[role])
    user = factories.user(VERIFIED_PRACTITIONERS)
    if role == "revoked":
        user.groups.clear()
    else:
        Verification.objects.filter(user=user).update(until=localdate() - timedelta(days=1))
    return user


def titles(answer: Any) -> list[str]:
    """The titles on a list, in order."""
    assert answer.status_code == 200
    return [item["title"] for item in answer.context["children"].object_list]


def public(page: Any) -> PublicPage:
    """How a page is public."""
    return PublicPage.objects.select_related("edition").get(page_id=page.pk)


def visited(user: Any, *, began: timedelta, before: timedelta | None = None) -> Visit:
    """Let the latest visit of somebody have begun some time ago, and the one before it."""
    previous = None if before is None else now() - before
    return Visit.objects.update_or_create(user=user, defaults={"began_at": now() - began, "previous_at": previous})[0]
