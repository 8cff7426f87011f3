"""A small clinic in which everything public was signed, and the people who would like to slip something past."""

from typing import Any, Self

from wagtail.models import Locale

from articles.models import ArticleAuthor, ArticleIndexPage, ArticlePage
from core.models import User
from home.models import CallToAction, HomePage
from practitioners.models import PractitionerResourcePage
from review.policy import CLINICIANS, EDITORS
from tests import factories
from tests.routes.snapshot import MARKER, SIGNED_WORD, UNSIGNED_WORD
from tests.rows import Rows
from treatments.models import SafetyStatement

UNSIGNED = f"{MARKER} {UNSIGNED_WORD}"


class World(Rows):
    """Everything that is public, the drafts beside it, and the people."""

    @classmethod
    def build(cls) -> Self:
        """Release one of everything, in English and partly in Spanish, and leave drafts beside it."""
        world = cls()
        _people(world)
        _snippets(world)
        _pages(world)
        _section(world)
        _spanish(world)
        _drafts(world)
        return world


def _people(world: World) -> None:
    home = world.keep("home", factories.site())
    assert isinstance(home, HomePage)
    world.keep("editor", factories.user(EDITORS))
    world.keep("clinician", factories.clinician())
    admin = User.objects.create_superuser("admin@example.org", factories.PASSWORD, first_name="Ada", last_name="Min")
    world.keep("admin", admin)
    # Whoever administers the site and may sign as well still has to find somebody else for their own words.
    world.keep("chief", factories.user(EDITORS, CLINICIANS, is_superuser=True, is_staff=True))


def _snippets(world: World) -> None:
    world.keep("condition", factories.condition())
    world.keep("topic", factories.topic())
    world.keep("reference", factories.reference())
    world.keep("picture", factories.picture("Signed picture"))
    world.keep("document", factories.document("Signed document", b"%PDF-1.4 signed"))
    safety = factories.safety_statement(information=f"<p>Two hours of monitoring, {SIGNED_WORD}</p>")
    world.keep("safety", factories.release(safety))
    world.keep("cta", factories.release(factories.call_to_action(text=f"<p>Talk to us, {SIGNED_WORD}</p>")))


def article_fields(world: World, words: str) -> dict[str, Any]:
    """Every field of an article, with some words in each text."""
    links = (
        f'<a linktype="page" id="{world.index.pk}">{words}</a> '
        f'<a linktype="document" id="{world.document.pk}">file</a> '
        f'<a linktype="citation" id="{world.reference.pk}">[1]</a>'
    )
    image = {"image": world.picture, "image_alt_text": words, "decorative": False}
    return {
        "title": words,
        "seo_title": words,
        "search_description": words,
        "introduction": f"<p>{words} {links}</p>",
        "hero_image": world.picture,
        "call_to_action": world.cta,
        "body": [
            ("heading", {"text": words, "level": "h2"}),
            ("rich_text", f"<p>{words} {links}</p>"),
            ("key_points", {"title": words, "points": [words]}),
            ("faq", {"items": [{"question": words, "answer": f"<p>{words}</p>"}]}),
            ("image", {"image": _image_value(image), "caption": words}),
            ("safety_statement", world.safety),
            ("call_to_action", world.cta),
            ("related_pages", {"title": words, "pages": [world.treatment]}),
        ],
    }


def _image_value(value: dict[str, Any]) -> Any:
    image = value["image"]
    image.contextual_alt_text = value["image_alt_text"]
    image.decorative = value["decorative"]
    return image


