"""Pages: list, detail and find, from current editions alone."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from wagtail.api.v2.utils import BadRequestError
from wagtail.models import Page

from core.context import Frame
from delivery.api import parameters
from delivery.api.answers import endpoint, json
from delivery.api.fields import Fields, Pages, fields_of
from delivery.api.filters import ordered, select
from delivery.api.represent import Representation, narrowed, references
from public import languages
from public.models import PublicPage
from public.parts import for_reader
from public.readers import reader_of
from public.resolve import Referred, Source, absolute, parse, refer, resolve
from public.review_facts import review_of
from public.showing import subject_of
from review.desk import may_read
from review.evidence import edition_at, moment_of
from review.signing import roles_of
from review.subjects import Subject

MISSING = "No Page matches the given query."
UNTOLD = tuple(f"edition__clearance__sign_off__{name}" for name in ("answers", "authors", "comment", "statement"))
"""What no reader is told of a signature."""
IN_PROJECTION = frozenset({"id", "title"})
"""The body fields that need no copy."""
META: dict[str, Callable[[Any], Any]] = {
    "type": lambda page: page.type,
    "detail_url": lambda page: detail_url(page),
    "html_url": lambda page: absolute(page.address),
    "slug": lambda page: page.slug,
    "show_in_menus": lambda page: page.in_menus,
    "seo_title": lambda page: page.fields.get("seo_title", ""),
    "search_description": lambda page: page.description,
    "first_published_at": lambda page: page.first_released_at,
    # Aliases are never released.
    "alias_of": lambda page: None,
    "locale": lambda page: page.locale,
    "language": lambda page: language_of(page),
    "fallback": lambda page: page.stands_in == PublicPage.StandsIn.FALLBACK,
    "translation": lambda page: page.translation,
}


@endpoint
def listing(request: HttpRequest) -> HttpResponse:
    """``pages/``: the pages asked for."""
    found, model = select(request)
    fields = fields_of(Pages, model, request.GET.get("fields"), detail=False)
    total, pages = parameters.cut(request, loaded(ordered(request, found, model), fields))
    return json(parameters.listed(total, items(request, pages, fields)))


@endpoint
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """``pages/<id>/``: one page with all it says."""
    if "as_of" in request.GET:
        return json(as_of(request, pk))
    found, _ = select(request)
    if pk > parameters.MOST:
        raise Http404(MISSING)
    # Which fields there are depends on the type, so everything a detail may need is read at once.
    page = loaded(found.filter(page_id=pk)).first()
    if page is None:
        raise Http404(MISSING)
    fields = fields_of(Pages, apps.get_model(page.type), request.GET.get("fields"), detail=True)
    return json(items(request, [page], fields)[0])


def as_of(request: HttpRequest, pk: int) -> dict[str, Any]:
    """What readers were shown of a page at a moment, as it was signed: for staff who are logged in alone.

    References stay keys: what they led to then is not on record in one piece. Raises BadRequestError and Http404.
    """
    if request.GET.keys() - {"as_of"}:
        raise BadRequestError("as_of takes no other parameters beside it")
    if not reader_of(request).is_at_work:
        raise BadRequestError("query parameter is not an operation or a recognised field: as_of")
    try:
        moment = moment_of(request.GET["as_of"])
    except ValueError as error:
        raise BadRequestError("as_of must be a moment, such as 2026-03-03T14:05") from error
    page = Page.objects.filter(pk=pk).select_related("locale").first() if pk <= parameters.MOST else None
    edition = edition_at(str(subject_of(page)), moment) if page else None
    if page is None or edition is None or not may_read(request.user, page.specific, roles_of(request.user)):
        raise Http404(MISSING)
    copy = parse(edition.copy.payload)
    meta = {
        **copy["meta"],
        "as_of": moment,
        "released_at": edition.released_at,
        "retired_at": edition.retired_at,
        "review": review_of(edition, moment),
    }
    return {"id": pk, "meta": meta, **{name: value for name, value in copy.items() if name != "meta"}}


@endpoint
def find(request: HttpRequest) -> HttpResponse:
    """``pages/find/``: from an address (``html_path``) or ``id`` to the detail; other parameters are passed on."""
    asked = request.GET.copy()
    paths, ids = asked.pop("html_path", []), asked.pop("id", [])
    request.GET = asked  # type: ignore[assignment]
    found, _ = select(request)
    pk = _at(found, paths[-1]) if paths else None
    if pk is None and ids:
        wanted = parameters.number("id", ids[-1])
        pk = found.filter(page_id=wanted).values_list("page_id", flat=True).first()
    if pk is None:
        raise Http404("not found")
    query = f"?{asked.urlencode()}" if asked else ""
    return HttpResponseRedirect(absolute(f"/api/v2/pages/{pk}/{query}"))


def loaded(found: QuerySet[PublicPage], fields: Fields | None = None) -> QuerySet[PublicPage]:
    """The pages with what an answer holding ``fields`` (None: whatever it may be) needs of the ledger."""
    found = found.annotate(in_menus=F("page__show_in_menus")).defer("text")
    if fields is None or {"review", "language"} & set(fields.meta):
        found = found.select_related("edition__clearance__sign_off").defer(*UNTOLD)
    if fields is None or set(fields.body) - IN_PROJECTION:
        found = found.select_related("edition__copy")
    return found


def items(request: HttpRequest, pages: list[PublicPage], fields: Fields) -> list[dict[str, Any]]:
    """Each page as JSON, with the fields asked for and nothing that this reader may not see."""
    names = [name for name in fields.body if name not in IN_PROJECTION]
    sources = [_source(request, page, names) for page in pages] if names else []
    found = refer(request, sources, _around(pages, fields))
    bodies = resolve(request, sources, found) if names else [{} for _ in pages]
    around = _Around(found, Frame(request) if "review" in fields.meta else None, Representation())
    return [_item(page, body, fields, around) for page, body in zip(pages, bodies, strict=True)]


def identity(page: PublicPage) -> dict[str, Any]:
    """A page in the fewest words: ``{id, meta, title}``."""
    return {
        "id": page.page_id,
        "meta": {"type": page.type, "detail_url": detail_url(page), "html_url": absolute(page.address)},
        "title": page.title,
    }


def detail_url(page: PublicPage) -> str:
    """The address of a page's detail."""
    return absolute(f"/api/v2/pages/{page.page_id}/")


