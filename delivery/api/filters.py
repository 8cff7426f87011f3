"""What can be asked of public pages: Wagtail's filters and orderings (wagtail/api/v2/filters.py), over editions.

Every condition is about what is public. Filtering or ordering by the rows that editors work on would tell readers,
one question at a time, what nobody has signed.
"""

from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.dateparse import parse_date, parse_datetime
from wagtail.api.v2.utils import BadRequestError, page_models_from_string, parse_boolean
from wagtail.fields import RichTextField
from wagtail.models import Page, Site

from delivery.api import parameters
from delivery.api.fields import Pages, remembered, target_of
from public import state
from public.models import PublicPage, PublicUse
from public.query import public_pages
from public.readers import reader_of
from review.subjects import ByValue, Reviewable
from search.query import search

COLUMNS = {
    "id": "page_id",
    "title": "title",
    "slug": "slug",
    "show_in_menus": "page__show_in_menus",
    "seo_title": "fields__seo_title",
    "search_description": "description",
    "first_published_at": "first_released_at",
    "locale": "locale",
}
"""Where the projection keeps what Wagtail's API knows of every page."""
VALUES = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.DateField)
"""The kinds of fields whose plain value stands in the projection."""


def select(request: HttpRequest) -> tuple[QuerySet[PublicPage], type[Page]]:
    """The public pages that the query string asks for, in the order of the tree, and the type they are asked as.

    Wagtail's rule: one type gives its own fields and filters, several or none give those of every page. Raises
    BadRequestError, and Http404 for a locale or site there is not.
    """
    types = _types(request.GET.get("type"))
    model = types[0] if len(types) == 1 else Page
    parameters.check(request, Pages.known_query_parameters | filterable(model))
    if asked := request.GET.get("site"):
        state.ask_for_site(request, _site(request, asked))
    found = public_pages(request).order_by("path")
    if types and Page not in types:
        found = found.filter(type__in=[asked._meta.label for asked in types])
    if "locale" in request.GET:
        found = found.filter(locale=_locale(request.GET["locale"]))
    for name in request.GET.keys() & filterable(model) - {"locale"}:
        found = found.filter(_field(request, model, name, request.GET[name]))
    return found.filter(_tree(request)), model


