"""What stands around a resource: how it was released, what it can be downloaded as, what else there is."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.models import Page

from practitioners.reading.acknowledging import asked_of
from practitioners.reading.section import resources
from public.media import DOCUMENT, storage
from public.models import PublicPage, PublicUse
from public.query import listed_pages

MOST_RELATED = 3


def resource_context(request: HttpRequest, copy: dict[str, Any], public: PublicPage | None) -> dict[str, Any]:
    """What the page of a resource shows beside its copy."""
    return {
        "download": _download(copy["document"]) if copy["document"] else None,
        "asked": asked_of(request, public),
        "related": _related(request, public) if public else [],
    }


def _download(document: dict[str, Any]) -> dict[str, str]:
    """What a document is, in words, and how large; no size where its file is missing."""
    formats = {
        "pdf": _("PDF document"),
        "docx": _("Word document"),
        "xlsx": _("Excel workbook"),
        "pptx": _("PowerPoint presentation"),
        "txt": _("text file"),
        "csv": _("table (CSV)"),
    }
    extension = document["extension"]
    try:
        size = filesizeformat(storage().size(f"{document['document']}/{DOCUMENT}"))
    except FileNotFoundError:
        size = ""
    return {"format": formats.get(extension) or extension.upper(), "size": size}


def _related(request: HttpRequest, public: PublicPage) -> list[dict[str, Any]]:
    """Other resources of the section about the same treatments or of the same kind, in the editors' order."""
    treatments = PublicUse.objects.filter(page=public, field="treatments").values("key")
    about_the_same = PublicUse.objects.filter(field="treatments", key__in=treatments).values("page")
    beside = listed_pages(request).filter(path__startswith=public.path[: -Page.steplen], depth=public.depth)
    alike = Q(pk__in=about_the_same) | Q(fields__kind=public.fields.get("kind"))
    return resources(request, list(beside.filter(alike).exclude(pk=public.pk).order_by("path")[:MOST_RELATED]))
