"""The directory of the clinic's practitioners, and the section for those who refer patients, with who may read it."""

from practitioners.models.applications import Application, Profession
from practitioners.models.directory import LANGUAGES, PractitionerIndexPage, PractitionerPage, SpokenLanguage
from practitioners.models.section import PractitionerResourcePage, PractitionerSectionPage, ResourceKind

__all__ = [
    "LANGUAGES",
    "Application",
    "PractitionerIndexPage",
    "PractitionerPage",
    "PractitionerResourcePage",
    "PractitionerSectionPage",
    "Profession",
    "ResourceKind",
    "SpokenLanguage",
]
