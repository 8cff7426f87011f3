"""Reading query parameters: numbers in range, pages of lists, and nothing that is not understood."""

from collections.abc import Collection

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.api.v2.utils import BadRequestError

MOST = 2**63 - 1
"""The largest number the databases know."""
LIMIT = 20


def number(name: str, raw: str) -> int:
    """A parameter that must be zero or more, and no larger than the databases can count. Raises BadRequestError."""
    try:
        value = int(raw)
    except ValueError:
        value = -1
    if not 0 <= value <= MOST:
        raise BadRequestError(f"{name} must be a positive integer")
    return value


def check(request: HttpRequest, allowed: Collection[str]) -> None:
    """Refuse parameters that nobody here understands, and formats that are not JSON. Raises BadRequestError."""
    if unknown := request.GET.keys() - set(allowed):
        names = ", ".join(sorted(unknown))
        raise BadRequestError(f"query parameter is not an operation or a recognised field: {names}")
    if request.GET.get("format", "json") != "json":
        raise BadRequestError("format must be 'json'")
    if request.GET.get("rich_text_format", "html") != "html":
        raise BadRequestError("rich_text_format must be 'html'")


def limits(request: HttpRequest) -> slice:
    """The part of a list that ``?offset=`` and ``?limit=`` ask for. Raises BadRequestError."""
    offset = number("offset", request.GET.get("offset", "0"))
    limit = number("limit", request.GET.get("limit", str(LIMIT)))
    if limit > settings.WAGTAILAPI_LIMIT_MAX:
        raise BadRequestError(f"limit cannot be higher than {settings.WAGTAILAPI_LIMIT_MAX}")
    start = min(offset, MOST - limit)
    return slice(start, start + limit)


def listed(total: int, items: list) -> dict:
    """A part of a list in the envelope of Wagtail's API."""
    return {"meta": {"total_count": total}, "items": items}


def cut(request: HttpRequest, found: QuerySet) -> tuple[int, list]:
    """How many there are in all, and the ones asked for: two queries. Raises BadRequestError."""
    part = limits(request)
    return found.count(), list(found[part])