def ordered(request: HttpRequest, found: QuerySet[PublicPage], model: type[Page]) -> QuerySet[PublicPage]:
    """Pages searched as ``?search=`` says and in the order of ``?order=``. Raises BadRequestError."""
    order = _order(request, model)
    if "search" in request.GET:
        operator = request.GET.get("search_operator", "and")
        if operator not in ("and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        found = search(request.GET["search"], found, operator=operator, whole=reader_of(request).is_verified)
    return found.order_by(*order) if order else found


@remembered
def filterable(model: type[Page]) -> frozenset[str]:
    """The fields of a type that a query may name, as Wagtail has it: those with a column or relation."""
    return frozenset(Pages.get_available_fields(model, db_fields_only=True))


def _types(asked: str | None) -> tuple[type[Page], ...]:
    try:
        return page_models_from_string(asked) if asked else ()
    except (LookupError, ValueError) as error:
        raise BadRequestError("type doesn't exist") from error


def _locale(code: str) -> str:
    if code not in dict(settings.WAGTAIL_CONTENT_LANGUAGES):
        raise Http404("No Locale matches the given query.")
    return code


def _site(request: HttpRequest, asked: str) -> Site:
    """The site named by host, or host and port."""
    host, _, port = asked.partition(":")
    sites = [site for site, _ in state.for_request(request).sites if site.hostname == host]
    sites = [site for site in sites if port in ("", str(site.port))]
    if not sites:
        raise Http404("No Site matches the given query.")
    if len(sites) > 1:
        raise BadRequestError("Your query returned multiple sites. Try adding a port number to your site filter.")
    return sites[0]


def _field(request: HttpRequest, model: type[Page], name: str, raw: str) -> Q:
    field = model._meta.get_field(name)
    if name == "alias_of":
        parameters.number(name, raw)
        return Q(pk__in=[])
    if field.is_relation:
        return _use(request, name, target_of(field), raw)
    if not _has_value(field):
        raise BadRequestError(f"cannot filter by '{name}'")
    return Q(**{COLUMNS.get(name, f"fields__{name}"): _value(field, raw)})


def _has_value(field: Any) -> bool:
    return isinstance(field, VALUES) and not isinstance(field, RichTextField)


def _value(field: models.Field, raw: str) -> Any:
    """A parameter as the projection holds values of a field."""
    try:
        if isinstance(field, models.BooleanField):
            return parse_boolean(raw)
        if isinstance(field, models.IntegerField):
            return parameters.number(field.name, raw)
        if isinstance(field, models.DateTimeField):
            moment = parse_datetime(raw)
            if moment is None:
                raise ValueError("expected a date and time such as 2026-01-31T12:00:00Z")
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if isinstance(field, models.DateField):
            day = parse_date(raw)
            if day is None:
                raise ValueError("expected a date such as 2026-01-31")
            return day.isoformat()
    except (ValueError, OverflowError) as error:
        message = f"field filter error. '{raw}' is not a valid value for {field.name} ({error})"
        raise BadRequestError(message) from error
    return raw


def _use(request: HttpRequest, name: str, target: type[models.Model] | None, raw: str) -> Q:
    """Pages whose signed copy refers to something in one of its fields.

    Pages and snippets are asked for by their id in any locale, plain values as they are. What this reader may not
    see is used nowhere.
    """
    if target is None:
        return Q(uses__field=name, uses__key=raw)
    if not issubclass(target, Page | Reviewable | ByValue):
        raise BadRequestError(f"cannot filter by '{name}'")
    pk = parameters.number(name, raw)
    rows = public_pages(request).filter(page_id=pk) if issubclass(target, Page) else target.objects.filter(pk=pk)
    key = rows.values_list("translation_key", flat=True).first()
    if key is None:
        return Q(pk__in=[])
    kind = "page:" if issubclass(target, Page) else f"{target.subject_kind}:" if issubclass(target, Reviewable) else ""
    return Q(pk__in=PublicUse.objects.filter(field=name, key=f"{kind}{key}").values("page_id"))


def _tree(request: HttpRequest) -> Q:
    """The conditions about places in the tree, and translations."""
    asked = request.GET
    if "child_of" in asked and "descendant_of" in asked:
        raise BadRequestError("filtering by descendant_of with child_of is not supported")
    where = Q()
    if "child_of" in asked:
        path = _place(request, "child_of", "parent page doesn't exist")
        where &= Q(path__startswith=path, depth=len(path) // Page.steplen + 1)
    if "descendant_of" in asked:
        path = _place(request, "descendant_of", "ancestor page doesn't exist")
        where &= Q(path__startswith=path) & ~Q(path=path)
    if "ancestor_of" in asked:
        page = _visible(request, "ancestor_of", "descendant page doesn't exist")
        where &= Q(path__in=[page.path[:end] for end in range(Page.steplen, len(page.path), Page.steplen)])
    if "translation_of" in asked:
        where &= _translations(request)
    return where


def _translations(request: HttpRequest) -> Q:
    if request.GET["translation_of"] == "root":
        page = _root(request)
        return Q(translation_key=page.translation_key) & ~Q(page_id=page.pk)
    public = _visible(request, "translation_of", "translation_of page doesn't exist")
    return Q(translation_key=public.translation_key) & ~Q(page_id=public.page_id)


def _place(request: HttpRequest, name: str, missing: str) -> str:
    """The tree path of the page that a parameter names, by id or as ``root``."""
    if request.GET[name] == "root":
        return _root(request).path
    return _visible(request, name, missing).path


def _visible(request: HttpRequest, name: str, missing: str) -> PublicPage:
    pk = parameters.number(name, request.GET[name])
    public = public_pages(request).filter(page_id=pk).only("path", "translation_key").first()
    if public is None:
        raise BadRequestError(missing)
    return public


def _root(request: HttpRequest) -> Page:
    found = state.for_request(request).site_for(request)
    if found is None:
        raise BadRequestError("there is no site here")
    return found[0].root_page


def _order(request: HttpRequest, model: type[Page]) -> list[str]:
    """What to order by, or nothing. Equal pages stand in the order of the tree, so that parts never overlap."""
    asked = request.GET.get("order")
    if not asked:
        return []
    names = asked.split(",")
    if "random" in names:
        if len(names) > 1:
            raise BadRequestError("random ordering cannot be combined with other fields")
        if "offset" in request.GET:
            raise BadRequestError("random ordering with offset is not supported")
        return ["?"]
    return [*(_ordering(model, name) for name in names), "path"]


def _ordering(model: type[Page], asked: str) -> str:
    name = asked.removeprefix("-")
    known = name in filterable(model) and (name in COLUMNS or _has_value(model._meta.get_field(name)))
    if not known:
        raise BadRequestError(f"cannot order by '{asked}' (unknown field)")
    return ("-" if asked != name else "") + COLUMNS.get(name, f"fields__{name}")
