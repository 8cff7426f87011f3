"""Through the translation tool, which likes to publish what it saves."""

import json
from typing import Any

from django.test import override_settings
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import LocaleSynchronization, StringTranslation, Translation, TranslationSource

from core.models import User
from tests import factories
from tests.routes.attempt import Attempt, route
from tests.routes.snapshot import MARKER
from tests.routes.world import UNSIGNED

SPANISH = "es"
DUMMY = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}
TRANSLATED = ("article", "safety", "cta")
"""Sources that are public, and so is their Spanish."""


def translation_of(source: Any) -> Translation:
    """The translation of a row into Spanish, as if it had been submitted."""
    prepared, _ = TranslationSource.update_or_create_from_instance(source)
    spanish = Locale.objects.get(language_code=SPANISH)
    return Translation.objects.get_or_create(source=prepared, target_locale=spanish)[0]


def translate(attempt: Attempt, translation: Translation, user: User) -> None:
    """Type unsigned text into every string, through the tool's own addresses."""
    attempt.client.force_login(user)
    segments = list(translation.source.stringsegment_set.all())
    assert segments
    for segment in segments:
        if "slug" in segment.context.path:
            continue
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        data = {"value": UNSIGNED}
        response = attempt.client.put(
            address, "&".join(f"{k}={v}" for k, v in data.items()), content_type="application/x-www-form-urlencoded"
        )
        assert response.status_code in (200, 201), response.content
    assert StringTranslation.objects.filter(data=UNSIGNED).exists()


def target_of(translation: Translation) -> Any:
    return translation.get_target_instance()


def edit_address(row: Any) -> str:
    if isinstance(row, Page):
        return reverse("wagtailadmin_pages:edit", args=[row.pk])
    return reverse(f"wagtailsnippets_{row._meta.app_label}_{row._meta.model_name}:edit", args=[row.pk])


def begun(attempt: Attempt, user: User) -> Translation:
    """A translation with a target, every string of which is unsigned text."""
    translation = translation_of(attempt.target)
    translation.save_target(user=user, publish=False)
    translate(attempt, translation, user)
    return translation


def sources_are_spared() -> None:
    """What is translated from is signed text, whatever was tried."""
    assert not TranslationSource.objects.filter(content_json__contains=MARKER).exists()


def holds_it(row: Any) -> bool:
    texts = [row.title, row.get_latest_revision_as_object().title]
    return any(MARKER in text for text in texts)


@route("localize: submit for translation", TRANSLATED)
def submit(attempt: Attempt) -> None:
    row = factories.revise(attempt.target, title=UNSIGNED)
    row.latest_revision.publish()
    attempt.client.force_login(attempt.world.admin)
    if isinstance(row, Page):
        address = reverse("wagtail_localize:submit_page_translation", args=[row.pk])
    else:
        names = (row._meta.app_label, row._meta.model_name, row.pk)
        address = reverse("wagtail_localize:submit_snippet_translation", args=names)
    spanish = Locale.objects.get(language_code=SPANISH)
    response = attempt.client.post(address, {"locales": [spanish.pk], "publish_translations": "on"})
    assert response.status_code in (200, 302)
    sources_are_spared()


@route("localize: save a draft of a live page", TRANSLATED)
def save_draft(attempt: Attempt) -> None:
    translation = begun(attempt, attempt.world.editor)
    translation.save_target(user=attempt.world.editor, publish=False)
    assert holds_it(target_of(translation))


@route("localize: publish what the tool saves", TRANSLATED)
def publish_directly(attempt: Attempt) -> None:
    translation = begun(attempt, attempt.world.editor)
    translation.save_target(user=attempt.world.editor, publish=True)
    assert holds_it(target_of(translation))
    assert target_of(translation).live


def _by_button(action: str) -> None:
    @route(f"localize: the editor's button to {action}", TRANSLATED)
    def press(attempt: Attempt) -> None:
        translation = begun(attempt, attempt.world.admin)
        response = attempt.client.post(edit_address(target_of(translation)), {"action": action})
        assert response.status_code in (200, 302)
        assert holds_it(target_of(translation))


for _action in ("publish", "draft", "submit"):
    _by_button(_action)


@route("localize: synchronise with an unsigned source, and publish", TRANSLATED)
def synchronise(attempt: Attempt) -> None:
    translation = begun(attempt, attempt.world.admin)
    factories.revise(attempt.target, title=f"{UNSIGNED} anew").latest_revision.publish()
    address = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    response = attempt.client.post(address, {"publish_translations": "on"})
    assert response.status_code in (200, 302)
    sources_are_spared()


@route("localize: fill a source with unsigned text", TRANSLATED)
def fill_source(attempt: Attempt) -> None:
    translation = translation_of(attempt.target)
    attempt.draft().latest_revision.publish()
    spoiled = attempt.spoiled()
    TranslationSource.update_or_create_from_instance(spoiled)
    translation.source.update_from_db()
    translation.source.content_json = json.dumps({"title": UNSIGNED})
    translation.source.save()
    sources_are_spared()
    translation.save_target(user=attempt.world.admin, publish=True)


def _converted(attempt: Attempt) -> Page:
    """The Spanish page, after the tool was asked to make it an alias of a row that is live with unsigned text."""
    translation = translation_of(attempt.target)
    translation.save_target(user=attempt.world.editor, publish=False)
    attempt.draft().latest_revision.publish()
    attempt.client.force_login(attempt.world.admin)
    page = translation.get_target_instance()
    response = attempt.client.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))
    assert response.status_code == 302
    return Page.objects.get(pk=page.pk)


@route("localize: turn a public translation into an alias of unsigned text", ["article"])
def convert_public_page(attempt: Attempt) -> None:
    page = _converted(attempt)
    assert page.alias_of is None
    assert MARKER not in page.title


@route("localize: turn a translation into an alias of unsigned text", ["treatment"])
def convert_to_alias(attempt: Attempt) -> None:
    alias = _converted(attempt)
    assert alias.alias_of_id == attempt.target.pk
    assert MARKER in alias.title


@route("localize: publish the source of an alias", ["treatment"])
def publish_source_of_alias(attempt: Attempt) -> None:
    alias = _converted(attempt)
    attempt.draft().latest_revision.publish()
    alias.refresh_from_db()
    assert MARKER in alias.title


@route("localize: machine translation", ["article"])
def machine(attempt: Attempt) -> None:
    draft = factories.revise(attempt.target, title=UNSIGNED)
    translation = translation_of(draft.get_latest_revision_as_object())
    translation.save_target(user=attempt.world.admin, publish=False)
    attempt.client.force_login(attempt.world.admin)
    with override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=DUMMY):
        address = reverse("wagtail_localize:machine_translate", args=[translation.pk])
        assert attempt.client.post(address, {"next": "/admin/"}).status_code == 302
    translation.save_target(user=attempt.world.admin, publish=True)
    assert StringTranslation.objects.exists()
    sources_are_spared()


@route("localize: synchronise the trees of two languages", ["draft"])
def trees(attempt: Attempt) -> None:
    attempt.draft().latest_revision.publish()
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    LocaleSynchronization.objects.create(locale=locales[SPANISH], sync_from=locales["en"]).sync_trees()
    alias = Page.objects.get(translation_key=attempt.target.translation_key, locale=locales[SPANISH])
    assert alias.alias_of_id == attempt.target.pk
    assert MARKER in alias.title
