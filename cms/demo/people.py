"""The demo's accounts, one for each role. All of them are fictional."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import Group
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from core.models import User
from review.models import ReviewerCredential
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from translations.models import TranslatorGroup


@dataclass(frozen=True)
class Person:
    """An account: its address, name, groups, what it is for, how it signs and into which language it translates.

    Empty: it does not.
    """

    email: str
    first_name: str
    last_name: str
    groups: tuple[str, ...]
    does: str
    signs_as: str = ""
    credentials: str = ""
    translates_into: str = ""
    superuser: bool = False


PASSWORD = "keta-demo-only"  # noqa: S105
PEOPLE = {
    "editor": Person("editor@example.org", "Edda", "Editor", (EDITORS,), "writes and submits", signs_as="Edda Editor"),
    "clinician": Person(
        "clinician@example.org",
        "Amos",
        "Example",
        (CLINICIANS,),
        "reads and signs",
        signs_as="Dr. Amos Example",
        credentials="DO",
    ),
    "translator": Person(
        "translator@example.org",
        "Tomás",
        "Traductor",
        (TRANSLATORS,),
        "translates into Spanish",
        translates_into="es",
    ),
    "manager": Person(
        "manager@example.org",
        "Mara",
        "Manager",
        (PRACTICE_MANAGERS,),
        "keeps accounts and credentials",
        signs_as="Mara Manager",
    ),
    "practitioner": Person(
        "practitioner@example.org",
        "Petra",
        "Practitioner",
        (),
        "reads the section for practitioners",
    ),
    "applicant": Person("applicant@example.org", "Ari", "Applicant", (), "has applied for access, and waits"),
    "colleague": Person("colleague@example.org", "Petra", "Practitioner-Example", (), "names the same licence"),
    "administrator": Person(
        "admin@example.org", "Ada", "Administrator", (), "administers, signs nothing", superuser=True
    ),
}


def make(password: str) -> dict[str, User]:
    """The accounts, by role, all with one password. The locales have to be there."""
    return {role: _account(person, password) for role, person in PEOPLE.items()}


def _account(person: Person, password: str) -> User:
    user = User.objects.create_user(
        person.email,
        password,
        first_name=person.first_name,
        last_name=person.last_name,
        is_superuser=person.superuser,
        is_staff=person.superuser,
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    user.groups.set(Group.objects.filter(name__in=person.groups))
    if person.translates_into:
        user.groups.add(TranslatorGroup.objects.get(locale__language_code=person.translates_into).group)
    # Loading would write to everybody about everything.
    UserProfile.objects.create(
        user=user,
        submitted_notifications=False,
        approved_notifications=False,
        rejected_notifications=False,
        updated_comments_notifications=False,
    )
    if person.signs_as:
        credential = ReviewerCredential.objects.create(user=user, name=person.signs_as, credentials=person.credentials)
        credential.languages.set(Locale.objects.exclude(language_code=settings.LANGUAGE_CODE))
    return user
