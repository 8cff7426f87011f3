"""Loads the demo through the same steps people take: a draft, its submission, a signature, the release."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import transaction
from django.utils.translation import override
from wagtail.models import Locale, Page, Site

from cms.demo import applications, people, read
from cms.demo.build import Library
from core.models import ClinicSettings, User
from home.models import HomePage
from practitioners.models import Visit
from practitioners.reading.acknowledging import RESOURCE
from public.models import PublicPage
from review import signing
from review.models import ReviewerCredential, Submission
from review.notices.events import silence
from review.policy import CLINICIAN
from review.subjects import Reviewable

PARENTS = {
    "articles.ArticlePage": "articles-index",
    "treatments.TreatmentPage": "treatments-index",
    "practitioners.PractitionerPage": "practitioners-index",
    "practitioners.PractitionerResourcePage": "for-practitioners",
    "practitioners.ReferralPage": "for-practitioners",
}
"""The item under which pages of a type stand; all others stand under the home page."""
MENU = frozenset({"articles-index", "treatments-index", "practitioners-index", "how-we-review", "about", "visiting"})
BOOKING_URL = "https://booking.example.org/"
CHANNEL_URL = "https://referrals.example.org/"
DIRECT_LINE = "212-555-0142"
TRANSLATION = "es"
REASON = "Read with this finding in mind; it is common clinical knowledge, or said with its source nearby."
"""What the demo's clinician answers to what the checks ask about."""


def is_empty() -> bool:
    """Whether the database holds no page but those Wagtail makes by itself."""
    return not HomePage.objects.exists()


@transaction.atomic
def load(password: str, report: Callable[[str], None]) -> None:
    """Load everything or, if anything fails, nothing. ``report`` is told what is being made, and nobody else is."""
    with silence():
        Loader(password, report).run()


class Loader:
    """One loading of the demo."""

    def __init__(self, password: str, report: Callable[[str], None]):
        self.report = report
        self.locales = {
            code: Locale.objects.get_or_create(language_code=code)[0] for code in (read.SOURCE, TRANSLATION)
        }
        self.people = people.make(password)
        self.library = Library()
        self.translations: dict[str, Any] = {}

    def run(self) -> None:
        """References and files first, then English, then Spanish."""
        # The welcome page that Wagtail makes stands where the home page will.
        for page in Page.objects.filter(depth=2):
            page.delete()
        applications.make(self.people)
        self.report("Drawing pictures")
        self.library.add_references(read.references())
        self.library.add_files()
        source, translated = read.read(read.SOURCE), read.read(TRANSLATION)
        items = [item for group in source.values() for item in group]
        for item in self.in_order(items):
            self.make(item)
        for number, item in enumerate(self.in_order(items), start=1):
            self.report(f"Signing English text {number} of {len(items)}")
            self.complete(self.library.made[item["id"]], item, self.people["editor"])
        self.visit_section()
        self.prepare_site()
        items = [item for group in translated.values() for item in group]
        for number, item in enumerate(self.in_order(items), start=1):
            self.report(f"Signing Spanish text {number} of {len(items)}")
            self.translate(item)

    @staticmethod
    def in_order(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Parents before children."""

        def rank(item: dict[str, Any]) -> int:
            if item["type"] == "home.HomePage":
                return 1
            if issubclass(apps.get_model(item["type"]), Page):
                return 3 if item["type"] in PARENTS else 2
            return 0

        return sorted(items, key=rank)

    def make(self, item: dict[str, Any]) -> None:
        """The first draft of an item; what it says of items not made yet comes with ``complete``."""
        model = apps.get_model(item["type"])
        obj = model(locale=self.locales[read.SOURCE])
        self.library.fill(obj, item)
        if isinstance(obj, Page):
            obj.owner = self.people["editor"]
            obj.live = False
            obj.show_in_menus = item["id"] in MENU
            self.parent(item, self.library.made).add_child(instance=obj)
            if isinstance(obj, HomePage):
                self.make_site(obj)
        else:
            if isinstance(obj, Reviewable):
                obj.live = False
            obj.full_clean()
            obj.save()
        self.library.made[item["id"]] = obj

    def translate(self, item: dict[str, Any]) -> None:
        """The Spanish text of an item, written by the translator."""
        source = self.library.made[item["id"]]
        locale = self.locales[TRANSLATION]
        if isinstance(source, Page):
            target = type(source)(
                locale=locale,
                translation_key=source.translation_key,
                owner=self.people["translator"],
                live=False,
                show_in_menus=source.show_in_menus,
            )
            self.library.fill(target, item)
            self.parent(item, self.translations).add_child(instance=target)
        else:
            target = source.copy_for_translation(locale)
            self.library.fill(target, item)
            if isinstance(target, Reviewable):
                target.live = False
            target.full_clean()
            target.save()
        self.translations[item["id"]] = target
        self.complete(target, item, self.people["translator"])

    def parent(self, item: dict[str, Any], made: dict[str, Any]) -> Page:
        """The page under which an item stands."""
        if item["type"] == "home.HomePage":
            return Page.objects.get(depth=1)
        # Adding children changes the parent's row, so it is read again.
        return Page.objects.get(pk=made[PARENTS.get(item["type"], "home")].pk)

    def make_site(self, home: HomePage) -> None:
        """The site begins at the demo's home page."""
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "localhost", "port": 80, "site_name": home.title, "root_page": home},
        )

    def prepare_site(self) -> None:
        """The clinic's facts, and who it is that signs."""
        clinic = ClinicSettings.for_site(Site.objects.get(is_default_site=True))
        clinic.booking_url = BOOKING_URL
        clinic.review_page = self.library.made["how-we-review"]
        clinic.referral_phone = DIRECT_LINE
        clinic.referral_channel_name = "Example Secure Referrals"
        clinic.referral_channel_url = CHANNEL_URL
        clinic.save()
        signs = ReviewerCredential.objects.get(user=self.people["clinician"])
        signs.practitioner = self.library.made["amos-example"]
        signs.save()

    def visit_section(self) -> None:
        """The practitioner was there before the newest resource came, which is shown to them as new."""
        newest = PublicPage.objects.filter(type=RESOURCE).latest("first_released_at")
        before = newest.first_released_at - timedelta(microseconds=1)
        Visit.objects.create(user=self.people["practitioner"], began_at=before, previous_at=before)

    def complete(self, obj: Any, item: dict[str, Any], author: User) -> None:
        """Write the full text as a draft and take it as far as the item says."""
        if not isinstance(obj, Reviewable):
            return
        obj = type(obj).objects.get(pk=obj.pk)
        with override(obj.locale.language_code):
            self.library.fill(obj, item)
            obj.save_revision(user=author, log_action=True)
            if item["state"] == "draft":
                return
            submission = obj.get_workflow().start(obj, author).current_task_state.submission
            if item["state"] == "released":
                self.sign(submission)
            elif item["state"] == "rejected":
                review = signing.item_for(submission)
                signing.ask_for_changes(
                    submission.pk, self.people["clinician"], review.digest, item["review_comment"], "password"
                )

    def sign(self, submission: Submission) -> None:
        """Sign in every role that the policy names."""
        review = signing.item_for(submission)
        for attestation in review.policy.attestations:
            signer = self.people["clinician" if attestation.role == CLINICIAN else "manager"]
            confirmed = dict.fromkeys(attestation.checklist, True)
            reasons = {finding.key: REASON for finding in review.findings}
            signing.approve(submission.pk, signer, review.digest, confirmed, "", "password", reasons=reasons)
