"""From the demo's data to values of model fields."""

import json
import re
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.db import models
from wagtail.fields import RichTextField, StreamField

from articles.models import ArticleAuthor, Reference
from cms.demo import document, pictures
from cms.demo.read import CITATION
from core.models import Document, Image
from home.models import FeaturedPage
from practitioners.models import SpokenLanguage
from review.subjects import FOR_PRACTITIONERS

LINK = re.compile(r'<a\s+page="([^"]*)">(.*?)</a>', re.DOTALL)
NO_FIELDS = frozenset({"id", "type", "state", "review_comment"})


class Library:
    """What items may name: references, pictures, the document, and the pages and snippets made so far, by id."""

    def __init__(self) -> None:
        self.made: dict[str, models.Model] = {}
        self.references: dict[str, Reference] = {}
        self.files: dict[str, Image | Document] = {}

    def add_references(self, items: list[dict[str, Any]]) -> None:
        """Make the publications the content cites."""
        for item in items:
            fields = {name: value for name, value in item.items() if name not in ("id", "type", "revised_on")}
            reference = Reference(kind=item["type"], **fields)
            reference.full_clean()
            reference.save()
            self.references[item["id"]] = reference

    def add_files(self) -> None:
        """Draw the pictures and the document."""
        for name in sorted(pictures.NAMES):
            file = ImageFile(ContentFile(pictures.draw(name)), name=f"{name}.jpg")
            self.files[name] = Image.objects.create(
                title=name.replace("-", " ").capitalize(), description=pictures.DESCRIPTIONS[name], file=file
            )
        self.files[document.NAME] = Document.objects.create(
            title=document.TITLE, file=ContentFile(document.protocol_pdf(), name=f"{document.NAME}.pdf")
        )

    def html(self, text: str) -> str:
        """Rich text as Wagtail stores it; a link to a page that is not made yet is left as words."""

        def citation(match: re.Match[str]) -> str:
            reference = self.references[match[1]]
            surname = reference.authors.split(",")[0].split(" ")[0]
            return f'<a linktype="citation" id="{reference.pk}">[{surname} {reference.year}]</a>'

        def link(match: re.Match[str]) -> str:
            page = self.made.get(match[1])
            return f'<a linktype="page" id="{page.pk}">{match[2]}</a>' if page else match[2]

        return LINK.sub(link, CITATION.sub(citation, text))

    def pk(self, name: str) -> Any:
        """The primary key of an item made so far, or None."""
        made = self.made.get(name)
        return made.pk if made else None

    def stream(self, item_id: str, blocks: list[dict[str, Any]]) -> str:
        """A stream as Wagtail stores it. Translations have the same block ids; blocks whose content is missing wait."""
        return json.dumps(self.blocks(item_id, blocks))

    def blocks(self, place: str, blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The blocks of a stream at a place, which their ids are made of."""
        raw = []
        for position, block in enumerate(blocks):
            ((block_type, data),) = block.items()
            inner = f"{place}/{position}"
            is_part = block_type == FOR_PRACTITIONERS
            value = self.blocks(inner, data) if is_part else self.block(block_type, data)
            if value is not None:
                raw.append({"type": block_type, "value": value, "id": str(uuid5(NAMESPACE_URL, inner))})
        return raw

    def block(self, block_type: str, data: Any) -> Any:
        """One block's stored value; None while what it shows is not made yet."""
        match block_type:
            case "rich_text":
                return self.html(data)
            case "safety_statement" | "call_to_action":
                return self.pk(data)
            case "related_pages":
                pages = [pk for name in data["pages"] if (pk := self.pk(name))]
                return {"title": data["title"], "pages": pages} if pages else None
            case "image":
                chosen = {
                    "image": self.files[data["image"]].pk,
                    "alt_text": data["alt"],
                    "decorative": data["decorative"],
                }
                return {"image": chosen, "caption": data["caption"]}
            case "numbered_sections":
                return {"sections": [{**part, "text": self.html(part["text"])} for part in data["sections"]]}
            case "timeline":
                return {"steps": [{**part, "text": self.html(part["text"])} for part in data["steps"]]}
            case "faq":
                return {"items": [{**part, "answer": self.html(part["answer"])} for part in data["items"]]}
            case "callout":
                return {**data, "text": self.html(data["text"])}
        return data

    def fill(self, obj: models.Model, item: dict[str, Any]) -> None:
        """Set the fields of a page or snippet from an item."""
        for name, value in item.items():
            if name not in NO_FIELDS:
                self._set(obj, item["id"], name, value)

    def _set(self, obj: models.Model, item_id: str, name: str, value: Any) -> None:
        field = obj._meta.get_field(name)
        match field:
            case StreamField():
                setattr(obj, name, self.stream(item_id, value))
            case RichTextField():
                setattr(obj, name, self.html(value))
            case models.ManyToManyField():
                setattr(obj, name, [made for key in value if (made := self.made.get(key))])
            case models.ManyToOneRel():
                setattr(obj, name, self._children(name, value))
            case models.ForeignKey():
                setattr(obj, name, (self.files.get(value) or self.made.get(value)) if value else None)
            case _:
                setattr(obj, name, value)

    def _children(self, name: str, values: list[str]) -> list[models.Model]:
        if name == "languages":
            return [SpokenLanguage(sort_order=order, language=code) for order, code in enumerate(values)]
        made = [self.made[value] for value in values if value in self.made]
        if name == "authors":
            return [ArticleAuthor(sort_order=order, practitioner=page) for order, page in enumerate(made)]
        return [FeaturedPage(sort_order=order, page_id=page.pk) for order, page in enumerate(made)]
