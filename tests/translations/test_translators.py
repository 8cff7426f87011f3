"""Translators work in the locales they translate into, and nowhere else. They neither change a source nor sign."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse
from wagtail.models import APIToken, GroupPagePermission, Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from core.models import User
from ledger.models import SignOff
from ledger.record import current_edition
from review import signing
from review.desk import may_edit
from review.errors import NotInRole
from review.policy import EDITORS, TRANSLATORS
from tests import factories
from tests.rows import Rows
from tests.translations.tool import press, translate, translate_everything
from translations import permissions, starting
from translations.models import TranslatorGroup

UNWANTED = "Not theirs to write"
DUMMY = {"CLASS": "wagtail_localize.machine_translators.dummy.DummyTranslator"}


def logged_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def into_french(db: None) -> User:
    Locale.objects.create(language_code="fr")
    return factories.translator("fr")


@pytest.fixture
def into_spanish(rows: Rows) -> User:
    return rows.translator


@pytest.fixture
def statement(rows: Rows, locale: Locale) -> Any:
    """The signed statement with a draft in Spanish."""
    starting.start([rows.statement], [locale], rows.editor)
    return rows.statement


class TestGroups:
    """Each locale but that of the sources has a group, which changes what is in the locale."""

    def test_one_is_made_with_its_locale(self, home: Page) -> None:
        group = TranslatorGroup.objects.get(locale=Locale.objects.create(language_code="fr")).group
        assert group.name.startswith("Translators: ")
        assert not GroupPagePermission.objects.filter(group=group).exists()
        granted = set(group.permissions.values_list("codename", flat=True))
        assert {"access_admin", "submit_translation", "change_topic", "view_topic", "view_reference"} <= granted
        assert {"view_glossaryterm", "change_glossaryterm"} <= granted
        assert {name for name in granted if name.startswith(("add_", "delete_", "publish_"))} == {"add_glossaryterm"}

    def test_its_name_is_in_words_of_the_site(self, db: None) -> None:
        assert TranslatorGroup.objects.get(locale__language_code="es").group.name == "Translators: Spanish"

    def test_nobody_translates_into_the_language_of_the_sources(self, db: None) -> None:
        assert not TranslatorGroup.objects.filter(locale=Locale.get_default()).exists()

    def test_it_gets_the_tree_of_its_locale_as_soon_as_there_is_one(self, home: Page, locale: Locale) -> None:
        group = TranslatorGroup.objects.get(locale=locale).group
        tree = home.copy_for_translation(locale, alias=True)
        given = GroupPagePermission.objects.filter(group=group)
        assert {(found.page_id, found.permission.codename) for found in given} == {
            (tree.pk, "add_page"),
            (tree.pk, "change_page"),
        }

    def test_it_goes_with_its_locale_or_by_itself(self, db: None) -> None:
        for gone in ("locale", "group"):
            made = TranslatorGroup.objects.get(locale=Locale.objects.create(language_code="fr"))
            getattr(made, gone).delete()
            assert not TranslatorGroup.objects.filter(pk=made.pk).exists()
            assert not Group.objects.filter(pk=made.group_id).exists()
            Locale.objects.filter(language_code="fr").delete()

    def test_being_a_translator_of_nothing_opens_the_admin_alone(self, db: None) -> None:
        general = Group.objects.get(name=TRANSLATORS)
        assert [permission.codename for permission in general.permissions.all()] == ["access_admin"]
        assert not GroupPagePermission.objects.filter(group=general).exists()

    def test_what_was_there_before_is_handed_over(self, db: None) -> None:
        migration = __import__("translations.migrations.0006_translators", fromlist=["hand_over"])
        TranslatorGroup.objects.all().delete()
        general = Group.objects.get(name=TRANSLATORS)
        general.permissions.add(Permission.objects.get(codename="change_topic"))
        root = Page.objects.get(depth=1)
        change = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=general, page=root, permission=change)

        migration.hand_over(apps, None)

        assert TranslatorGroup.objects.get().locale.language_code == "es"
        self.test_being_a_translator_of_nothing_opens_the_admin_alone(None)


class TestWhatTheyMayChange:
    """Rows in their locales."""

    def test_theirs(self, rows: Rows, spanish: Any, statement: Any, into_spanish: User, locale: Locale) -> None:
        for row in (spanish, statement.get_translation(locale)):
            assert may_edit(into_spanish, row)

    def test_no_source(self, rows: Rows, statement: Any, into_spanish: User) -> None:
        for row in (rows.english, rows.index, statement, rows.topic):
            assert not may_edit(into_spanish, row)

    def test_nothing_in_other_locales(
        self, spanish: Any, statement: Any, into_french: User, into_spanish: User, locale: Locale
    ) -> None:
        for row in (spanish, statement.get_translation(locale)):
            assert not may_edit(into_french, row)
        both = factories.translator("fr")
        both.groups.add(*into_spanish.groups.all())
        assert may_edit(both, spanish)

    def test_what_somebody_may_do_in_another_way_stays(self, rows: Rows, statement: Any) -> None:
        both = factories.user(EDITORS, TRANSLATORS)
        topics = factories.user(TRANSLATORS)
        topics.user_permissions.add(Permission.objects.get(codename="change_topic"))
        for row in (rows.english, statement, rows.topic):
            assert may_edit(both, row)
        assert may_edit(topics, rows.topic)
        assert not may_edit(topics, statement)

    def test_the_locales_to_choose_from(self, into_french: User, into_spanish: User) -> None:
        def codes(user: User) -> set[str]:
            return {locale.language_code for locale in permissions.locales_for(user)}

        assert codes(into_spanish) == {"es"}
        assert codes(into_french) == {"fr"}
        assert codes(factories.editor()) == codes(factories.user(is_superuser=True)) == {"en", "es", "fr"}
        assert codes(factories.clinician()) == set()

    def test_rights_are_read_once(self, statement: Any, into_spanish: User, django_assert_num_queries: Any) -> None:
        user = User.objects.get(pk=into_spanish.pk)
        may_edit(user, statement)
        with django_assert_num_queries(0):
            may_edit(user, statement)


class TestSnippets:
    """Wagtail gives permissions on snippets by type; translators have them in their locales."""

    def address(self, row: Any, name: str = "edit") -> str:
        return reverse(f"wagtailsnippets_{row._meta.app_label}_{row._meta.model_name}:{name}", args=[row.pk])

    def test_the_editor_opens_for_theirs_alone(self, statement: Any, into_spanish: User, locale: Locale) -> None:
        client = logged_in(into_spanish)
        assert client.get(self.address(statement.get_translation(locale))).status_code == 200
        assert client.get(self.address(statement)).status_code == 302

    def test_a_source_is_not_saved(self, statement: Any, into_spanish: User) -> None:
        before = statement.latest_revision_id
        data = {"title": UNWANTED, "information": "{}", "source_label": UNWANTED, "action": "draft"}
        assert logged_in(into_spanish).post(self.address(statement), data).status_code == 302
        statement.refresh_from_db()
        assert statement.latest_revision_id == before

    def test_a_reference_belongs_to_no_locale(self, into_spanish: User) -> None:
        assert logged_in(into_spanish).get(self.address(factories.reference())).status_code == 302

    def test_none_is_deleted(self, rows: Rows, statement: Any, into_spanish: User, locale: Locale) -> None:
        client = logged_in(into_spanish)
        own = statement.get_translation(locale)
        for row in (statement, own):
            client.post(self.address(row, "delete"))
            bulk = reverse("wagtail_bulk_action", args=(row._meta.app_label, row._meta.model_name, "delete"))
            client.post(f"{bulk}?id={row.pk}")
            assert type(row).objects.filter(pk=row.pk).exists()

    def test_who_may_delete_by_another_right_is_not_held_up(self, rows: Rows) -> None:
        client = logged_in(factories.user(EDITORS, TRANSLATORS))
        topic = factories.topic("To be deleted")
        client.post(self.address(topic, "delete"))
        assert not type(topic).objects.filter(pk=topic.pk).exists()

    @pytest.mark.parametrize(("method", "words"), [("patch", {"title": UNWANTED}), ("delete", {})])
    def test_nor_over_the_authoring_api(
        self, statement: Any, into_spanish: User, client: Client, method: str, words: dict[str, str]
    ) -> None:
        answer = self.call(client, into_spanish, method, statement, words)
        assert answer.status_code == 403, answer.content
        before = statement.latest_revision_id
        statement.refresh_from_db()
        assert statement.latest_revision_id == before

    def test_theirs_is_changed_over_the_authoring_api(
        self, statement: Any, into_spanish: User, client: Client, locale: Locale
    ) -> None:
        own = statement.get_translation(locale)
        answer = self.call(client, into_spanish, "patch", own, {"source_label": "Etiqueta"})
        assert answer.status_code == 200, answer.content
        before = own.latest_revision_id
        own.refresh_from_db()
        assert own.latest_revision_id != before

    def call(self, client: Client, user: User, method: str, row: Any, words: dict[str, str]) -> HttpResponse:
        token = APIToken.create_token(user=user, name="Tool")[1]
        return getattr(client, method)(
            f"/api/v3/snippets/{row._meta.label}/{row.pk}/",
            {**words, "meta": {"type": row._meta.label}},
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )


class TestTool:
    """wagtail-localize's own addresses ask for the permission on the type alone; here they ask for the row."""

    @pytest.fixture
    def translation(self, statement: Any, locale: Locale) -> Translation:
        return Translation.objects.get(source__object_id=statement.translation_key, target_locale=locale)

    def addresses(self, translation: Translation) -> dict[str, tuple[str, str, Any]]:
        segment = translation.source.stringsegment_set.first()
        file = SimpleUploadedFile("es.po", str(translation.export_po()).encode())
        form = "application/x-www-form-urlencoded"
        here = [translation.pk]
        return {
            "type": ("put", reverse("wagtail_localize:edit_string_translation", args=[*here, segment.pk]), form),
            "forget": ("delete", reverse("wagtail_localize:edit_string_translation", args=[*here, segment.pk]), form),
            "download": ("get", reverse("wagtail_localize:download_pofile", args=here), None),
            "upload": ("post", reverse("wagtail_localize:upload_pofile", args=here), {"file": file}),
            "machine": ("post", reverse("wagtail_localize:machine_translate", args=here), {}),
            "stop": ("post", reverse("wagtail_localize:stop_translation", args=here), {}),
        }

    def call(self, user: User, translation: Translation, what: str) -> int:
        method, address, more = self.addresses(translation)[what]
        client = logged_in(user)
        with override_settings(WAGTAILLOCALIZE_MACHINE_TRANSLATOR=DUMMY):
            if method in ("put", "delete"):
                return getattr(client, method)(address, f"value={UNWANTED}", content_type=more).status_code
            answer = getattr(client, method)(address, more)
            refused = any("permission" in str(m) for m in answer.wsgi_request._messages)
            return 302 if refused else 200

    @pytest.mark.parametrize("what", ["type", "forget", "download", "upload", "machine", "stop"])
    def test_others_are_refused(self, translation: Translation, into_french: User, what: str) -> None:
        before = list(StringTranslation.objects.values())
        assert self.call(into_french, translation, what) in (302, 403)
        translation.refresh_from_db()
        assert translation.enabled
        assert list(StringTranslation.objects.values()) == before

    @pytest.mark.parametrize("what", ["type", "download", "upload", "machine", "stop"])
    def test_theirs_answer(self, translation: Translation, into_spanish: User, what: str) -> None:
        assert self.call(into_spanish, translation, what) in (200, 201)

    @override_settings(WAGTAILLOCALIZE_DISABLE_ON_DELETE=True)
    def test_what_is_gone_is_not_found(self, translation: Translation, into_spanish: User) -> None:
        translation.get_target_instance().delete()
        address = reverse("wagtail_localize:download_pofile", args=[translation.pk])
        assert logged_in(into_spanish).get(address).status_code == 404


