"""What tests need to begin: a site, people by role, pages and snippets, and the way to release them."""

import itertools
import json
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils.timezone import localdate
from PIL import Image as Picture
from wagtail.models import Collection, Locale, Page, Site, TaskState

from articles.models import ArticleIndexPage, ArticlePage, Reference, Topic
from core.models import Document, Image, User
from home.models import CallToAction, HomePage, StandardPage
from ledger.models import SignOff
from practitioners.models import (
    PractitionerIndexPage,
    PractitionerPage,
    PractitionerResourcePage,
    PractitionerSectionPage,
    ReferralPage,
)
from public.models import Verification
from review import signing
from review.defaults import seed_lists
from review.lineage import Grade
from review.models import ReviewerCredential, Submission
from review.policy import CLINICIANS, COMPLIANCE, EDITORS, PRACTICE_MANAGERS, TRANSLATORS, VERIFIED_PRACTITIONERS
from review.roles import seed
from translations.models import TranslatorGroup
from treatments.models import Condition, SafetyStatement, TreatmentIndexPage, TreatmentPage

PASSWORD = "correct horse battery staple"
numbers = itertools.count(1)


def foundation() -> None:
    """What the migrations leave behind: locales, the roots of the trees, roles and workflow, lists of words."""
    for code in ("en", "es"):
        Locale.objects.get_or_create(language_code=code)
    if not Page.objects.filter(depth=1).exists():
        Page.add_root(title="Root", slug="root", locale=Locale.objects.get(language_code="en"))
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    seed(apps)
    seed_lists(apps)


def site() -> HomePage:
    """The released English home page of the site at localhost, which answers every host; made where there is none."""
    if present := Site.objects.filter(is_default_site=True).first():
        return present.root_page.specific
    foundation()
    home = page(HomePage, Page.objects.get(depth=1), hero_heading="Care", introduction="<p>Welcome</p>")
    Site.objects.create(is_default_site=True, hostname="localhost", port=80, root_page=home)
    return release(home)


def user(*groups: str, **fields: Any) -> User:
    """An account in some groups, with a confirmed address.

    Whoever may sign has a credential, practitioners a licence that holds; translators translate into Spanish.
    """
    number = next(numbers)
    fields = {
        "email": f"person{number}@example.org",
        "first_name": f"First{number}",
        "last_name": f"Last{number}",
        **fields,
    }
    account = User.objects.create_user(password=PASSWORD, **fields)
    EmailAddress.objects.create(user=account, email=account.email, primary=True, verified=True)
    account.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    if VERIFIED_PRACTITIONERS in groups:
        Verification.objects.create(user=account, until=localdate() + timedelta(days=365))
    if TRANSLATORS in groups:
        account.groups.add(TranslatorGroup.objects.get(locale__language_code="es").group)
    if {CLINICIANS, EDITORS, PRACTICE_MANAGERS} & set(groups):
        credential = ReviewerCredential.objects.create(
            user=account, name=f"Dr {account.first_name} {account.last_name}", credentials="MD"
        )
        credential.languages.set(Locale.objects.all())
    return account


def editor() -> User:
    """Somebody who writes."""
    return user(EDITORS)


def translator(language: str = "es") -> User:
    """Somebody who translates into one language."""
    account = user()
    account.groups.add(TranslatorGroup.objects.get(locale__language_code=language).group)
    return account


def clinician() -> User:
    """Somebody who signs."""
    return user(CLINICIANS)


def page(model: type[Page], parent: Page, **fields: Any) -> Any:
    """A draft page, its first revision saved by its owner."""
    number = next(numbers)
    owner = fields.pop("owner", None) or editor()
    defaults = {"title": f"{model._meta.verbose_name} {number}", "slug": f"page-{number}", "live": False}
    locale = fields.pop("locale", None) or (parent.locale if parent.depth > 1 else Locale.get_default())
    made = parent.add_child(instance=model(**{**defaults, **fields}, owner=owner, locale=locale))
    made.save_revision(user=owner)
    return made


def snippet(model: type, **fields: Any) -> Any:
    """A draft snippet, its first revision saved by an editor."""
    fields.setdefault("locale", Locale.get_default())
    made = model.objects.create(**{"live": False, **fields})
    made.save_revision(user=editor())
    return made


def without(stream: Any, shown: Any) -> str:
    """A stream as it is stored, without the blocks that show something, such as a statement nobody has translated."""
    stored = zip(stream.get_prep_value(), stream, strict=True)
    return json.dumps([block for block, part in stored if part.value != shown])


def start(obj: Any, author: User | None = None) -> TaskState:
    """Start the workflow of a page or snippet, whatever its task is."""
    return obj.get_workflow().start(obj, author or obj.latest_revision.user).current_task_state


def submit(obj: Any, author: User | None = None) -> Submission:
    """Send the latest revision of a page or snippet to review."""
    return start(obj, author).submission


def confirmed(obj: Any) -> dict[str, bool]:
    """Every point of the first checklist of a page's or snippet's policy."""
    return dict.fromkeys(obj.review_policy.attestations[0].checklist, True)


def reasons(item: signing.Item) -> dict[str, str]:
    """An answer to everything that the checks find in the text under review."""
    return {finding.key: "Read with this in mind." for finding in item.findings}


