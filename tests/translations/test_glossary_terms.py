"""A term counts once somebody else than its writer has approved it, and until somebody changes it."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry

from review.models import ReviewerCredential
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from tests import factories
from tests.translations.glossary import approve, term
from translations.glossary import approval
from translations.models import GlossaryTerm

pytestmark = pytest.mark.django_db

LIST = "wagtailsnippets_translations_glossaryterm:list"
ADD = "wagtailsnippets_translations_glossaryterm:add"
EDIT = "wagtailsnippets_translations_glossaryterm:edit"


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def values(**changes: Any) -> dict[str, Any]:
    """What the form of a term holds."""
    locales = {locale.language_code: locale.pk for locale in Locale.objects.all()}
    return {
        "source_locale": locales["en"],
        "target_locale": locales["es"],
        "source": "ketamine infusion",
        "target": "infusión de ketamina",
        "forbidden": "goteo\nsuero",
        "note": "",
        **changes,
    }


def bulk_address(*terms: GlossaryTerm) -> str:
    ids = "&".join(f"id={term.pk}" for term in terms)
    return reverse("wagtail_bulk_action", args=["translations", "glossaryterm", "approve"]) + f"?{ids}"


def approved_through_the_admin(user: Any, *terms: GlossaryTerm) -> list[bool]:
    """Which of some terms are approved after a user has ticked them and said yes, where they could."""
    client = signed_in(user)
    page = client.get(bulk_address(*terms))
    if page.status_code == 200 and page.context["items"]:
        client.post(bulk_address(*terms), {"seen": page.context["form"].initial["seen"]})
    return [GlossaryTerm.objects.get(pk=term.pk).is_approved for term in terms]


@pytest.mark.parametrize("group", [EDITORS, TRANSLATORS])
def test_a_term_is_proposed_by_who_translates_or_edits(group: str) -> None:
    user = factories.user(group)
    assert signed_in(user).post(reverse(ADD), values()).status_code == 302
    made = GlossaryTerm.objects.get()
    assert (made.forbidden, made.changed_by, made.is_approved) == (["goteo", "suero"], user, False)
    assert ModelLogEntry.objects.for_instance(made).get().action == "wagtail.create"


@pytest.mark.parametrize("french", ["added", "kept", "made", "unmade"])
def test_translators_write_terms_into_their_languages_alone(french: str) -> None:
    into_french = Locale.objects.create(language_code="fr")
    theirs, other = term("infusion", "infusión"), term("dose", "dose", target_locale=into_french)
    client = signed_in(factories.translator("es"))
    moved = {"target_locale": into_french.pk}
    address, sent = {
        "added": (reverse(ADD), values(**moved)),
        "kept": (reverse(EDIT, args=[other.pk]), values(**moved)),
        "made": (reverse(EDIT, args=[theirs.pk]), values(**moved)),
        "unmade": (reverse(EDIT, args=[other.pk]), values()),
    }[french]
    answer = client.post(address, sent)
    if answer.status_code == 200:
        assert list(answer.context["form"].errors) == ["target_locale"]
    kept = [(made.source, made.target_locale.language_code, made.is_approved) for made in GlossaryTerm.objects.all()]
    assert sorted(kept) == [("dose", "fr", True), ("infusion", "es", True)]


@pytest.mark.parametrize("name", [ADD, EDIT])
def test_who_may_write_terms_in_another_way_writes_them_into_all_languages(name: str) -> None:
    french = Locale.objects.create(language_code="fr")
    made = term("infusion", "infusión")
    both = factories.user(EDITORS, TRANSLATORS)
    address = reverse(name, args=[made.pk] if name == EDIT else [])
    assert signed_in(both).post(address, values(target_locale=french.pk)).status_code == 302
    assert GlossaryTerm.objects.filter(target_locale=french, changed_by=both).count() == 1


def test_being_a_translator_of_nothing_opens_no_glossary() -> None:
    nobody = factories.user()
    nobody.groups.add(Group.objects.get(name=TRANSLATORS))
    client = signed_in(nobody)
    client.post(reverse(ADD), values())
    assert client.get(reverse(LIST)).status_code == 302
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize("group", [CLINICIANS, PRACTICE_MANAGERS])
def test_nobody_else_proposes(group: str) -> None:
    signed_in(factories.user(group)).post(reverse(ADD), values())
    assert not GlossaryTerm.objects.exists()


@pytest.mark.parametrize("group", [CLINICIANS, EDITORS])
def test_clinicians_and_editors_approve_and_the_log_says_so(group: str) -> None:
    made, user = term("infusion", "infusión", approved=False), factories.user(group)
    assert approved_through_the_admin(user, made) == [True]
    made.refresh_from_db()
    assert made.approved_by == user
    entry = ModelLogEntry.objects.for_instance(made).get()
    assert (entry.action, entry.user, entry.message) == ("keta.term_approved", user, "Term approved")
    assert entry.comment == "infusión"


@pytest.mark.parametrize("group", [TRANSLATORS, PRACTICE_MANAGERS])
def test_nobody_else_approves(group: str) -> None:
    assert approved_through_the_admin(factories.user(group), term("infusion", "infusión", approved=False)) == [False]


def test_an_administrator_without_a_role_does_not_approve() -> None:
    user = factories.user(is_superuser=True)
    assert approved_through_the_admin(user, term("infusion", "infusión", approved=False)) == [False]


def test_who_wrote_a_term_does_not_approve_it_after_somebody_else_has_changed_it() -> None:
    writer = factories.user(EDITORS, CLINICIANS)
    made = term("infusion", "infusión", approved=False, changed_by=writer)
    made.changed_by, made.note = factories.editor(), "In the vein."
    made.save()
    assert approved_through_the_admin(writer, made) == [False]
    with pytest.raises(IntegrityError), transaction.atomic():
        approve(made, writer)


def test_who_changed_a_term_does_not_approve_it_even_with_others() -> None:
    user = factories.user(EDITORS, CLINICIANS)
    own = term("infusion", "infusión", approved=False, changed_by=user)
    other = term("dose", "dosis", approved=False)
    assert approved_through_the_admin(user, own, other) == [False, True]
    digest = approval.seen([own])
    with pytest.raises(ValueError, match="changed it last"):
        approval.approve([own], user, digest)
    own.approved_by, own.approved_at = user, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        GlossaryTerm.objects.bulk_update([own], ["approved_by", "approved_at"])


def test_an_expired_credential_approves_nothing() -> None:
    user = factories.clinician()
    yesterday = timezone.localdate() - timedelta(days=1)
    ReviewerCredential.objects.filter(user=user).update(expires_on=yesterday)
    assert approved_through_the_admin(user, term("infusion", "infusión", approved=False)) == [False]


def test_a_language_that_the_credential_does_not_name_is_not_approved_in() -> None:
    user, made = factories.clinician(), term("infusion", "infusión", approved=False)
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    back = term(
        "dolor",
        "pain",
        approved=False,
        source_locale=spanish,
        target_locale=english,
    )
    user.reviewer_credential.languages.clear()
    assert approved_through_the_admin(user, made, back) == [False, True]
    user.reviewer_credential.languages.add(spanish)
    assert approved_through_the_admin(user, made) == [True]


@pytest.mark.parametrize("number", [1, 40])
def test_asking_who_may_approve_takes_as_many_queries_for_many_terms(
    number: int, django_assert_num_queries: Any
) -> None:
    user = factories.clinician()
    codes = ["es", "fr", "de"]
    into = [Locale.objects.get_or_create(language_code=code)[0] for code in codes]
    user.reviewer_credential.languages.set(into)
    terms = [
        term(f"word {one}", f"palabra {one}", approved=False, target_locale=into[one % len(into)])
        for one in range(number)
    ]
    approver = approval.Approver(type(user).objects.get(pk=user.pk))
    with django_assert_num_queries(3):
        assert not any(approver.refusal(one) for one in terms)


def test_what_changed_after_it_was_shown_is_not_approved() -> None:
    made, client = term("infusion", "infusión", approved=False), signed_in(factories.clinician())
    seen = client.get(bulk_address(made)).context["form"].initial["seen"]
    made.target = "goteo"
    made.save()
    answer = client.post(bulk_address(made), {"seen": seen}, follow=True)
    assert "has changed since" in answer.content.decode()
    made.refresh_from_db()
    assert not made.is_approved


@pytest.mark.parametrize(
    "change",
    [{"source": "slow infusion"}, {"target": "goteo lento"}, {"forbidden": "goteo"}, {"note": "In the vein."}],
)
def test_any_change_takes_the_approval_back(change: dict[str, str]) -> None:
    made, translator = term("infusion", "infusión"), factories.user(TRANSLATORS)
    before = {"source": made.source, "target": made.target, "forbidden": ""}
    signed_in(translator).post(reverse(EDIT, args=[made.pk]), values(**before))
    made.refresh_from_db()
    assert made.is_approved
    signed_in(translator).post(reverse(EDIT, args=[made.pk]), values(**(before | change)))
    made.refresh_from_db()
    assert (made.is_approved, made.changed_by) == (False, translator)


@pytest.mark.parametrize("update_fields", [None, ["do_not_translate", "target"]])
def test_a_change_from_elsewhere_takes_the_approval_back_too(update_fields: list[str] | None) -> None:
    made = term("infusion", "infusión")
    made.do_not_translate, made.target = True, ""
    made.save(update_fields=update_fields)
    made.refresh_from_db()
    assert not made.is_approved


def test_without_whoever_approved_it_a_term_is_a_proposal_and_without_its_writer_it_stays() -> None:
    made = term("infusion", "infusión")
    made.changed_by.delete()
    made.refresh_from_db()
    assert made.is_approved
    made.approved_by.delete()
    made.refresh_from_db()
    assert not made.is_approved


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"target": ""}, "target"),
        ({"target": "…"}, "target"),
        ({"do_not_translate": "on"}, "target"),
        ({"source": "—"}, "source"),
        ({"forbidden": "goteo|suero"}, "forbidden"),
        ({"forbidden": "Infusión de Ketamina"}, "forbidden"),
        ({"forbidden": "x" * 201}, "forbidden"),
        ({"source": "Ketamine  Infusion"}, "__all__"),
    ],
)
def test_what_makes_no_term_is_refused_where_it_is_wrong(change: dict[str, str], column: str) -> None:
    if column == "__all__":
        term("ketamine infusion", "infusión de ketamina")
    before = GlossaryTerm.objects.count()
    answer = signed_in(factories.editor()).post(reverse(ADD), values(**change))
    assert list(answer.context["form"].errors) == [column]
    assert GlossaryTerm.objects.count() == before


def test_a_language_is_not_its_own_target() -> None:
    english = Locale.objects.get(language_code="en").pk
    answer = signed_in(factories.editor()).post(reverse(ADD), values(target_locale=english))
    assert list(answer.context["form"].errors) == ["target_locale"]


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "INFUSION", "target": "goteo"},
        {"source": "dose", "target": "", "do_not_translate": False},
        {"source": "dose", "target": "dosis", "do_not_translate": True},
    ],
)
def test_the_database_refuses_what_the_form_does(fields: dict[str, Any]) -> None:
    term("infusion", "infusión")
    with pytest.raises(IntegrityError), transaction.atomic():
        term(**fields)
    assert GlossaryTerm.objects.count() == 1


def test_the_list_is_narrowed_by_pair_and_state_and_searched() -> None:
    english, spanish = (Locale.objects.get(language_code=code) for code in ("en", "es"))
    term("infusion", "infusión")
    term("dose", "dosis", approved=False)
    term("dolor", "pain", source_locale=spanish, target_locale=english)
    client = signed_in(factories.user(TRANSLATORS))

    def listed(**narrowed: Any) -> set[str]:
        return {found.source for found in client.get(reverse(LIST), narrowed).context["object_list"]}

    assert listed() == {"infusion", "dose", "dolor"}
    assert listed(source_locale=english.pk, target_locale=spanish.pk) == {"infusion", "dose"}
    assert listed(state="proposed") == {"dose"}
    assert listed(state="approved") == {"infusion", "dolor"}
    assert listed(q="DOSIS") == {"dose"}


def test_the_list_and_approving_take_as_many_queries_for_many_terms_as_for_two(django_assert_num_queries: Any) -> None:
    client = signed_in(factories.clinician())
    terms = [term(f"word {number}", f"palabra {number}", approved=False) for number in range(40)]

    def approve_some(some: list[GlossaryTerm]) -> None:
        client.get(reverse(LIST))
        page = client.get(bulk_address(*some))
        client.post(bulk_address(*some), {"seen": page.context["form"].initial["seen"]})

    approve_some(terms[:1])
    with CaptureQueriesContext(connection) as two:
        approve_some(terms[1:3])
    with django_assert_num_queries(len(two)):
        approve_some(terms[3:])
    assert GlossaryTerm.objects.approved().count() == 40


def test_approving_by_hand_is_possible_for_somebody_else_alone() -> None:
    made = term("infusion", "infusión", approved=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        approve(made, made.changed_by)
