"""A site of a given size, every text of which was signed and released."""

from collections.abc import Callable
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.models import Locale, Page, Site

from articles.models import ArticleAuthor, ArticleIndexPage, ArticlePage, Reference, Topic
from bench.words import Words
from core.models import Image
from home.models import CallToAction, HomePage
from ledger import record
from practitioners.models import PractitionerIndexPage, PractitionerPage
from public.release import Outcome, release
from review.copy import copy_of
from treatments.models import Condition, SafetyStatement, TreatmentIndexPage, TreatmentPage

PICTURES = ("#12403f", "#7e9aa8", "#c7785a", "#8fa487", "#5f5180", "#ddc19a")
EDITOR_ID, CLINICIAN_ID = 1, 2
"""The ledger outlives accounts, so none are needed."""


def fill(articles: int, report: Callable[[str], None]) -> list[ArticlePage]:
    """A site with so many articles, released; the articles. ``report`` is told what is being made."""
    return Filling(report).run(articles)


class Filling:
    """One filling of an empty site."""

    def __init__(self, report: Callable[[str], None]):
        self.report = report
        self.words = Words(seed=1)
        self.numbers = count(1)
        self.locale = Locale.objects.get_or_create(language_code="en")[0]

    def run(self, articles: int) -> list[ArticlePage]:
        """What articles refer to first, then the articles."""
        self.report("What articles refer to")
        self.pictures = [self.picture(color) for color in PICTURES]
        self.references = [self.reference() for _ in range(60)]
        self.conditions = [self.filed(Condition) for _ in range(6)]
        self.topics = [self.filed(Topic) for _ in range(8)]
        self.invitation = self.snippet(CallToAction, text=self.words.html(20), label="Book a talk")
        home = self.home()
        self.treatments = self.make_treatments(self.page(TreatmentIndexPage, home, show_in_menus=True))
        self.practitioners = self.make_practitioners(self.page(PractitionerIndexPage, home, show_in_menus=True))
        index = self.page(ArticleIndexPage, home, show_in_menus=True, introduction=self.words.html(30))
        made = []
        for number in range(1, articles + 1):
            made.append(self.article(index))
            if number % 50 == 0:
                self.report(f"Article {number} of {articles}")
        return made

    def home(self) -> HomePage:
        # The welcome page that Wagtail makes stands where the home page will.
        for page in Page.objects.filter(depth=2):
            page.delete()
        home = HomePage(title="Home", hero_heading="Care", introduction=self.words.html(40), locale=self.locale)
        Page.objects.get(depth=1).add_child(instance=home)
        site = {"hostname": "localhost", "port": 80, "root_page": home}
        Site.objects.update_or_create(is_default_site=True, defaults=site)
        self.release(home)
        return home

    def make_treatments(self, index: Page) -> list[TreatmentPage]:
        statement = self.snippet(
            SafetyStatement,
            boxed_warning=self.words.html(40),
            information=self.words.html(150, paragraphs=3),
            source_label="Label",
            revised_on="2026-01-01",
        )
        return [
            self.page(
                TreatmentPage,
                index,
                summary=self.words.sentences(30),
                regulatory_status="off_label",
                hero_image=picture,
                conditions=self.few(self.conditions, 2),
                how_it_works=self.words.html(120, paragraphs=2),
                what_to_expect=self.words.html(120, paragraphs=2),
                contraindications=self.words.html(60),
                safety_statement=statement,
                call_to_action=self.invitation,
            )
            for picture in self.pictures
        ]

    def make_practitioners(self, index: Page) -> list[PractitionerPage]:
        return [
            self.page(
                PractitionerPage,
                index,
                credentials="MD",
                role="Physician",
                photo=picture,
                biography=self.words.html(120, paragraphs=2),
                treatments=self.few(self.treatments, 2),
            )
            for picture in self.pictures
        ]

    def article(self, index: Page) -> ArticlePage:
        """An article of some 700 words with everything an article can have."""
        authors = [
            ArticleAuthor(sort_order=order, practitioner=page)
            for order, page in enumerate(self.few(self.practitioners, 2))
        ]
        return self.page(
            ArticlePage,
            index,
            introduction=self.words.html(50),
            hero_image=self.few(self.pictures, 1)[0],
            authors=authors,
            conditions=self.few(self.conditions, 2),
            treatments=self.few(self.treatments, 2),
            topics=self.few(self.topics, 2),
            call_to_action=self.invitation,
            body=self.body(),
        )

    def body(self) -> list[tuple[str, Any]]:
        words = self.words
        cited = [
            f'<a linktype="citation" id="{reference.pk}">[{reference.year}]</a>'
            for reference in self.few(self.references, 3)
        ]
        treatment = self.few(self.treatments, 1)[0]
        link = f' <a linktype="page" id="{treatment.pk}">{words.some(3)}</a>'
        steps = [{"title": words.title(4), "text": words.html(45)} for _ in range(3)]
        questions = [{"question": words.title(8) + "?", "answer": words.html(35)} for _ in range(2)]
        return [
            ("key_points", {"title": "", "points": [words.sentences(12) for _ in range(4)]}),
            ("heading", {"text": words.title(5), "level": "h2"}),
            ("rich_text", words.html(120, paragraphs=2, end=cited[0] + link)),
            ("heading", {"text": words.title(5), "level": "h2"}),
            ("numbered_sections", {"sections": steps}),
            ("heading", {"text": words.title(5), "level": "h2"}),
            ("rich_text", words.html(120, paragraphs=2, end=cited[1])),
            ("callout", {"tone": "note", "title": words.title(3), "text": words.html(40, end=cited[2])}),
            ("heading", {"text": words.title(5), "level": "h3"}),
            ("rich_text", words.html(90, end=cited[0])),
            ("faq", {"items": questions}),
        ]

    def page(self, model: type[Page], parent: Page, **fields: Any) -> Any:
        described = {"title": self.words.title(), "search_description": self.words.sentences(22)}
        made = model(slug=f"page-{self.number()}", locale=self.locale, **described, **fields)
        # Adding children changes the parent's row, so it is read again.
        Page.objects.get(pk=parent.pk).add_child(instance=made)
        self.release(made)
        return made

    def snippet(self, model: type, **fields: Any) -> Any:
        made = model.objects.create(title=self.words.title(), locale=self.locale, **fields)
        self.release(made)
        return made

    def release(self, obj: Any) -> None:
        """Sign what an object says, and release it.

        With the ledger's and the release's own functions: revisions and workflows would take most of the time, and
        leave nothing that a reader's request meets.
        """
        policy, subject = obj.review_policy, str(obj.subject)
        copy = record.store(copy_of(obj))
        until = policy.until(timezone.now())
        first, *others = [
            record.sign(
                subject=subject,
                digest=copy.digest,
                signer_id=CLINICIAN_ID,
                signer_name="Dr. Amos Example",
                credentials="DO",
                role=attestation.role,
                meaning=attestation.meaning,
                statement=str(attestation.statement),
                answers=dict.fromkeys(attestation.checklist, True),
                comment="",
                method="password",
                authors=[EDITOR_ID],
                approves=True,
                until=until,
            )
            for attestation in policy.attestations
        ]
        record.clear(first, until, others)
        if release(obj.subject) is not Outcome.RELEASED:
            raise RuntimeError(f"{subject} was not released.")

    def picture(self, color: str) -> Image:
        file = ContentFile(b"", name=f"{color[1:]}.jpg")
        Picture.new("RGB", (1600, 1000), color).save(file, "JPEG")
        return Image.objects.create(title=color, description=self.words.title(), file=ImageFile(file, name=file.name))

    def reference(self) -> Reference:
        number = self.number()
        return Reference.objects.create(
            authors="Sample A, Example B, Specimen C",
            title=self.words.title(12),
            source=self.words.title(3),
            year=1990 + number % 35,
            doi=f"10.1000/{number}",
            pmid=str(number),
        )

    def filed(self, model: type) -> Any:
        return model.objects.create(name=self.words.title(2), slug=f"filed-{self.number()}", locale=self.locale)

    def few(self, among: list[Any], number: int) -> list[Any]:
        return self.words.chance.sample(among, number)

    def number(self) -> int:
        """A number that was not given out before."""
        return next(self.numbers)
