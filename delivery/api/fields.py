"""Which fields an answer holds: Wagtail's own rules for ``?fields=``, used as a specification.

Wagtail's endpoint classes say which fields there are, which are given by default and what is wrong with a request
(wagtail/api/v2/views.py). Only the names are taken from them: no serializer made here ever runs.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, TypeVar, cast

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.api import APIField
from wagtail.api.v2.utils import BadRequestError, parse_fields_parameter
from wagtail.api.v2.views import BaseAPIViewSet, PagesAPIViewSet
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import Page

from review.subjects import ByValue, Reviewable

F = TypeVar("F", bound=Callable[..., Any])
MOST_FIELDS = 2000
"""The longest ``?fields=``, in characters; reading it takes time that grows with its square."""


@dataclass(frozen=True)
class Fields:
    """The fields wanted of one kind of object, in the order of the answer.

    ``label`` names the model; ``children`` holds what is wanted of the objects that ``body`` fields refer to.
    """

    label: str
    meta: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    children: Mapping[str, "Fields"] = field(default_factory=dict)


class Pages(PagesAPIViewSet):
    """Pages as the subject of an answer."""

    meta_fields = [*PagesAPIViewSet.meta_fields, "review", "translations", "translation", "language", "fallback"]

    @classmethod
    def get_body_fields(cls, model: type[models.Model]) -> list[APIField]:
        own = super().get_body_fields(model)
        return own if model is Page else [*own, APIField("references")]


class MentionedPages(BaseAPIViewSet):
    """Pages that another page refers to: what every page shows of itself elsewhere, and no more."""

    meta_fields = ["type", "detail_url", "html_url", "locale"]
    body_fields = ["id", "title"]
    nested_default_fields = [*meta_fields, *body_fields]

    @classmethod
    def get_body_fields(cls, model: type[models.Model]) -> list[APIField]:
        shown = [
            name
            for name in getattr(model, "listing_fields", ())
            if not is_reviewed(target_of(model._meta.get_field(name)))
        ]
        return cls._convert_api_fields([*cls.body_fields, *shown])


class Images(BaseAPIViewSet):
    """Pictures, as the signed copies describe them."""

    name = "images"
    model = get_image_model()
    meta_fields = ["type", "detail_url", "tags", "download_url"]
    body_fields = ["id", "title", "width", "height", "alt", "decorative", "focus", "renditions"]
    listing_default_fields = nested_default_fields = [*meta_fields, *body_fields]


class Documents(BaseAPIViewSet):
    """Documents, as the signed copies describe them."""

    name = "documents"
    model = get_document_model()
    meta_fields = ["type", "detail_url", "tags", "download_url"]
    body_fields = ["id", "title", "extension"]
    listing_default_fields = nested_default_fields = [*meta_fields, *body_fields]


class Snippets(BaseAPIViewSet):
    """Snippets: they have no endpoint of their own, so all of what was signed is given."""

    meta_fields = ["type"]

    @classmethod
    def get_nested_default_fields(cls, model: type[models.Model]) -> list[str]:
        return cls.get_available_fields(model)


class ReviewedSnippets(Snippets):
    """Snippets that are signed by themselves."""

    meta_fields = [*Snippets.meta_fields, "review"]


class Children(BaseAPIViewSet):
    """Rows that are part of a page. A copy knows no primary key of theirs."""

    meta_fields = ["type"]
    body_fields: list[str] = []
    nested_default_fields = ["type"]


class _Router:
    """Which specification describes a model that a field refers to (stands in for Wagtail's router)."""

    endpoints: tuple[tuple[type, type[BaseAPIViewSet]], ...] = (
        (Page, MentionedPages),
        (AbstractImage, Images),
        (AbstractDocument, Documents),
        (Reviewable, ReviewedSnippets),
        (ByValue, Snippets),
    )

    def get_model_endpoint(self, model: type[models.Model]) -> tuple[str, type[BaseAPIViewSet]]:
        for kind, endpoint in self.endpoints:
            if issubclass(model, kind):
                return "", endpoint
        return "", Children


def remembered(function: F) -> F:
    """Keep the answers to the questions that are asked again and again."""
    return cast(F, lru_cache(maxsize=1024)(function))


@remembered
def fields_of(endpoint: type[BaseAPIViewSet], model: type[models.Model], asked: str | None, *, detail: bool) -> Fields:
    """What an answer about ``model`` holds when ``?fields=`` says ``asked`` (None: the parameter is absent).

    Raises BadRequestError for what cannot be read and for fields that do not exist.
    """
    try:
        if asked is not None and len(asked) > MOST_FIELDS:
            raise ValueError(f"more than {MOST_FIELDS} characters")
        wanted = parse_fields_parameter(asked) if asked is not None else []
    except (ValueError, RecursionError) as error:
        raise BadRequestError(f"fields error: {error}") from error
    return _read(endpoint._get_serializer_class(_Router(), model, wanted, show_details=detail))


def _read(specification: Any) -> Fields:
    names = specification.Meta.fields
    return Fields(
        label=specification.Meta.model._meta.label,
        meta=tuple(name for name in names if name in specification.meta_fields),
        body=tuple(name for name in names if name not in specification.meta_fields),
        children={
            name: _read(child)
            for name, child in specification.child_serializer_classes.items()
            # A plain value here, although the library keeps rows of this name.
            if not issubclass(child.Meta.model, AbstractRendition)
        },
    )


def target_of(field: Any) -> type[models.Model] | None:
    """The model that a field of a page refers to, also through rows that are part of the page; None for values."""
    if not field.is_relation:
        return None
    if isinstance(getattr(field, "field", None), ParentalKey):
        child = field.related_model
        (name,) = (getattr(own, "name", own) for own in child.api_fields)
        return target_of(child._meta.get_field(name))
    return field.related_model


def is_reviewed(model: type[models.Model] | None) -> bool:
    """Whether objects of a model are shown from their own editions."""
    return model is not None and issubclass(model, Reviewable | Page)
