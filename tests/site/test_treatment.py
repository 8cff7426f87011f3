"""The page of a treatment: what is said at a glance, step by step, and by whom it is given."""

import pytest
from bs4 import BeautifulSoup

from review.policy import VERIFIED_PRACTITIONERS
from tests import factories


@pytest.fixture
def steps():
    times = ("Before", "After 40 minutes", "The day after")
    return [("timeline", {"steps": [{"when": when, "title": f"Step {when}", "text": ""} for when in times]})]


def test_what_to_expect_is_told_in_order_with_its_times(clinic, visit, steps):
    treatment = factories.release(factories.revise(clinic.treatment, title="Esketamine", timeline=steps))

    page = visit(treatment)

    assert page.find(id="what-to-expect")
    times = [time.text for time in page.select("ol.timeline > li > .timeline-when")]
    assert times == ["Before", "After 40 minutes", "The day after"]


def test_a_glance_tells_for_whom_it_is_and_leads_to_all_reasons_against(clinic, visit):
    lines = {"who_for": "Adults with depression", "who_not": "People with an aneurysm"}
    treatment = factories.release(factories.revise(clinic.treatment, title="Esketamine", **lines))

    glance = visit(treatment).select_one(".glance")

    assert "Adults with depression" in glance.text
    assert "People with an aneurysm" in glance.text
    assert {link["href"] for link in glance.select("a")} == {"#who-should-not", "#safety"}


def test_only_public_copies_say_who_gives_it(clinic, visit):
    """The therapist's draft names the treatment, too, and so does the page of somebody whom nobody signed."""
    factories.revise(clinic.therapist, treatments=[clinic.treatment]).get_latest_revision().publish()
    factories.practitioner(clinic.directory, title="Eve", treatments=[clinic.treatment]).latest_revision.publish()

    page = visit(clinic.treatment)

    assert [link.text for link in page.select(".givers .card-title a")] == ["Dr Sample"]


def test_what_practitioners_read_among_the_questions_stands_below_their_heading(clinic, client):
    faq = [("for_practitioners", [("heading", {"text": "Doses", "level": "h3"})])]
    treatment = factories.release(factories.revise(clinic.treatment, title="Esketamine", faq=faq))
    client.force_login(factories.user(VERIFIED_PRACTITIONERS))

    page = BeautifulSoup(client.get(treatment.url).content, "html.parser")

    assert page.find(id="questions").name == "h2"
    assert page.find("h3", string="Doses")
