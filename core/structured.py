"""Pages as schema.org objects, for search engines; from the resolved copy and its review alone."""

from typing import Any

from django.http import HttpRequest

from core.context import facts_for
from public.resolve import absolute
from public.richtext import plain
from review.policy import CLINICIAN

Thing = dict[str, Any]
PHYSICIANS = frozenset({"MD", "DO"})
"""The degrees that make a physician in the United States."""


def thing(kind: str, **properties: Any) -> Thing:
    """A schema.org object without its empty properties."""
    return {"@type": kind} | {name: value for name, value in properties.items() if value not in (None, "", [], {})}


def clinic_id() -> str:
    """What other objects call the clinic by."""
    return absolute("/#clinic")


def clinic(request: HttpRequest) -> Thing:
    """The clinic, from its settings."""
    facts = facts_for(request).clinic
    return {
        "@id": clinic_id(),
        **thing(
            "MedicalClinic",
            name=facts.name,
            url=absolute("/"),
            telephone=facts.phone_uri.removeprefix("tel:"),
            address=postal_address(facts),
        ),
    }


def postal_address(facts: Any) -> Thing:
    """Where the clinic is."""
    return thing(
        "PostalAddress",
        streetAddress=facts.street_address,
        addressLocality=facts.city,
        addressRegion=facts.region,
        postalCode=facts.postal_code,
        addressCountry="US",
    )


def web_page(context: dict[str, Any], **properties: Any) -> Thing:
    """The page itself and who answers for it; a medical page where a clinician signed."""
    copy, public, review = context["copy"], context["public"], context["review"]
    medical = review is not None and review["role"] == CLINICIAN
    return thing(
        "MedicalWebPage" if medical else "WebPage",
        url=context["canonical_url"],
        name=copy["title"],
        description=copy["meta"]["search_description"],
        inLanguage=copy["meta"]["locale"],
        datePublished=public and public.first_released_at.isoformat(),
        dateModified=public and public.released_at.isoformat(),
        lastReviewed=review and review["signed_at"].date().isoformat(),
        reviewedBy=review and thing("Person", name=review["signed_by"], honorificSuffix=review["credentials"]),
        primaryImageOfPage=image(copy.get("hero_image") or copy.get("photo")),
        publisher={"@id": clinic_id()},
        **properties,
    )


def breadcrumbs(context: dict[str, Any]) -> list[Thing]:
    """The way to the page; none for a home page or one without an address."""
    steps = [(page.title, absolute(page.address)) for page in context["breadcrumbs"]]
    if not steps or not context["canonical_url"]:
        return []
    steps.append((context["copy"]["title"], context["canonical_url"]))
    items = [
        thing("ListItem", position=position, name=name, item=address)
        for position, (name, address) in enumerate(steps, start=1)
    ]
    return [thing("BreadcrumbList", itemListElement=items)]


def image(value: dict[str, Any] | None) -> Thing | None:
    """A picture by value, as the file that every site can show."""
    if not value:
        return None
    file = next(file for file in value["renditions"] if file["type"] == "image/jpeg")
    return thing("ImageObject", url=absolute(file["url"]), width=file["width"], height=file["height"])


def author(practitioner: dict[str, Any]) -> Thing:
    """A practitioner in a byline, from the short form of their page."""
    return thing(
        "Person",
        name=practitioner["title"],
        honorificSuffix=practitioner["credentials"],
        jobTitle=practitioner["role"],
        url=practitioner["meta"]["html_url"],
    )


def practitioner(request: HttpRequest, context: dict[str, Any]) -> Thing:
    """A practitioner's own page: a physician by degree, else a person who works here."""
    copy = context["copy"]
    facts = facts_for(request).clinic
    shared = {
        "name": copy["title"],
        "url": context["canonical_url"],
        "image": image(copy["photo"]),
        "description": plain(copy["biography"]),
        "knowsLanguage": [spoken["language"] for spoken in copy["languages"]],
        "telephone": facts.phone_uri.removeprefix("tel:"),
        "identifier": npi(copy["npi"]),
    }
    if PHYSICIANS & {degree.strip(" .").upper() for degree in copy["credentials"].split(",")}:
        return thing(
            "Physician",
            **shared,
            usNPI=copy["npi"],
            availableService=[service(treatment) for treatment in copy["treatments"]],
            address=postal_address(facts),
            isAcceptingNewPatients=copy["accepts_new_patients"],
            parentOrganization={"@id": clinic_id()},
        )
    return thing(
        "Person",
        **shared,
        honorificSuffix=copy["credentials"],
        jobTitle=copy["role"],
        worksFor={"@id": clinic_id()},
    )


def npi(number: str) -> Thing | None:
    """A National Provider Identifier, by which registries know whoever it belongs to."""
    return thing("PropertyValue", propertyID="NPI", value=number) if number else None


def service(treatment: dict[str, Any]) -> Thing:
    """A treatment that somebody gives, from the short form of its page."""
    return thing("MedicalTherapy", name=treatment["title"], url=treatment["meta"]["html_url"])


def therapy(copy: dict[str, Any]) -> Thing:
    """A treatment."""
    return thing(
        "MedicalTherapy",
        name=copy["title"],
        alternateName=[name for name in (copy["generic_name"], copy["brand_name"]) if name],
        description=copy["summary"],
        contraindication=plain(copy["contraindications"]),
    )


def conditions(copy: dict[str, Any]) -> list[Thing]:
    """What a page is about."""
    return [thing("MedicalCondition", name=condition["name"]) for condition in copy["conditions"]]


def citation(reference: dict[str, Any]) -> Thing:
    """A publication that a page rests on."""
    doi, pmid = reference["doi"], reference["pmid"]
    return thing(
        "ScholarlyArticle",
        headline=reference["title"],
        author=reference["authors"],
        isPartOf=reference["source"],
        datePublished=str(reference["year"]),
        sameAs=[
            *([f"https://doi.org/{doi}"] if doi else []),
            *([f"https://pubmed.ncbi.nlm.nih.gov/{pmid}/"] if pmid else []),
            *([reference["url"]] if reference["url"] else []),
        ],
    )
