"""wagtail-localize's own screens start from what is signed, publish nothing, and say in words what they refuse."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from core.models import User
from ledger.record import current_edition
from public.models import PublicPage
from tests import factories
from tests.rows import Rows
from tests.translations.tool import press, translate_everything
from translations import sources

UNSIGNED = "Nobody has signed this"


@pytest.fixture
def browser(client: Client, rows: Rows) -> Client:
    """The browser of an editor."""
    client.force_login(rows.editor)
    return client


def told(answer: HttpResponse) -> str:
    """What the screen says at its head, also after it has led elsewhere."""
    return " ".join(str(message) for message in answer.wsgi_request._messages)


def submit_address(row: Any) -> str:
    if isinstance(row, Page):
        return reverse("wagtail_localize:submit_page_translation", args=[row.pk])
    names = (row._meta.app_label, row._meta.model_name, row.pk)
    return reverse("wagtail_localize:submit_snippet_translation", args=names)


def submit(client: Client, row: Any, *codes: str, **fields: Any) -> HttpResponse:
    locales = Locale.objects.filter(language_code__in=codes)
    return client.post(submit_address(row), {"locales": [locale.pk for locale in locales], **fields})


def in_spanish(row: Any) -> Any:
    return type(row).objects.filter(translation_key=row.translation_key, locale__language_code="es").first()


class TestStarting:
    """Starting a translation makes a draft of what is signed."""

    def test_a_page(self, browser: Client, rows: Rows) -> None:
        article = factories.release(factories.article(rows.index, title="Rest"))
        factories.revise(article, title=UNSIGNED).latest_revision.publish()

        answer = submit(browser, article, "es", publish_translations="on")

        made = in_spanish(article)
        assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[made.pk])
        assert (made.title, made.live) == ("Rest", False)
        assert sources.origin_of(made.latest_revision).digest == current_edition(str(article.subject)).digest
        assert not PublicPage.objects.filter(page_id=made.pk).exists()

    def test_a_snippet(self, browser: Client, rows: Rows) -> None:
        submit(browser, rows.statement, "es")
        made = in_spanish(rows.statement)
        assert not made.live
        assert made.latest_revision is not None

    def test_a_snippet_that_is_signed_as_part_of_pages(self, browser: Client, db: None) -> None:
        topic = factories.topic("Diet")
        submit(browser, topic, "es")
        assert in_spanish(topic).name == "Diet"

    def test_what_a_page_shows_comes_along_if_it_is_signed(self, browser: Client, rows: Rows) -> None:
        signed, withdrawn = rows.statement, factories.release(factories.safety_statement())
        body = [("safety_statement", signed), ("safety_statement", withdrawn)]
        article = factories.release(factories.article(rows.index, body=body))
        withdrawn.unpublish()

        submit(browser, article, "es")

        assert in_spanish(article)
        assert in_spanish(signed)
        assert not in_spanish(withdrawn)

    def test_what_is_there_in_the_language_stays_as_it_is(self, browser: Client, rows: Rows) -> None:
        submit(browser, rows.statement, "es")
        own = factories.revise(in_spanish(rows.statement), title="A mano")
        Translation.objects.filter(source__object_id=own.translation_key).update(enabled=False)
        article = factories.release(factories.article(rows.index, body=[("safety_statement", rows.statement)]))

        submit(browser, article, "es")

        assert in_spanish(rows.statement).latest_revision_id == own.latest_revision_id
        assert not Translation.objects.get(source__object_id=own.translation_key).enabled

    def test_what_is_not_signed_is_refused_in_words(self, browser: Client, rows: Rows) -> None:
        for draft in (factories.article(rows.index, title=UNSIGNED), factories.safety_statement(title=UNSIGNED)):
            assert UNSIGNED in told(browser.get(submit_address(draft)))
            answer = submit(browser, draft, "es")
            assert answer.status_code == 200
            assert "nobody has signed it" in told(answer)
            assert in_spanish(draft) is None
            assert not TranslationSource.objects.filter(object_id=draft.translation_key).exists()

    def test_pages_below_come_along_but_for_those_nobody_has_signed(self, browser: Client, rows: Rows) -> None:
        signed = factories.release(factories.article(rows.index))
        draft = factories.article(rows.index, title=UNSIGNED)

        answer = submit(browser, rows.index, "es", include_subtree="on")

        assert in_spanish(signed)
        assert in_spanish(draft) is None
        assert UNSIGNED in told(answer)

    def test_an_alias_becomes_a_draft(self, browser: Client, rows: Rows, locale: Locale) -> None:
        article = factories.release(factories.article(rows.index))
        alias = article.copy_for_translation(locale, alias=True)
        submit(browser, article, "es")
        assert Page.objects.get(pk=alias.pk).alias_of is None


class TestWhoMayStart:
    """Somebody starts translations into the locales they may translate into."""

    @pytest.fixture
    def article(self, rows: Rows) -> Any:
        Locale.objects.create(language_code="fr")
        return factories.release(factories.article(rows.index))

    @pytest.mark.parametrize("asked", ["fr", "es fr"])
    def test_translators_start_none_but_their_own(self, client: Client, rows: Rows, article: Any, asked: str) -> None:
        client.force_login(rows.translator)
        offered = client.get(submit_address(article)).context["form"].fields["locales"].queryset
        assert [locale.language_code for locale in offered] == ["es"]
        assert submit(client, article, *asked.split()).status_code == 200
        assert article.get_translations().count() == 0

    def test_translators_start_their_own(self, client: Client, rows: Rows, article: Any) -> None:
        client.force_login(rows.translator)
        assert submit(client, article, "es").status_code == 302
        assert in_spanish(article)

    @pytest.mark.parametrize("who", [factories.clinician, factories.user])
    def test_nobody_else(self, client: Client, article: Any, who: Any) -> None:
        client.force_login(who())
        submit(client, article, "es", "fr")
        assert article.get_translations().count() == 0


class TestUpdating:
    """Bringing translations up to date takes up the signed text, and leaves every draft as it is."""

    @pytest.fixture
    def source(self, english: Page) -> TranslationSource:
        return TranslationSource.objects.get(object_id=english.translation_key)

    def update(self, client: Client, source: TranslationSource, **fields: Any) -> HttpResponse:
        return client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), fields)

    def test_it_takes_up_what_was_signed_last(
        self, browser: Client, english: Any, spanish: Any, source: TranslationSource
    ) -> None:
        signed = factories.release(factories.revise(english, title="Sleep and dreams"))
        factories.revise(signed, title=UNSIGNED).latest_revision.publish()

        answer = self.update(browser, source, publish_translations="on")

        assert answer.status_code == 302
        assert sources.held_digest(source) == current_edition(str(english.subject)).digest
        after = Page.objects.get(pk=spanish.pk)
        assert (after.live, after.latest_revision_id) == (False, spanish.latest_revision_id)

    def test_publishing_is_not_offered(self, browser: Client, source: TranslationSource) -> None:
        answer = browser.get(reverse("wagtail_localize:update_translations", args=[source.pk]))
        assert answer.status_code == 200
        assert "publish" not in answer.content.decode().split("<main", 1)[1].split("<form", 1)[1].split("</form>")[0]

    def test_what_is_signed_no_more_is_refused_in_words(
        self, browser: Client, english: Any, source: TranslationSource
    ) -> None:
        english.unpublish()
        before = source.content_json
        assert "nobody has signed it" in told(self.update(browser, source))
        source.refresh_from_db()
        assert source.content_json == before

    def test_a_source_that_is_gone_is_not_found(self, browser: Client, source: TranslationSource) -> None:
        with override_settings(WAGTAILLOCALIZE_DISABLE_ON_DELETE=True):
            source.get_source_instance().delete()
            browser.force_login(factories.user(is_superuser=True))
            assert self.update(browser, source).status_code == 404

    def test_who_may(self, client: Client, rows: Rows, source: TranslationSource) -> None:
        Locale.objects.create(language_code="fr")
        for account, may in (
            (rows.translator, True),
            (rows.editor, True),
            (factories.translator("fr"), False),
            (factories.clinician(), False),
        ):
            TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=source.created_at)
            client.force_login(account)
            self.update(client, source)
            source.refresh_from_db()
            assert (source.last_updated_at > source.created_at) is may


class TestAlias:
    """A page becomes an alias of its source only while its own words are nobody's concern."""

    def convert(self, client: Client, page: Page) -> HttpResponse:
        return client.post(reverse("wagtail_localize:convert_to_alias", args=[page.pk]))

    def test_a_draft_does(self, browser: Client, english: Page, spanish: Page) -> None:
        self.convert(browser, spanish)
        assert Page.objects.get(pk=spanish.pk).alias_of_id == english.pk

    def test_it_is_as_private_as_what_it_shows(self, browser: Client, english: Page, spanish: Page) -> None:
        PageViewRestriction.objects.create(page=english, restriction_type=PageViewRestriction.LOGIN)
        self.convert(browser, spanish)
        kinds = PageViewRestriction.objects.filter(page=spanish).values_list("restriction_type", flat=True)
        assert list(kinds) == [PageViewRestriction.LOGIN]

    def test_looking_changes_nothing(self, browser: Client, spanish: Page) -> None:
        answer = browser.get(reverse("wagtail_localize:convert_to_alias", args=[spanish.pk]))
        assert answer.status_code == 200
        assert Page.objects.get(pk=spanish.pk).alias_of is None

    @pytest.mark.parametrize("stage", ["under review", "public"])
    def test_what_is_reviewed_does_not(self, browser: Client, rows: Rows, spanish: Any, stage: str) -> None:
        translate_everything(spanish, rows.translator)
        page = press("submit", spanish, rows.translator)
        if stage == "public":
            factories.sign(page)
        before = Page.objects.get(pk=page.pk).latest_revision_id

        answer = self.convert(browser, page)

        assert stage in told(answer)
        after = Page.objects.get(pk=page.pk)
        assert (after.alias_of, after.latest_revision_id) == (None, before)
        assert Translation.objects.filter(source__object_id=page.translation_key).exists()
        assert bool(current_edition(str(page.subject))) is (stage == "public")

    @pytest.mark.parametrize("who", [factories.clinician, factories.user])
    def test_who_may_not_edit_does_not(self, client: Client, spanish: Page, who: Any) -> None:
        client.force_login(who())
        self.convert(client, spanish)
        assert Page.objects.get(pk=spanish.pk).alias_of is None


