"""Rendering: the same template for an edition and for a preview, from the resolved copy alone."""

import re
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import orjson
from django.apps import apps
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Page

from ledger.models import Edition
from public import languages, media, parts, state
from public.models import PublicPage
from public.projection import files_of
from public.query import all_public_pages, private_types, public_pages, refused_pages
from public.readers import reader_of
from public.redirects import redirect_from
from public.resolve import Source, absolute, resolve
from public.review_facts import review_of
from public.showing import NOTICE
from review.subjects import Marks, Reviewable

ACCOUNT = "/account/"
"""Where accounts are told what they open, and what is missing."""
DEEPEST = 63
"""How many steps an address can have: so deep is the tree at most (wagtail.models.Page.path)."""
SLASH = re.compile("/")


def page_view(request: HttpRequest, path: str = "") -> HttpResponse:
    """The public page at an address; the site's root leads to the reader's language."""
    if "\x00" in path:
        # No database takes it, neither here nor where redirects are looked up.
        raise BadRequest
    language = path.partition("/")[0]
    if not path:
        return _never_stored(redirect(f"/{_home_language(request)}/"))
    if language in languages.codes():
        # Errors speak the language of the address too.
        translation.activate(language)
    return render_address(request, request.path)


def render_address(request: HttpRequest, address: str) -> HttpResponse:
    """The page readers find at an address; an unknown one is a 404.

    At and below a page that refuses a reader every address is answered in the same way, whether there is a page or
    not: strangers are asked to log in, accounts that do not open the section for practitioners are shown why.
    """
    if not address.endswith("/"):
        address += "/"
    public = _loaded(public_pages(request).filter(address=address))
    if public is None:
        if barred := _barred(request, address):
            return _never_stored(barred)
        if redirected := redirect_from(request):
            return _never_stored(redirected)
        raise Http404
    if address != request.path:
        return redirect(address, permanent=True)
    return _render(request, public)


def _barred(request: HttpRequest, address: str) -> HttpResponse | None:
    """The answer at and below the outermost page that refuses this reader; None at any other address."""
    steps = [address[: match.end()] for match in islice(SLASH.finditer(address, 1), DEEPEST)]
    refused = refused_pages(request).filter(address__in=steps).order_by("depth").only("type").first()
    if refused is None:
        return None
    if not request.user.is_authenticated:
        asked = urlencode({"next": request.get_full_path()}, safe="/")
        return redirect(f"{settings.WAGTAIL_FRONTEND_LOGIN_URL}?{asked}")
    if refused.type in private_types() and not reader_of(request).is_verified:
        return redirect(ACCOUNT)
    raise Http404


def render_public(request: HttpRequest, page_id: int) -> HttpResponse:
    """The current edition of a page, by primary key; 404 where this reader may see none."""
    public = _loaded(public_pages(request).filter(page_id=page_id))
    if public is None:
        raise Http404
    return _render(request, public)


def draw_page(
    request: HttpRequest,
    model: type,
    copy: dict[str, Any],
    page: Page | None = None,
    edition: Edition | None = None,
    marks: Marks | None = None,
) -> HttpResponse:
    """A copy of a page, drawn exactly as readers get it: for previews, for review and for evidence.

    ``page`` is its row, which may be unsaved, or None where it is gone; ``edition`` the one that shows the copy, if any
    does.
    """
    _keep_files(copy)
    public = all_public_pages().filter(page_id=page.pk).first() if page and page.pk else None
    return _never_stored(_response(request, copy, model, public, edition, page, marks))


def draw_snippet(
    request: HttpRequest, model: type[Reviewable], copy: dict[str, Any], marks: Marks | None = None
) -> HttpResponse:
    """A copy of a snippet, drawn as it stands on a page; see ``draw_page``."""
    _keep_files(copy)
    source = Source(copy, copy["meta"]["locale"], {}, marks.plain if marks else str)
    with translation.override(source.locale):
        context = {
            "copy": resolve(request, [source])[0],
            "template": f"blocks/{_block_of(model)}.html",
            "language": source.locale,
            "text_language": source.locale,
        }
        return _never_stored(TemplateResponse(request, "pages/snippet.html", context).render())


def copy_context(
    request: HttpRequest,
    copy: dict[str, Any],
    model: type,
    public: PublicPage | None,
    edition: Edition | None = None,
    marks: Marks | None = None,
) -> dict[str, Any]:
    """What a page's template gets for a copy: the resolved copy and what stands around it.

    ``edition`` is the one whose copy this is; without it nothing is said of a review. ``language`` is that of the
    address, which all speaks that stands around the text; ``text_language`` is that of the text.
    """
    text_language = copy["meta"]["locale"]
    language = _language_of(copy, public)
    ids = public.ids if public else {}
    sources = [Source(copy, language, ids, marks.plain if marks else str, text_language)]
    if marks:
        sources.append(Source(marks.copy, language, ids, words=text_language))
    # What is said about the words, on the page and to search engines, is said of those without marks.
    every = resolve(request, sources)
    resolved, unmarked = every[0], every[-1]
    breadcrumbs, others = _surroundings(request, public)
    translations = [other for other in others if not other.stands_in]
    context = {
        "copy": resolved,
        "public": public,
        "language": language,
        "text_language": text_language,
        "standing": _standing(public, others),
        "breadcrumbs": breadcrumbs,
        "translations": translations,
        "alternates": languages.alternates(translations),
        "canonical_url": _canonical(public, others),
        "review": review_of(edition) if edition else None,
        "is_for_everybody": _is_for_everybody(request, public, edition),
        "signer": edition.clearance.sign_off.signer_id if edition else None,
        **model.public_context(request, unmarked, public),
    }
    graph = {
        "@context": "https://schema.org",
        "@graph": model.structured_data(request, {**context, "copy": unmarked}),
    }
    context["structured_data"] = orjson.dumps(graph).decode().replace("<", "\\u003c")
    return context


