"""Words for the gallery: copies as they are once resolved, one JSON file a language. Nothing here asks the database.

The files hold the same words in the same places. What stands for a picture or a page in them is filled in here.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.templatetags.static import static

HERE = Path(__file__).parent / "copies"
LANGUAGES = ("en", "es", "ar")
"""Those that have words: the site's own, and one that is read from right to left."""
PICTURES = {"scene": (800, 500), "portrait": (320, 320)}
"""The gallery's pictures, with their width and height in pixels; drawn by the demo (cms/demo/pictures.py)."""
TYPES = {
    "article": "articles.ArticlePage",
    "treatment": "treatments.TreatmentPage",
    "practitioner": "practitioners.PractitionerPage",
    "resource": "practitioners.PractitionerResourcePage",
}


def words(language: str) -> dict[str, Any]:
    """Everything that the gallery says in a language, else in English."""
    return _filled(_read(language if language in LANGUAGES else LANGUAGES[0]))


def blocks(language: str) -> dict[str, dict[str, dict[str, Any]]]:
    """A block, as a body holds it, for each state of each type: ``{"callout": {"tip": {"type": …, "value": …}}}``."""
    made: dict[str, dict[str, dict[str, Any]]] = {}
    for kind, states in words(language)["blocks"].items():
        made[kind] = {
            state: {"id": f"{kind}-{number}", "type": kind, "value": value}
            for number, (state, value) in enumerate(states.items())
        }
    return made


@cache
def _read(language: str) -> str:
    return (HERE / f"{language}.json").read_text("utf-8")


def _filled(source: str) -> dict[str, Any]:
    """The words of a file with pictures and pages in their places."""
    found = json.loads(source, object_hook=_object)
    for kind, page in found["pages"].items():
        page["meta"] = {"type": TYPES[kind], "address": "#"}
    for related in found["blocks"]["related_pages"].values():
        related["pages"] = [found["pages"][kind] for kind in related["pages"]]
    for number, reference in enumerate(found["references"], start=1):
        reference |= {"number": number, "places": [f"cite-{number}-1"] if number == 1 else []}
    return found


def _object(value: dict[str, Any]) -> dict[str, Any]:
    return _picture(value["picture"], value["alt"]) if "picture" in value else value


def _picture(name: str, alt: str) -> dict[str, Any]:
    """A picture as a resolved copy holds it."""
    width, height = PICTURES[name]
    files = [("jpg", "image/jpeg"), ("webp", "image/webp")]
    renditions = [
        {"url": static(f"core/gallery/{name}.{extension}"), "width": width, "height": height, "type": kind}
        for extension, kind in files
    ]
    return {"alt": alt, "decorative": not alt, "width": width, "height": height, "renditions": renditions}
