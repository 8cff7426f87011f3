"""Many released pages at once, written straight into ledger and projection."""

import uuid
from datetime import timedelta
from typing import Any

from django.utils import timezone

from ledger import record
from public.models import PublicPage
from public.projection import project_tree
from public.resolve import parse
from review.copy import canonical


def many_articles(article: Any, number: int) -> None:
    """Release copies of an article beside it; see ``many``."""
    many(article, number, "introduction")


def many(page: Any, number: int, *fields: str) -> None:
    """Release copies of a page beside it, signed as it was, each with a title, slug and key of its own.

    ``fields`` are those that its row cannot do without.
    """
    parent = page.get_parent()
    edition = PublicPage.objects.select_related("edition__copy", "edition__clearance__sign_off").get(page=page).edition
    sign_off = edition.clearance.sign_off
    for count in range(number):
        made = type(page)(
            title=f"{page.title} {count}",
            slug=f"copy-of-{page.pk}-{count}",
            locale=page.locale,
            translation_key=uuid.uuid4(),
            live=True,
            **{name: getattr(page, name) for name in fields},
        )
        parent.add_child(instance=made)
        copy = parse(edition.copy.payload)
        copy["title"] = made.title
        copy["meta"]["slug"] = made.slug
        stored = record.store(canonical(copy))
        signed = record.sign(
            subject=str(made.subject),
            digest=stored.digest,
            approves=True,
            signer_id=sign_off.signer_id,
            signer_name=sign_off.signer_name,
            credentials=sign_off.credentials,
            role=sign_off.role,
            meaning=sign_off.meaning,
            statement=sign_off.statement,
            answers=sign_off.answers,
            comment="",
            method=sign_off.method,
            authors=[0],
        )
        record.release(str(made.subject), record.clear(signed, timezone.now() + timedelta(days=1)))
    project_tree(parent)
