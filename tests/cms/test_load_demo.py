"""The demo goes through the same review as everything else."""

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import ArticlePage
from cms.demo.people import PEOPLE
from core.models import User
from home.models import HomePage
from ledger.models import SignOff
from public.models import PublicPage
from tests import factories


def test_the_demo_went_through_review_like_everything_else(bare):
    """One test for all of it, because loading takes its time."""
    factories.foundation()
    call_command("load_demo")

    # Every text was signed by somebody who did not write it.
    assert PublicPage.objects.filter(locale="en").count() >= 6 + 3 + 4
    assert PublicPage.objects.filter(locale="es").exists()
    assert all(sign_off.signer_id not in sign_off.authors for sign_off in SignOff.objects.all())
    # A draft, a review and a rejection are there to play with, and not public.
    unreleased = ArticlePage.objects.exclude(pk__in=PublicPage.objects.values("page_id"))
    states = {article.current_workflow_state and article.current_workflow_state.status for article in unreleased}
    assert states == {None, "in_progress", "needs_changes"}
    # The practitioner is shown the safety update alone as new, and is asked to acknowledge it.
    client = Client()
    client.force_login(User.objects.get(email=PEOPLE["practitioner"].email))
    section = client.get(PublicPage.objects.get(type="practitioners.PractitionerSectionPage", locale="en").address)
    marks = [(item["kind"], item["waits"], item["news"]) for item in section.context["children"]]
    assert marks[0] == ("safety", True, "new")
    assert {mark[1:] for mark in marks[1:]} == {(False, "")}
    # One account for each role.
    assert User.objects.count() == len(PEOPLE)


def test_the_demo_is_never_loaded_over_a_site(home):
    with pytest.raises(CommandError):
        call_command("load_demo")
    call_command("load_demo", if_empty=True)

    assert HomePage.objects.count() == 1
    assert not User.objects.filter(email="admin@example.org").exists()


def test_the_known_password_is_refused_on_a_public_host(bare, settings):
    settings.SITE_URL = "https://clinic.example"

    with pytest.raises(CommandError, match="--password"):
        call_command("load_demo")
    assert not User.objects.exists()