def _pages(world: World) -> None:
    index = factories.article_index(world.home, title="Articles", slug="articles", show_in_menus=True)
    world.keep("index", factories.release(index))
    treatments = factories.release(factories.treatment_index(world.home, title="Treatments", slug="treatments"))
    treatment = factories.treatment(
        treatments,
        title="Infusion",
        slug="infusion",
        summary=f"Infusion {SIGNED_WORD}",
        safety_statement=world.safety,
    )
    treatment.conditions.set([world.condition])
    treatment.save()
    treatment.save_revision(user=treatment.owner)
    world.keep("treatment", factories.release(treatment))
    directory = factories.release(factories.practitioner_index(world.home, title="People", slug="people"))
    world.keep("practitioner", factories.release(factories.practitioner(directory, title="Dr Demo", slug="demo")))
    article = factories.article(
        world.index, slug="signed", owner=world.editor, **article_fields(world, f"Signed {SIGNED_WORD}")
    )
    article.conditions.set([world.condition])
    article.topics.set([world.topic])
    article.treatments.set([world.treatment])
    article.authors = [ArticleAuthor(practitioner=world.practitioner)]
    article.save_revision(user=world.editor)
    world.keep("article", factories.release(article))
    world.keep("standard", factories.release(factories.standard(world.home, title="About", slug="about")))
    assert isinstance(world.index, ArticleIndexPage)


def _section(world: World) -> None:
    section = factories.release(factories.section(world.home, title="Section", slug="section"))
    world.keep("section", section)
    resource = factories.resource(section, title="Protocol", slug="protocol", document=world.document)
    world.keep("resource", factories.release(resource))
    assert isinstance(world.resource, PractitionerResourcePage)


def _spanish(world: World) -> None:
    """Signed translations of snippets and pages; the other pages have none."""
    spanish = Locale.objects.get(language_code="es")
    for name in ("safety", "cta", "home", "index", "article"):
        translated = getattr(world, name).copy_for_translation(spanish)
        translated.title = f"{translated.title} es"
        translated.save()
        translated.save_revision(user=world.editor)
        world.keep(f"{name}_es", factories.release(translated))


def _drafts(world: World) -> None:
    """Pages and snippets that nobody has signed yet, and that say so in every field."""
    draft = factories.article(
        world.index,
        slug=f"draft-{MARKER}".lower(),
        owner=world.editor,
        **article_fields(world, f"{UNSIGNED} draft"),
    )
    world.keep("draft", draft)
    world.keep("draft_safety", factories.safety_statement(**snippet_fields(SafetyStatement)))
    world.keep("draft_cta", factories.call_to_action(**snippet_fields(CallToAction)))


def snippet_fields(model: type) -> dict[str, Any]:
    """Every text of a reviewed snippet, unsigned."""
    if model is SafetyStatement:
        return {
            "title": UNSIGNED,
            "boxed_warning": f"<p>{UNSIGNED}</p>",
            "information": f"<p>{UNSIGNED}</p>",
            "source_label": UNSIGNED,
        }
    return {"title": UNSIGNED, "text": f"<p>{UNSIGNED}</p>", "label": UNSIGNED}


def unsigned_fields(world: World, obj: Any) -> dict[str, Any]:
    """New values for every text of a page or snippet, none of them signed."""
    if isinstance(obj, ArticlePage):
        picture = factories.picture(f"{UNSIGNED} picture", "crimson")
        fields = article_fields(world, UNSIGNED)
        fields["body"][4] = (
            "image",
            {
                "image": _image_value({"image": picture, "image_alt_text": UNSIGNED, "decorative": False}),
                "caption": UNSIGNED,
            },
        )
        return {**fields, "slug": f"new-{obj.pk}-{MARKER}".lower(), "hero_image": picture}
    return snippet_fields(type(obj))


def spoil(world: World, obj: Any) -> Any:
    """An object in memory with unsigned text in every field; nothing is saved."""
    for name, value in unsigned_fields(world, obj).items():
        setattr(obj, name, value)
    return obj


def spoiled_draft(world: World, obj: Any, user: Any = None) -> Any:
    """Save unsigned text in every field as a new draft; the row anew."""
    spoil(world, obj.get_latest_revision_as_object()).save_revision(user=user or world.editor)
    return type(obj).objects.get(pk=obj.pk)
