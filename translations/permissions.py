"""What translators may do: change what is in the locales they translate into, and nothing else.

Wagtail's own permissions say so for pages, each locale having a tree of its own. For snippets they are given by type;
here they are narrowed to the rows of those locales, wherever Wagtail or wagtail-localize asks.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import Permission
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail_localize.models import Translation

from review.desk import may_edit
from review.subjects import ByValue, Reviewable
from translations.models import GlossaryTerm, TranslatorGroup

SUBMIT = "wagtail_localize.submit_translation"
VIEW = "view"


class Rights(NamedTuple):
    """The locales somebody translates into, and the permissions they have beside that, as ``app.action_model``."""

    locales: frozenset[int]
    elsewhere: frozenset[str]


def rights_of(user: Any) -> Rights:
    """What somebody has as a translator, and what they have in other ways; asked for once per request.

    Kept with the account, as Django keeps its permissions there (django/contrib/auth/backends.py).
    """
    if not hasattr(user, "_translator_rights"):
        user._translator_rights = _read_rights(user)
    return user._translator_rights


def held_to(user: Any, permission: str) -> frozenset[int] | None:
    """The ids of the locales to which a permission of somebody is narrowed; None when it is not.

    A permission that somebody has from another group, or as an administrator, is not narrowed.
    """
    if user.is_superuser:
        return None
    rights = rights_of(user)
    return None if permission in rights.elsewhere or not rights.locales else rights.locales


def locales_for(user: Any) -> QuerySet[Locale]:
    """The locales somebody may translate into."""
    if not user.has_perm(SUBMIT):
        return Locale.objects.none()
    held = held_to(user, SUBMIT)
    return Locale.objects.all() if held is None else Locale.objects.filter(pk__in=held)


class InTheirLocales(ModelPermissionPolicy):
    """Wagtail's permissions for snippets, of which translators have those to change in their locales alone."""

    locale = "locale"
    """The column with the locale of a row."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        if not self.user_has_permission(user, action):
            return False
        held = None if action == VIEW else held_to(user, self._get_permission_name(action))
        return held is None or getattr(instance, f"{self.locale}_id") in held

    def user_has_any_permission_for_instance(self, user: Any, actions: Collection[str], instance: Any) -> bool:
        return any(self.user_has_permission_for_instance(user, action, instance) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet:
        rows = super().instances_user_has_any_permission_for(user, actions)
        had = [action for action in actions if self.user_has_permission(user, action)]
        held = [None if action == VIEW else held_to(user, self._get_permission_name(action)) for action in had]
        ids = frozenset().union(*filter(None, held))
        return rows if None in held else rows.filter(**{f"{self.locale}__in": ids})


class IntoTheirLocales(InTheirLocales):
    """The same for terms of the glossary, of which translators write those into the locales they translate into."""

    locale = "target_locale"

    def locales(self, user: Any, action: str) -> QuerySet[Locale]:
        """The locales into which somebody who may add or change terms may do so; ``action`` is the one or the other."""
        held = held_to(user, self._get_permission_name(action))
        return Locale.objects.all() if held is None else Locale.objects.filter(pk__in=held)


def translated_snippets() -> list[type[Model]]:
    """The types of snippets that have a row for each locale."""
    kinds = (Reviewable, ByValue)
    return [
        model
        for model in apps.get_models()
        if issubclass(model, kinds) and issubclass(model, TranslatableMixin) and not issubclass(model, Page)
    ]


def register() -> None:
    """Let Wagtail ask here; called when the apps are ready."""
    for model in translated_snippets():
        register_permission_policy(model, InTheirLocales(model))
    register_permission_policy(GlossaryTerm, IntoTheirLocales(GlossaryTerm))


def refuse_unless_editable(user: Any, row: Model) -> None:
    """Raise PermissionDenied unless somebody may edit a page or snippet."""
    if not may_edit(user, row):
        raise PermissionDenied


def found(read: Callable[[], Model]) -> Model:
    """The row that is read. Raises Http404 when it is gone, as the source or target of a translation may be."""
    try:
        return read()
    except ObjectDoesNotExist as gone:
        raise Http404 from gone


def for_those_who_may_edit_it(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of wagtail-localize on one translation, for those who may edit its target.

    By itself it asks for the permission on the type alone (``user_can_edit_instance``).
    """

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponse:
        translation = get_object_or_404(Translation, pk=translation_id)
        refuse_unless_editable(request.user, found(translation.get_target_instance))
        return view(request, translation_id=translation_id, **kwargs)

    return guarded


def _read_rights(user: Any) -> Rights:
    locales = TranslatorGroup.objects.filter(group__user=user).values_list("locale_id", flat=True)
    beside = Permission.objects.filter(Q(user=user) | Q(group__in=user.groups.filter(translator_group=None)))
    names = beside.values_list("content_type__app_label", "codename")
    return Rights(frozenset(locales), frozenset(f"{app}.{codename}" for app, codename in names))
