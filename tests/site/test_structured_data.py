"""Search engines get the page as schema.org objects, from the same signed copy."""

import json

import pytest

from ledger.models import SignOff


@pytest.fixture
def graph(visit):
    def objects(page):
        data = json.loads(visit(page).find("script", type="application/ld+json").string)
        assert data["@context"] == "https://schema.org"
        return {thing["@type"]: thing for thing in data["@graph"]}

    return objects


def test_an_article_is_a_medical_page_that_says_who_signed_and_when(graph, clinic):
    page = graph(clinic.article)["MedicalWebPage"]

    sign_off = SignOff.objects.get(subject=str(clinic.article.subject))
    assert page["reviewedBy"] == {"@type": "Person", "name": sign_off.signer_name, "honorificSuffix": "MD"}
    assert page["lastReviewed"] == sign_off.signed_at.date().isoformat()
    assert [author["name"] for author in page["author"]] == ["Dr Sample"]
    assert page["name"] == "Infusions <script>alert('x')</script>"
    assert [work["headline"] for work in page["citation"]] == ["A cited trial", "Another trial"]


def test_a_treatment_is_a_therapy_with_its_contraindication(graph, clinic):
    therapy = graph(clinic.treatment)["MedicalWebPage"]["about"][0]

    assert therapy["@type"] == "MedicalTherapy"
    assert therapy["alternateName"] == ["Spravato"]
    assert therapy["contraindication"] == "Not for everybody"


def test_a_practitioner_is_a_physician_by_degree_only(graph, clinic):
    physician = graph(clinic.practitioner)["WebPage"]["mainEntity"]
    therapist = graph(clinic.therapist)["WebPage"]["mainEntity"]

    assert (physician["@type"], physician["usNPI"]) == ("Physician", "1234567893")
    assert (therapist["@type"], therapist["honorificSuffix"]) == ("Person", "PhD")


def test_a_physician_is_found_by_language_treatment_number_and_room(graph, clinic):
    physician = graph(clinic.practitioner)["WebPage"]["mainEntity"]

    assert physician["knowsLanguage"] == ["en", "es"]
    assert physician["isAcceptingNewPatients"] is True
    assert physician["identifier"] == {"@type": "PropertyValue", "propertyID": "NPI", "value": "1234567893"}
    (service,) = physician["availableService"]
    assert (service["@type"], service["name"]) == ("MedicalTherapy", "Esketamine")
    assert service["url"].endswith(clinic.treatment.url)
    assert physician["parentOrganization"]["@id"].endswith("#clinic")


@pytest.mark.parametrize("name", ["home", "standard", "article", "directory"])
def test_every_page_names_the_clinic(graph, clinic, name):
    place = graph(getattr(clinic, name))["MedicalClinic"]

    assert place["name"] == "Test Clinic"
    assert place["telephone"] == "+12125550100"


def test_breadcrumbs_lead_from_the_home_page_to_the_page(graph, clinic):
    steps = graph(clinic.lengthy)["BreadcrumbList"]["itemListElement"]

    assert [step["position"] for step in steps] == [1, 2, 3]
    assert [step["name"] for step in steps][1:] == ["Articles", "How long it takes"]
    assert steps[2]["item"].endswith(clinic.lengthy.url)
    assert "BreadcrumbList" not in graph(clinic.home)
