"""The directory of the clinic's practitioners, and the section for those who refer patients."""

from practitioners.models.directory import LANGUAGES, PractitionerIndexPage, PractitionerPage, SpokenLanguage
from practitioners.models.referrals import CallBack, ReferralPage
from practitioners.models.section import PractitionerResourcePage, PractitionerSectionPage, ResourceKind

__all__ = [
    "LANGUAGES",
    "CallBack",
    "PractitionerIndexPage",
    "PractitionerPage",
    "PractitionerResourcePage",
    "PractitionerSectionPage",
    "ReferralPage",
    "ResourceKind",
    "SpokenLanguage",
]
