"""The groups of translators: one for each locale but the one that others are translated from.

A group is made with its locale, and given the tree of the locale as soon as that has a home page. What it grants on
snippets and on terms of the glossary counts for those of the locale alone (translations/permissions.py).
"""

from typing import Any

from django.apps import apps as installed
from django.conf import settings
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.coreutils import get_content_languages, get_supported_content_language_variant
from wagtail.models import Locale, Page, get_page_models
from wagtail.signals import post_page_move

from review.roles import ADMIN_ACCESS, GLOSSARY, LISTS, REVIEWED_SNIPPETS, permission
from translations.models import TranslatorGroup

HOME_DEPTH = 2
LANGUAGE_OF_SOURCES = get_supported_content_language_variant(settings.LANGUAGE_CODE)
TRANSLATED_SNIPPETS = (("articles", "topic"), ("treatments", "condition"), *REVIEWED_SNIPPETS)
PERMISSIONS = [
    ADMIN_ACCESS,
    (("wagtail_localize", "translation"), ("submit",)),
    *((snippet, ("change", "view")) for snippet in TRANSLATED_SNIPPETS),
    (GLOSSARY, ("add", "change", "view")),
    *((model, ("view",)) for model in (("articles", "reference"), *LISTS)),
]
"""(app, model) and the actions allowed on it."""
TREE_PERMISSIONS = ("add", "change")
"""On the tree of the locale."""
LIBRARY = (("wagtailimages", "image"), ("wagtaildocs", "document"))
"""All pictures and documents may be chosen."""


def make(apps: Any, locale: Any) -> None:
    """Make the group of a locale with its permissions, or complete it; the language of sources gets no group.

    ``apps`` is Django's registry, or the historical one of a migration.
    """
    if locale.language_code == LANGUAGE_OF_SOURCES:
        return
    groups = apps.get_model("translations", "TranslatorGroup")
    kept = groups.objects.filter(locale_id=locale.pk).select_related("group").first()
    group = kept.group if kept else apps.get_model("auth", "Group").objects.get_or_create(name=name_for(locale))[0]
    if kept is None:
        groups.objects.create(locale_id=locale.pk, group=group)
    for (app, model), actions in PERMISSIONS:
        group.permissions.add(*(permission(apps, app, model, action) for action in actions))
    _give_library(apps, group)
    for home in apps.get_model("wagtailcore", "Page").objects.filter(depth=HOME_DEPTH, locale_id=locale.pk):
        give_tree(apps, home)


def give_tree(apps: Any, home: Any) -> None:
    """Let the translators of a locale change everything below one of its home pages."""
    kept = apps.get_model("translations", "TranslatorGroup").objects.filter(locale_id=home.locale_id).first()
    if kept is None:
        return
    for action in TREE_PERMISSIONS:
        apps.get_model("wagtailcore", "GroupPagePermission").objects.get_or_create(
            group_id=kept.group_id, page_id=home.pk, permission=permission(apps, "wagtailcore", "page", action)
        )


def name_for(locale: Any) -> str:
    """The name a group begins with, in the language of the site."""
    with override(settings.LANGUAGE_CODE):
        language = get_content_languages().get(locale.language_code, locale.language_code)
        return _("Translators: %(language)s") % {"language": language}


def _give_library(apps: Any, group: Any) -> None:
    root = apps.get_model("wagtailcore", "Collection").objects.filter(depth=1).first()
    if root is None:
        return
    for app, model in LIBRARY:
        apps.get_model("wagtailcore", "GroupCollectionPermission").objects.get_or_create(
            group=group, collection=root, permission=permission(apps, app, model, "choose")
        )


def on_locale(sender: type, instance: Locale, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Somebody has to be able to translate into a new locale."""
    if created and not raw:
        make(installed, instance)


def on_page(sender: type, instance: Page, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A locale has got its tree."""
    if created and instance.depth == HOME_DEPTH and not raw:
        give_tree(installed, instance)


def on_move(sender: type, instance: Page, **kwargs: Any) -> None:
    """A page has become the home page of its locale."""
    if instance.depth == HOME_DEPTH:
        give_tree(installed, instance)


def on_end_of_locale(sender: type, instance: TranslatorGroup, **kwargs: Any) -> None:
    """There is nothing left to translate into."""
    instance.group.delete()


def connect() -> None:
    """Connect the receivers; called when the apps are ready."""
    post_save.connect(on_locale, sender=Locale)
    for model in get_page_models():
        post_save.connect(on_page, sender=model)
    post_page_move.connect(on_move)
    post_delete.connect(on_end_of_locale, sender=TranslatorGroup)