def language_of(page: PublicPage) -> str:
    """The locale of the words themselves; a fallback's is not that of its address."""
    return Subject.parse(page.edition.subject).locale


def _source(request: HttpRequest, page: PublicPage, names: Iterable[str]) -> Source:
    return Source(_part(request, page, names), page.locale, page.ids, words=language_of(page))


def _part(request: HttpRequest, page: PublicPage, names: Iterable[str]) -> dict[str, Any]:
    """The fields of a page's copy that are asked for; all of them where citations must be counted through them."""
    copy = for_reader(request, page.edition.copy.payload)
    if "references" in names:
        return copy
    return {name: copy[name] for name in ("meta", "title", "references", *names) if name in copy}


def _around(pages: list[PublicPage], fields: Fields) -> Q:
    """The condition for the pages around these that an answer speaks of: translations and parents."""
    around = Q()
    if "translations" in fields.meta:
        around |= Q(translation_key__in={page.translation_key for page in pages})
    if "parent" in fields.meta:
        around |= Q(path__in={_parent_path(page) for page in pages})
    return around


def _parent_path(page: PublicPage) -> str:
    return page.path[: -Page.steplen]


class _Around(NamedTuple):
    """What an answer needs beside its pages: those around them, the reviewers' (None where not asked for), forms."""

    found: Referred
    frame: Frame | None
    form: Representation


def _item(page: PublicPage, body: dict[str, Any], fields: Fields, around: _Around) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": page.page_id} if "id" in fields.body else {}
    if fields.meta:
        answer["meta"] = {name: _meta(page, name, around) for name in fields.meta}
    for name in fields.body:
        if name == "title":
            answer[name] = page.title
        elif name == "references":
            answer[name] = references(body.get(name, ()))
        elif child := fields.children.get(name):
            answer[name] = narrowed(around.form.of(body.get(name)), child)
        elif name != "id":
            answer[name] = around.form.content(body.get(name))
    return answer


def _meta(page: PublicPage, name: str, around: _Around) -> Any:
    if name == "parent":
        return _parent(page, around.found)
    if name == "translations":
        return _translations(page, around.found)
    if name == "review":
        return {**review_of(page.edition), "practitioner": _reviewer(page, around.frame)}
    return META[name](page)


def _reviewer(page: PublicPage, frame: Frame | None) -> dict[str, Any] | None:
    """The page of who signed a page, in its locale, as pages lead to it; None where this reader may see none."""
    own = frame and frame.reviewer(page.edition.clearance.sign_off.signer_id, page.locale)
    if not own:
        return None
    mentioned = identity(own)
    return {**mentioned, "meta": {**mentioned["meta"], "locale": own.locale}}


def _parent(page: PublicPage, found: Referred) -> dict[str, Any] | None:
    path = _parent_path(page)
    return next((identity(other) for other in found.pages.values() if other.path == path), None)


def _translations(page: PublicPage, found: Referred) -> list[dict[str, Any]]:
    others = (
        found.pages.get((f"page:{page.translation_key}", code)) for code in languages.codes() if code != page.locale
    )
    return [
        {
            "id": other.page_id,
            "locale": other.locale,
            "title": other.title,
            "html_url": absolute(other.address),
            "detail_url": detail_url(other),
        }
        for other in others
        if other and not other.stands_in
    ]


def _at(found: QuerySet[PublicPage], asked: str) -> int | None:
    """The page at an address of this site; see ``_parts``.

    Without a locale in front it is a page in the default one. With one it is a page in that locale or none at all.
    """
    parts = _parts(asked)
    if parts is None:
        return None
    if not parts or parts[0] not in languages.codes():
        parts = [settings.LANGUAGE_CODE, *parts]
    address = "/" + "".join(f"{part}/" for part in parts)
    return found.filter(address=address).values_list("page_id", flat=True).first()


def _parts(asked: str) -> list[str] | None:
    """The parts of a path or of an absolute address of this site, percent-encoded or not; None where no page can be."""
    try:
        address = urlsplit(asked)
    except ValueError:
        return None
    if address.netloc and address.netloc.lower() != urlsplit(settings.SITE_URL).netloc.lower():
        return None
    path = unquote(address.path)
    return None if "\x00" in path else [part for part in path.split("/") if part]