class TestPages:
    """Each locale has a tree of its own."""

    @pytest.mark.parametrize("name", ["edit", "delete", "unpublish", "move", "copy"])
    def test_a_source_is_out_of_reach(self, english: Page, into_spanish: User, name: str) -> None:
        before = english.latest_revision_id
        logged_in(into_spanish).post(reverse(f"wagtailadmin_pages:{name}", args=[english.pk]), {"title": UNWANTED})
        english.refresh_from_db()
        assert (english.title, english.live, english.latest_revision_id) == ("Sleep", True, before)

    def test_a_source_is_not_changed_over_the_authoring_api(
        self, english: Page, into_spanish: User, client: Client
    ) -> None:
        token = APIToken.create_token(user=into_spanish, name="Tool")[1]
        answer = client.patch(
            f"/api/v3/pages/{english.pk}/",
            {"title": UNWANTED, "meta": {"type": "articles.ArticlePage"}},
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        assert answer.status_code == 403, answer.content
        before = english.latest_revision_id
        english.refresh_from_db()
        assert english.latest_revision_id == before

    def test_theirs_is_translated_and_saved(self, spanish: Any, into_spanish: User) -> None:
        translate(spanish, "title", "El sueño", into_spanish)
        assert press("draft", spanish, into_spanish).get_latest_revision_as_object().title == "El sueño"

    def test_another_language_is_not(self, spanish: Any, into_french: User) -> None:
        before = spanish.latest_revision_id
        press("draft", spanish, into_french)
        assert type(spanish).objects.get(pk=spanish.pk).latest_revision_id == before


def test_a_translator_signs_nothing(spanish: Any, into_spanish: User) -> None:
    translate_everything(spanish, factories.editor())
    submission = factories.submit(press("draft", spanish, factories.editor()))
    item = signing.item_for(submission)

    with pytest.raises(NotInRole):
        signing.approve(submission.pk, into_spanish, item.digest, factories.confirmed(spanish), "", "password")

    assert current_edition(str(spanish.subject)) is None
    assert not SignOff.objects.filter(subject=str(spanish.subject)).exists()
