"""The gallery's sections: which template is drawn, with what. A new template or state gets its example here.

Blocks need none of it: an entry in the files of ``core/gallery/copies/`` is enough.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language, gettext_lazy

from core.contents import Entry
from core.gallery.copies import LANGUAGES, blocks, words
from core.gallery.forms import ExampleForm
from core.models.clinic import ClinicSettings
from public.models import PublicPage

SIGNED = {"signed_at": "2026-01-15", "due_at": "2027-01-15", "digest": "0" * 64, "status": "current"}
OVERDUE = {"status": "overdue", "due_at": "2026-01-15"}
ACKNOWLEDGEMENTS: dict[str, dict[str, Any]] = {
    "waits": {},
    "changed while read": {"changed": True},
    "changed since": {"earlier_at": "2026-01-15"},
    "read": {"read_at": "2026-02-01"},
}


IN_TEXT = frozenset({"blocks", "review", "closing", "practitioners"})


@dataclass(frozen=True)
class Example:
    """A template in one state: ``context`` is what it gets. ``name`` is unique in the gallery and may be an id."""

    name: str
    state: str
    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Section:
    """Examples that belong together; ``name`` is the id of the section, ``is_text`` says that they stand in text."""

    name: str
    title: str
    examples: list[Example]
    is_text: bool


def frame(language: str) -> SimpleNamespace:
    """What stands around every page (core.context.Frame), for a clinic that is nowhere."""
    pages = words(language)["pages"]
    clinic = ClinicSettings(booking_url="https://example.org/", street_address="12 Example Street", postal_code="10001")
    return SimpleNamespace(
        clinic=clinic,
        language=language,
        default_language="en",
        homes=[_page(code, code) for code in LANGUAGES],
        home_address="#",
        section_address="#",
        review_page=_page(pages["article"]["title"], language),
        reviewer=lambda account: _page("", language) if account else None,
        menu=[_page(pages[kind]["title"], language) for kind in ("article", "treatment")],
    )


def block_examples(language: str) -> Iterator[Example]:
    """Every type of block in every state."""
    for kind, states in blocks(language).items():
        for state, block in states.items():
            context = {"value": block["value"], "block": block, "is_below": True}
            yield Example(slugify(f"{kind}-{state}"), state, f"blocks/{kind}.html", context)


def sections() -> list[Section]:
    """The gallery in the active language."""
    language = get_language() or LANGUAGES[0]
    said = words(language)
    parts = [
        ("blocks", gettext_lazy("Blocks"), block_examples(language)),
        ("frame", gettext_lazy("Around every page"), _frame(said, language)),
        ("cards", gettext_lazy("Cards and lists"), _lists(said)),
        ("review", gettext_lazy("Review"), _review(language)),
        ("closing", gettext_lazy("References and closing"), _closing(said, language)),
        ("practitioners", gettext_lazy("For practitioners"), _practitioners(said)),
        ("forms", gettext_lazy("Buttons, messages and forms"), _forms(said)),
    ]
    return [Section(name, str(title), list(examples), name in IN_TEXT) for name, title, examples in parts]


def _page(title: str, locale: str) -> PublicPage:
    return PublicPage(title=title, address="#", locale=locale)


def _component(name: str, states: Mapping[str, Mapping[str, Any]]) -> Iterator[Example]:
    """One component in several states."""
    for state, context in states.items():
        yield Example(slugify(f"{name}-{state}"), state, f"components/{name}.html", context)


def _frame(said: dict[str, Any], language: str) -> Iterator[Example]:
    article = said["pages"]["article"]
    translations = [_page(article["title"], code) for code in LANGUAGES]
    page = {"public": translations[0], "translations": translations}
    above = [_page(article["title"], language), _page(said["pages"]["treatment"]["title"], language)]
    yield from _component("header", {"page": page})
    yield from _component("breadcrumbs", {"page": {"breadcrumbs": above, "copy": article}})
    yield from _component("page_head", {"page": {"copy": article}})
    yield from _component("search_form", {"whole site": {}, "part": {"within": above[0], "query": article["title"]}})
    yield from _component("contents", {"long page": {"contents": _contents(said), "copy": {"references": True}}})
    yield from _component("ways_on", {"page": {}})
    yield from _component("footer", {"page": {}})
    yield from _component("phone_bar", {"page": {}})


def _contents(said: dict[str, Any]) -> list[Entry]:
    titles = [page["title"] for page in said["pages"].values()]
    below = [Entry(title, "contents-long-page") for title in titles[1:3]]
    return [Entry(titles[0], "contents-long-page", below), Entry(titles[3], "contents-long-page")]


def _lists(said: dict[str, Any]) -> Iterator[Example]:
    forms = list(said["pages"].values())
    several = {"items": forms, "language_names": {"en": "English", "es": "Español"}}
    statuses = {status: {"status": status} for status in ("approved", "off_label", "not_a_drug")}
    kinds = {kind: {"kind": kind} for kind in ("protocol", "referral", "evidence", "safety", "download")}
    yield from _component("cards", {"kinds": several})
    yield from _component("list", {"empty": {"children": {"object_list": []}, "empty": said["empty"]}})
    yield from _component("list", {"first page": {"children": {**_paged(1, 3), "object_list": forms[:1]}}})
    narrowed = {"is_narrowed": True, "asked": [forms[1]["title"]], "everything": forms[0]["title"]}
    found = {"children": {**_paged(1, 1), "object_list": forms[:1]}, **narrowed}
    yield from _component("list", {"narrowed": found, "nothing found": {"children": {}, **narrowed}})
    yield from _component("pagination", {"middle": {"page": _paged(2, 3)}, "last page": {"page": _paged(3, 3)}})
    yield from _component("regulatory_status", statuses)
    yield from _component("regulatory_words", statuses)
    yield from _component("resource_kind", kinds)


def _paged(number: int, last: int) -> dict[str, Any]:
    """What templates ask of a page of a list (django.core.paginator.Page)."""
    return {
        "number": number,
        "paginator": {"num_pages": last, "count": last},
        "has_other_pages": last > 1,
        "has_previous": number > 1,
        "previous_page_number": number - 1,
        "has_next": number < last,
        "next_page_number": number + 1,
    }


def _review(language: str) -> Iterator[Example]:
    physician = {**SIGNED, "role": "clinician", "signed_by": "Ada Example", "credentials": "MD"}
    source = _page("", LANGUAGES[0])
    fallback: dict[str, Any] = {"standing": {"status": "fallback"}, "text_language": "en"}
    behind = {"status": "behind", "grade": "meaning", "source_locale": "en", "behind_since": date(2026, 2, 1)}
    yield from _component(
        "review",
        {
            "physician": {"review": physician},
            "physician with a page": {"review": physician, "signer": 1},
            "without credentials": {"review": {**physician, "credentials": ""}},
            "editor": {"review": {**physician, "role": "editor"}},
        },
    )
    texts = {"for everybody": {"is_for_everybody": True}, "in part for practitioners": {}}
    yield from _component("signed_text", {name: {"review": SIGNED, **state} for name, state in texts.items()})
    yield from _component("overdue", {"overdue": {"review": OVERDUE}})
    states = {
        "fallback": fallback,
        "newer source": {"standing": {**behind, "source": source}},
        "newer source that is not public": {"standing": behind},
    }
    yield from _component("standing", {name: {**state, "language": language} for name, state in states.items()})


def _closing(said: dict[str, Any], language: str) -> Iterator[Example]:
    invitation = blocks(language)["call_to_action"]["book"]["value"]
    yield from _component("references", {"all": {"copy": {"references": said["references"]}}})
    yield from _component("share", {"page": {"canonical_url": "https://example.org/", "public": _page("", language)}})
    yield from _component("closing", {"invitation": {"copy": {"call_to_action": invitation}}, "contact": {"copy": {}}})


def _practitioners(said: dict[str, Any]) -> Iterator[Example]:
    resource = {**said["pages"]["resource"], "released_at": "2026-02-01"}
    marks: list[dict[str, Any]] = [{"waits": True}, {"news": "new"}, {"news": "updated"}, {}]
    options = {"kind": [("safety", resource["title"])], "treatments": [], "show": []}
    chosen = {"options": options, "filters": {"kind": "safety"}, "is_filtered": True}
    yield from _component("resources", {"marks": {"items": [{**resource, **mark} for mark in marks]}})
    yield from _component("resource_filters", {"nothing chosen": {"options": options}, "chosen": chosen})
    asked = {state: {"asked": {"page_id": 0, **facts}, "review": SIGNED} for state, facts in ACKNOWLEDGEMENTS.items()}
    yield from _component("acknowledgement", asked)


def _forms(said: dict[str, Any]) -> Iterable[Example]:
    empty, wrong = ExampleForm(said["form"]), ExampleForm(said["form"], {}, prefix="wrong")
    return [
        Example("buttons", "all", "gallery/buttons.html", {"buttons": said["buttons"]}),
        Example("messages", "all", "gallery/messages.html", {"messages": said["messages"]}),
        Example("form-empty", "empty", "gallery/form.html", {"form": empty}),
        Example("form-wrong", "wrong", "gallery/form.html", {"form": wrong}),
    ]