@pytest.mark.parametrize("name", ["stop_translation", "machine_translate", "upload_pofile"])
def test_what_changes_something_has_to_be_sent(browser: Client, rows: Rows, name: str) -> None:
    translation = Translation.objects.get(source__object_id=rows.english.translation_key)
    assert browser.get(reverse(f"wagtail_localize:{name}", args=[translation.pk])).status_code == 405
    translation.refresh_from_db()
    assert translation.enabled


def test_the_preview_shows_the_draft(browser: Client, rows: Rows) -> None:
    translation = Translation.objects.get(source__object_id=rows.english.translation_key)
    answer = browser.get(reverse("wagtail_localize:preview_translation", args=[translation.pk]))
    assert answer.status_code == 200
    assert "Sleep" in answer.content.decode()


def test_filling_in_a_string_costs_the_same_for_each_translator(rows: Rows, django_assert_max_num_queries: Any) -> None:
    """The rule about locales adds two questions at most: which locales, and what is granted beside them."""
    translation = Translation.objects.get(source__object_id=rows.english.translation_key)
    segment = translation.source.stringsegment_set.first()
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])

    def count(user: User) -> int:
        client = Client()
        client.force_login(user)
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.put(address, "value=Hola", content_type="application/x-www-form-urlencoded")
        return len(queries)

    assert count(rows.translator) <= count(rows.editor) + 2
