"""The directory of the clinic's practitioners, and the section for those who refer patients, with who may read it."""

from practitioners.models.applications import Application, Profession
from practitioners.models.directory import LANGUAGES, PractitionerIndexPage, PractitionerPage, SpokenLanguage
from practitioners.models.kinds import ResourceKind
from practitioners.models.reading import Acknowledgement, NeverChanged, Visit
from practitioners.models.referrals import CallBack, ReferralPage
from practitioners.models.section import PractitionerResourcePage, PractitionerSectionPage

__all__ = [
    "LANGUAGES",
    "Acknowledgement",
    "Application",
    "CallBack",
    "NeverChanged",
    "PractitionerIndexPage",
    "PractitionerPage",
    "PractitionerResourcePage",
    "PractitionerSectionPage",
    "Profession",
    "ReferralPage",
    "ResourceKind",
    "SpokenLanguage",
    "Visit",
]