def _canonical(public: PublicPage | None, others: list[PublicPage]) -> str:
    """The address at which search engines should know these words; empty for a page that is not public yet."""
    source = next((other for other in others if public and other.page_id == public.source_id), public)
    return absolute(source.address) if source else ""


def _standing(public: PublicPage | None, others: list[PublicPage]) -> dict[str, Any] | None:
    """How a page stands to the text it comes from, with that text's page where this reader may see it."""
    if public is None:
        return None
    if public.stands_in == PublicPage.StandsIn.FALLBACK:
        return {"status": public.stands_in, "source": next((o for o in others if o.page_id == public.source_id), None)}
    if public.translation is None:
        return None
    since = public.translation["behind_since"]
    source = next((other for other in others if other.locale == public.translation["source_locale"]), None)
    return {**public.translation, "behind_since": datetime.fromisoformat(since) if since else None, "source": source}


def _loaded(found) -> PublicPage | None:
    return found.select_related("edition__copy", "edition__clearance__sign_off").first()


def _render(request: HttpRequest, public: PublicPage) -> HttpResponse:
    payload = public.edition.copy.payload
    copy = parts.for_reader(request, payload)
    response = _response(request, copy, apps.get_model(public.type), public, public.edition)
    if parts.is_whole(request, payload) or _is_restricted(request, public):
        return _never_stored(response)
    return response


def _is_restricted(request: HttpRequest, public: PublicPage) -> bool:
    """Whether some readers may not see this page."""
    paths = [public.path, *([public.source.path] if public.source else [])]
    return any(state.for_request(request).is_restricted(path) for path in paths)


def _is_for_everybody(request: HttpRequest, public: PublicPage | None, edition: Edition | None) -> bool:
    """Whether anybody can ask for the signed bytes of an edition: it is the current one, with nothing kept from some.

    The door itself is ``delivery/api/copies.py``.
    """
    if public is None or edition is None or public.edition_id != edition.pk:
        return False
    return not parts.has_part(edition.copy.payload) and not _is_restricted(request, public)


def _response(
    request: HttpRequest,
    copy: dict[str, Any],
    model: type,
    public: PublicPage | None,
    edition: Edition | None = None,
    page: Page | None = None,
    marks: Marks | None = None,
) -> HttpResponse:
    with translation.override(_language_of(copy, public)):
        context = {**copy_context(request, copy, model, public, edition, marks), "page": page}
        return TemplateResponse(request, model.template, context).render()


def _language_of(copy: dict[str, Any], public: PublicPage | None) -> str:
    """The language of the address at which a copy is shown, which has one once it is public."""
    return public.locale if public else copy["meta"]["locale"]


def _home_language(request: HttpRequest) -> str:
    """The language that the reader likes best among those whose home page is public, else the default one."""
    homes = [f"/{code}/" for code in languages.codes()]
    public = set(public_pages(request).filter(address__in=homes).values_list("locale", flat=True))
    for asked, weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        with suppress(LookupError):
            if weight and (known := translation.get_supported_language_variant(asked)) in public:
                return known
    return settings.LANGUAGE_CODE


def _surroundings(request: HttpRequest, public: PublicPage | None) -> tuple[list[PublicPage], list[PublicPage]]:
    """The pages above a page, outermost first, and its translations, itself included; one query for both."""
    if public is None:
        return [], []
    steps = range(Page.steplen * 2, len(public.path), Page.steplen)
    above = [public.path[:step] for step in steps]
    found = list(
        public_pages(request).filter(path__in=above)
        | public_pages(request).filter(translation_key=public.translation_key)
    )
    ancestors = sorted((item for item in found if item.path in above), key=lambda item: item.path)
    siblings = languages.in_order(item for item in found if item.translation_key == public.translation_key)
    return ancestors, siblings


def _never_stored(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def _keep_files(copy: dict[str, Any]) -> None:
    """Make the files a copy shows. One that is gone from the library is missing in the drawing; release refuses it."""
    pictures, documents = files_of(copy)
    for picture in pictures:
        with suppress(media.FileChanged):
            media.store_image(picture)
    for digest in documents:
        with suppress(media.FileChanged):
            media.store_document(digest)


def _block_of(model: type[Reviewable]) -> str:
    return {"safety": "safety_statement", "cta": "call_to_action", NOTICE: "notice"}[model.subject_kind]
