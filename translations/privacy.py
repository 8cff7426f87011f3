"""Who may see a translation is its own affair: what happens to the privacy of its source never opens it.

Whenever wagtail-localize saves a translation it makes the view restriction of the target what that of the source is,
and deletes it when the source has none (``TranslationSource.sync_view_restrictions``). A restriction that the target
did not have is welcome. One that it has is changed and taken away by people alone, in Wagtail's privacy dialogue; what
a synchronisation does to it is undone in the same transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import Model, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.http import HttpResponse
from wagtail.admin.views.page_privacy import SetPrivacyView
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import copy_for_translation_done
from wagtail_localize.models import TranslationSource

_chosen: ContextVar[bool] = ContextVar("chosen", default=False)


@contextmanager
def chosen() -> Iterator[None]:
    """Whatever happens to restrictions in here is what somebody wants."""
    token = _chosen.set(True)
    try:
        yield
    finally:
        _chosen.reset(token)


class PrivacyView(SetPrivacyView):
    """Wagtail's privacy dialogue; what people say there holds."""

    def form_valid(self, form: Any) -> HttpResponse:
        with chosen():
            return super().form_valid(form)


def restrict_as(page: Page, source: Page) -> None:
    """Give a page the restrictions of its source, unless it has some already."""
    if page.view_restrictions.exists():
        return
    for restriction in source.view_restrictions.all():
        given = PageViewRestriction(
            page=page, restriction_type=restriction.restriction_type, password=restriction.password
        )
        with chosen():
            given.save()
            given.groups.set(restriction.groups.all())


def keep_when_replaced(sender: type, instance: PageViewRestriction, **kwargs: Any) -> None:
    """A restriction that becomes the source's stays what it was."""
    if _chosen.get() or not instance.pk:
        return
    before = PageViewRestriction.objects.filter(pk=instance.pk).first()
    if before is None or _terms(before) == _terms(instance):
        return
    if any(_terms(instance) == _terms(theirs) for theirs in _of_sources(instance.page)):
        instance.restriction_type, instance.password = _terms(before)


def give_groups(sender: type, instance: PageViewRestriction, created: bool, **kwargs: Any) -> None:
    """A restriction copied from the source lets the same groups in; wagtail-localize copies all of it but those."""
    if not created or _chosen.get() or instance.restriction_type != PageViewRestriction.GROUPS:
        return
    theirs = next((found for found in _of_sources(instance.page) if _terms(found) == _terms(instance)), None)
    if theirs:
        with chosen():
            instance.groups.set(theirs.groups.all())


def keep_groups(sender: type, instance: PageViewRestriction, action: str, reverse: bool, **kwargs: Any) -> None:
    """The groups of a restriction stay as well; they are replaced in two steps, first taking away, then adding."""
    if _chosen.get() or reverse:
        return
    if action.startswith("pre_"):
        instance.__dict__.setdefault("_groups_before", _groups(instance))
        return
    before = instance.__dict__.pop("_groups_before") if action == "post_add" else instance._groups_before
    if before != _groups(instance) and any(_groups(instance) == _groups(t) for t in _of_sources(instance.page)):
        with chosen():
            instance.groups.set(before)


def remember_what_is_deleted(sender: type, instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """Its groups are gone by the time it is."""
    if _is_swept_away(origin):
        instance._groups_before = _groups(instance)


def keep_when_deleted(sender: type, instance: PageViewRestriction, origin: Any, **kwargs: Any) -> None:
    """A restriction that goes because the source has none is put back.

    wagtail-localize deletes all that a page has. People delete one, or the page with it.
    """
    if not _is_swept_away(origin) or not _sources_of(instance.page).exists():
        return
    kept = PageViewRestriction(
        pk=instance.pk, page=instance.page, restriction_type=instance.restriction_type, password=instance.password
    )
    with chosen():
        kept.save(force_insert=True)
        kept.groups.set(instance._groups_before)


def restrict_from_the_start(sender: type, source_obj: Model, target_obj: Model, **kwargs: Any) -> None:
    """A page in another language begins with the restrictions of what it was copied from.

    Wagtail leaves them out below a page that has some, whatever these are (wagtail/actions/copy_page.py).
    """
    if isinstance(source_obj, Page):
        restrict_as(target_obj, source_obj)


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    pre_save.connect(keep_when_replaced, sender=PageViewRestriction)
    post_save.connect(give_groups, sender=PageViewRestriction)
    m2m_changed.connect(keep_groups, sender=PageViewRestriction.groups.through)
    pre_delete.connect(remember_what_is_deleted, sender=PageViewRestriction)
    post_delete.connect(keep_when_deleted, sender=PageViewRestriction)
    copy_for_translation_done.connect(restrict_from_the_start)


def _is_swept_away(origin: Any) -> bool:
    return not _chosen.get() and isinstance(origin, QuerySet) and origin.model is PageViewRestriction


def _sources_of(page: Page) -> QuerySet[Page]:
    """The pages that a page is, or could be, translated from."""
    locales = TranslationSource.objects.filter(object_id=page.translation_key).exclude(locale=page.locale_id)
    return Page.objects.filter(translation_key=page.translation_key, locale__in=locales.values("locale"))


def _of_sources(page: Page) -> QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(page__in=_sources_of(page))


def _terms(restriction: PageViewRestriction) -> tuple[str, str]:
    return restriction.restriction_type, restriction.password


def _groups(restriction: PageViewRestriction) -> frozenset[Group]:
    return frozenset(restriction.groups.all())
