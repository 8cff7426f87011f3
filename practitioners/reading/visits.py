"""What is new since a practitioner's last visit."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, QuerySet, Value, When
from django.utils import timezone

from ledger.models import Edition
from practitioners.models.reading import Visit
from public.models import PublicPage

LASTS = timedelta(hours=4)
"""How long after its beginning a visit is still the same one: what is new stays so while somebody reads."""
NEW, UPDATED = "new", "updated"


def last_visit(user: Any) -> datetime | None:
    """When the visit before the present one began; None on somebody's first. Begins a visit where none goes on.

    From its beginning, so that nothing is missed which came while the last one lasted. One query, and one write in the
    whole of a visit.
    """
    now = timezone.now()
    visit, _created = Visit.objects.get_or_create(user=user, defaults={"began_at": now})
    if now - visit.began_at < LASTS:
        return visit.previous_at
    # Of two requests that come at once, one begins the visit; both go by the same one before it.
    Visit.objects.filter(pk=visit.pk, began_at=visit.began_at).update(began_at=now, previous_at=visit.began_at)
    return visit.began_at


def with_news(found: QuerySet[PublicPage], since: datetime | None) -> QuerySet[PublicPage]:
    """The pages with ``news``: NEW, UPDATED or empty, as they stand to a moment; empty for all without one.

    Updated means other words: the same ones signed again are no news.
    """
    if since is None:
        return found.annotate(news=Value(""))
    same_words = Edition.objects.filter(
        subject=OuterRef("edition__subject"), copy=OuterRef("edition__copy"), released_at__lte=since
    )
    is_new, is_updated = (
        When(first_released_at__gt=since, then=Value(NEW)),
        When(~Exists(same_words), then=Value(UPDATED)),
    )
    return found.annotate(news=Case(is_new, is_updated, default=Value(""), output_field=CharField()))
