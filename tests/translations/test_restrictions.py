"""What happens to the privacy of a source never opens a translation; making it private makes its translations so."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import Translation, TranslationSource

from core.models import User
from tests import factories
from tests.rows import Rows
from translations import starting

Terms = tuple[str, str, tuple[str, ...]]
OWN: Terms = (PageViewRestriction.GROUPS, "", ("Colleagues", "Staff"))
NONE: list[Terms] = []
THEIRS: dict[str, list[Terms]] = {
    "public": NONE,
    "login": [(PageViewRestriction.LOGIN, "", ())],
    "password": [(PageViewRestriction.PASSWORD, "open sesame", ())],
    "more groups": [(PageViewRestriction.GROUPS, "", ("Colleagues", "Everybody", "Staff"))],
    "other groups": [(PageViewRestriction.GROUPS, "", ("Everybody",))],
    "fewer groups": [(PageViewRestriction.GROUPS, "", ("Staff",))],
    "no group": [(PageViewRestriction.GROUPS, "", ())],
}


def restrict(page: Page, terms: Terms) -> PageViewRestriction:
    kind, password, groups = terms
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind, password=password)
    restriction.groups.set([Group.objects.get_or_create(name=name)[0] for name in groups])
    return restriction


def restrictions(page: Page) -> list[Terms]:
    return [
        (found.restriction_type, found.password, tuple(sorted(group.name for group in found.groups.all())))
        for found in PageViewRestriction.objects.filter(page=page).order_by("pk")
    ]


def save_target(translation: Translation) -> None:
    translation.save_target(publish=False)


def publish_target(translation: Translation) -> None:
    translation.save_target(publish=True)


def update_restrictions(translation: Translation) -> None:
    translation.source.update_target_view_restrictions(translation.target_locale)


def synchronise(translation: Translation) -> None:
    translation.source.sync_view_restrictions(translation.source.as_instance(), translation.get_target_instance())


def press_save(translation: Translation) -> None:
    client = Client()
    client.force_login(factories.editor())
    client.post(reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk]), {"action": "draft"})


def update_screen(translation: Translation) -> None:
    client = Client()
    client.force_login(factories.editor())
    client.post(reverse("wagtail_localize:update_translations", args=[translation.source_id]))


WAYS = [save_target, publish_target, update_restrictions, synchronise, press_save, update_screen]


@pytest.fixture
def translation(english: Page, locale: Locale) -> Translation:
    return Translation.objects.get(source__object_id=english.translation_key, target_locale=locale)


@pytest.mark.parametrize(
    ("way", "theirs"), [(w, t) for w in WAYS for t in THEIRS if w is synchronise or t in ("public", "other groups")]
)
def test_the_restriction_of_a_translation_stays_what_it_is(
    english: Page, spanish: Page, translation: Translation, theirs: str, way: Callable[[Translation], None]
) -> None:
    own = restrict(spanish, OWN)
    for terms in THEIRS[theirs]:
        restrict(english, terms)

    way(translation)

    assert restrictions(spanish) == [OWN]
    assert PageViewRestriction.objects.get(page=spanish).pk == own.pk


@pytest.mark.parametrize(
    ("way", "theirs"), [(w, t) for w in WAYS for t in THEIRS if THEIRS[t] and (w is synchronise or t == "other groups")]
)
def test_a_source_that_became_private_makes_the_translation_private(
    english: Page, spanish: Page, translation: Translation, theirs: str, way: Callable[[Translation], None]
) -> None:
    (terms,) = THEIRS[theirs]
    restrict(english, terms)

    way(translation)

    assert restrictions(spanish) == [terms]


def test_it_stays_what_it_is_however_often(english: Page, spanish: Page, translation: Translation) -> None:
    restrict(spanish, OWN)
    for terms in (None, None, *THEIRS["login"]):
        if terms:
            restrict(english, terms)
        save_target(translation)
    assert restrictions(spanish) == [OWN]


class TestPeople:
    """Somebody who may says who sees a translation, in Wagtail's privacy dialogue."""

    @pytest.fixture
    def manager(self, client: Client, home: Page) -> User:
        account = factories.user(is_superuser=True)
        client.force_login(account)
        return account

    def say(self, client: Client, page: Page, kind: str, **fields: Any) -> None:
        answer = client.post(f"/admin/pages/{page.pk}/privacy/", {"restriction_type": kind, **fields})
        assert answer.json()["step"] == "set_privacy_done"

    def test_they_open_it(self, client: Client, manager: User, spanish: Page) -> None:
        restrict(spanish, OWN)
        self.say(client, spanish, PageViewRestriction.NONE)
        assert restrictions(spanish) == []

    @pytest.mark.parametrize("theirs", ["login", "password", "fewer groups", "more groups"])
    def test_they_make_it_what_the_source_is(
        self, client: Client, manager: User, english: Page, spanish: Page, theirs: str
    ) -> None:
        restrict(spanish, OWN)
        ((kind, password, groups),) = THEIRS[theirs]
        restrict(english, (kind, password, groups))
        chosen = list(Group.objects.filter(name__in=groups).values_list("pk", flat=True))
        self.say(client, spanish, kind, password=password, groups=chosen)
        assert restrictions(spanish) == [(kind, password, groups)]

    def test_only_those_who_may_are_asked(self, client: Client, spanish: Page) -> None:
        restrict(spanish, OWN)
        client.force_login(factories.translator())
        client.post(f"/admin/pages/{spanish.pk}/privacy/", {"restriction_type": PageViewRestriction.NONE})
        assert restrictions(spanish) == [OWN]

    def test_a_page_that_is_deleted_takes_its_restriction_along(self, spanish: Page) -> None:
        restrict(spanish, OWN)
        spanish.delete()
        assert not PageViewRestriction.objects.filter(page_id=spanish.pk).exists()

    def test_a_source_is_opened_by_whoever_may(self, client: Client, manager: User, english: Page) -> None:
        restrict(english, OWN)
        PageViewRestriction.objects.filter(page=english).delete()
        assert restrictions(english) == []


class TestFirstRow:
    """A page in another language is private as soon as it is there."""

    @pytest.fixture
    def private(self, rows: Rows) -> Any:
        """A private page below one that is private in another way."""
        section = factories.release(factories.section(factories.site(), title="Section", slug="section"))
        resource = factories.release(factories.resource(section, title="Protocol", slug="protocol"))
        restrict(resource, OWN)
        return resource

    def test_a_translation_is(self, private: Any, locale: Locale, rows: Rows) -> None:
        starting.start([private], [locale], rows.editor)
        assert restrictions(private.get_translation(locale)) == [OWN]

    @pytest.mark.parametrize("alias", [False, True])
    def test_a_copy_is(self, private: Any, locale: Locale, alias: bool) -> None:
        made = private.copy_for_translation(locale, copy_parents=True, alias=alias)
        assert restrictions(made) == [OWN]
        assert restrictions(made.get_parent()) != []

    def test_what_the_tool_makes_by_itself_is(self, private: Any, locale: Locale) -> None:
        source, _ = TranslationSource.update_or_create_from_instance(private)
        source.create_or_update_translation(locale, publish=False, copy_parent_pages=True, fallback=True)
        assert restrictions(private.get_translation(locale)) == [OWN]
