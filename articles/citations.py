"""Citing: a rich-text entity that points to a Reference."""

from typing import Any

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.rich_text import LinkHandler

from articles.models import Reference


class CitationHandler(LinkHandler):
    """Stored as ``<a linktype="citation" id="…">``; the reference index follows it, copies number it."""

    identifier = "citation"

    @staticmethod
    def get_model() -> type[Reference]:
        return Reference

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        return ["<a>"] * len(attrs_list)

    @classmethod
    def extract_references(cls, attrs: dict[str, str]) -> Any:
        yield Reference, attrs["id"], "", ""


class CitationElementHandler(LinkElementHandler):
    """From stored rich text to what the editor shows: a label that nobody can write in, for readers never see it."""

    mutability = "IMMUTABLE"

    def get_attribute_data(self, attrs: dict[str, str]) -> dict[str, Any]:
        reference = Reference.objects.filter(pk=attrs["id"]).first() if attrs.get("id", "").isdigit() else None
        return {"id": reference.pk, "title": str(reference)} if reference else {}


def citation_element(props: dict[str, Any]) -> Any:
    """From the editor to stored rich text."""
    return DOM.create_element("a", {"linktype": "citation", "id": props.get("id")}, props["children"])


CONVERSION = {
    "from_database_format": {'a[linktype="citation"]': CitationElementHandler("CITATION")},
    "to_database_format": {"entity_decorators": {"CITATION": citation_element}},
}