def sign(obj: Any, signer: User | None = None, grade: Grade = Grade.WORDING) -> SignOff:
    """Give every signature that the text under review takes; the first of the sign-offs.

    ``grade`` says how grave the change is for translations, where that is asked.
    """
    item = signing.item_for(Submission.objects.waiting().of(obj).get())
    sign_offs = []
    for attestation in item.policy.attestations:
        group = PRACTICE_MANAGERS if attestation.role == COMPLIANCE else CLINICIANS
        account = signer if signer and not sign_offs else user(group)
        answers = dict.fromkeys(attestation.checklist, True)
        said = {"reasons": reasons(item), "grade": grade}
        sign_offs.append(signing.approve(item.submission.pk, account, item.digest, answers, "", "password", **said))
    return sign_offs[0]


def release(obj: Any, signer: User | None = None, grade: Grade = Grade.WORDING) -> Any:
    """Submit and sign the latest revision, so that it becomes the current edition; the object as it is then."""
    submit(obj)
    sign(obj, signer, grade)
    return type(obj).objects.get(pk=obj.pk)


def revise(obj: Any, author: User | None = None, **fields: Any) -> Any:
    """A new draft of a page or snippet with other field values; the object with that draft as latest revision."""
    draft = obj.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    draft.save_revision(user=author or editor())
    return type(obj).objects.get(pk=obj.pk)


def picture(title: str = "A picture", color: str = "teal", size: tuple[int, int] = (640, 400)) -> Image:
    """A picture of one colour in the library."""
    file = ContentFile(b"", name=f"{title}.png")
    Picture.new("RGB", size, color).save(file, "PNG")
    return Image.objects.create(title=title, file=ImageFile(file, name=f"{color}.png"))


def document(title: str = "A document", content: bytes = b"%PDF-1.4 text") -> Document:
    """A document in the library."""
    return Document.objects.create(title=title, file=ContentFile(content, name="file.pdf"))


def reference(**fields: Any) -> Reference:
    """A publication."""
    number = next(numbers)
    return Reference.objects.create(
        **{"authors": f"Author{number} A", "title": f"Trial {number}", "source": "Journal", "year": 2006, **fields}
    )


def topic(name: str = "Research", **fields: Any) -> Topic:
    """A topic."""
    return Topic.objects.create(name=name, slug=f"topic-{next(numbers)}", locale=Locale.get_default(), **fields)


def condition(name: str = "Depression", **fields: Any) -> Condition:
    """A condition."""
    return Condition.objects.create(name=name, slug=f"condition-{next(numbers)}", locale=Locale.get_default(), **fields)


def safety_statement(**fields: Any) -> SafetyStatement:
    """A draft safety statement."""
    return snippet(
        SafetyStatement,
        **{
            "title": "Important safety information",
            "boxed_warning": "<p>Sedation</p>",
            "information": "<p>Two hours of monitoring</p>",
            "source_label": "Label",
            "revised_on": "2026-01-01",
            **fields,
        },
    )


def call_to_action(**fields: Any) -> CallToAction:
    """A draft call to action."""
    return snippet(CallToAction, **{"title": "Talk to us", "label": "Book", **fields})


def article_index(home: HomePage, **fields: Any) -> ArticleIndexPage:
    """A draft article index."""
    return page(ArticleIndexPage, home, **fields)


def article(index: ArticleIndexPage, **fields: Any) -> ArticlePage:
    """A draft article."""
    body = [("heading", {"text": "How it works", "level": "h2"}), ("rich_text", "<p>It works.</p>")]
    return page(ArticlePage, index, **{"introduction": "<p>Introduction</p>", "body": body, **fields})


def treatment_index(home: HomePage, **fields: Any) -> TreatmentIndexPage:
    """A draft treatment index."""
    return page(TreatmentIndexPage, home, **fields)


def treatment(index: TreatmentIndexPage, **fields: Any) -> TreatmentPage:
    """A draft treatment."""
    return page(TreatmentPage, index, **{"summary": "Summary", "regulatory_status": "off_label", **fields})


def practitioner_index(home: HomePage, **fields: Any) -> PractitionerIndexPage:
    """A draft directory."""
    return page(PractitionerIndexPage, home, **fields)


def practitioner(index: PractitionerIndexPage, **fields: Any) -> PractitionerPage:
    """A draft practitioner."""
    return page(PractitionerPage, index, **{"role": "Physician", "biography": "<p>Biography</p>", **fields})


def section(home: HomePage, **fields: Any) -> PractitionerSectionPage:
    """A draft section for practitioners, private from the start."""
    return page(PractitionerSectionPage, home, **fields)


def resource(parent: PractitionerSectionPage, **fields: Any) -> PractitionerResourcePage:
    """A draft resource of the section."""
    return page(PractitionerResourcePage, parent, **{"kind": "protocol", "summary": "Summary", **fields})


def referral(parent: PractitionerSectionPage, **fields: Any) -> ReferralPage:
    """A draft of the page that says how to refer a patient."""
    return page(ReferralPage, parent, **{"introduction": "<p>Call us.</p>", **fields})


def standard(parent: Page, **fields: Any) -> StandardPage:
    """A draft standard page."""
    return page(StandardPage, parent, **fields)
