"""Nobody's own words are cleared by themselves, and a decision binds the text that was on the screen."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from ledger.models import SignOff
from ledger.record import current_edition
from review import errors, signing
from review.policy import CLINICIANS, EDITORS, PRACTICE_MANAGERS, TRANSLATORS
from review.subjects import Reviewable
from tests import factories


@pytest.fixture
def colleague(db):
    """Somebody who writes, may sign, and administers the site: whatever stops them is not a lack of rights."""
    return factories.user(EDITORS, CLINICIANS, is_superuser=True, is_staff=True)


def decide(submission, signer, approves=True, digest=None, answers=None, comment=""):
    """Take a decision as the review page does."""
    item = signing.item_for(submission)
    digest = item.digest if digest is None else digest
    if not approves:
        return signing.ask_for_changes(submission.pk, signer, digest, comment, "password")
    answers = factories.confirmed(item.row) if answers is None else answers
    reasons = factories.reasons(item)
    return signing.approve(submission.pk, signer, digest, answers, comment, "password", reasons=reasons)


def edition_of(obj: Reviewable) -> str | None:
    """The digest of what the public sees of it."""
    edition = current_edition(str(obj.subject))
    return edition and edition.copy_id


# Ways to have written: each takes an article and somebody, and leaves an article with that somebody's hand on it.


def wrote_it_and_a_colleague_moved_a_comma(article, somebody):
    article = factories.revise(article, somebody, title="Ketamine and what it does")
    return factories.revise(article, title="Ketamine, and what it does")


def moved_a_comma_in_what_a_colleague_wrote(article, somebody):
    return factories.revise(article, somebody, title="Ketamine, and what it does")


def wrote_a_draft_that_a_colleague_replaced(article, somebody):
    article = factories.revise(article, somebody, title="Mine")
    return factories.revise(article, title="Theirs")


def owns_it_without_having_saved_it(article, somebody):
    article.owner = somebody
    article.save()
    return article


def overwrote_their_own_revision_in_place(article, somebody):
    first = article.save_revision(user=somebody)
    article.title = "Typed on"
    article.save_revision(user=somebody, overwrite_revision=first)
    return factories.revise(type(article).objects.get(pk=article.pk), title="Finished by another")


def wrote_it_before_the_old_revisions_were_purged(article, somebody):
    article.title = "Mine"
    article.save_revision(user=somebody, log_action=True)
    article = factories.revise(type(article).objects.get(pk=article.pk), title="Theirs")
    call_command("purge_revisions")
    return article


WAYS_TO_WRITE = [
    wrote_it_and_a_colleague_moved_a_comma,
    moved_a_comma_in_what_a_colleague_wrote,
    wrote_a_draft_that_a_colleague_replaced,
    owns_it_without_having_saved_it,
    overwrote_their_own_revision_in_place,
    wrote_it_before_the_old_revisions_were_purged,
]


@pytest.mark.parametrize("approves", [True, False], ids=["sign", "ask for changes"])
@pytest.mark.parametrize("wrote", WAYS_TO_WRITE, ids=lambda way: way.__name__.replace("_", " "))
def test_whoever_wrote_on_a_text_cannot_decide_on_it(article, colleague, nothing_happens, wrote, approves):
    submission = factories.submit(wrote(article, colleague))

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, colleague, approves, comment="Looks fine")


# What stands in an article by value, and how somebody changes it in the admin.


def cited(article):
    reference = factories.reference()
    article = factories.revise(article, introduction=f'<p>As shown<a linktype="citation" id="{reference.pk}">1</a></p>')
    fields = ("kind", "authors", "title", "source", "year", "doi", "pmid", "url")
    address = reverse("wagtailsnippets_articles_reference:edit", args=[reference.pk])
    return article, address, {name: getattr(reference, name) for name in fields} | {"title": "My own words"}


def filed(article):
    topic = factories.topic()
    article = factories.revise(article, topics=[topic])
    address = reverse("wagtailsnippets_articles_topic:edit", args=[topic.pk])
    return article, address, {"name": "My own words", "slug": topic.slug}


def illustrated(article):
    picture = factories.picture()
    article = factories.revise(article, hero_image=picture)
    return article, reverse("wagtailimages:edit", args=[picture.pk]), library_fields(picture) | {"description": "Mine"}


def linked(article):
    document = factories.document()
    article = factories.revise(article, introduction=f'<p><a linktype="document" id="{document.pk}">PDF</a></p>')
    return article, reverse("wagtaildocs:edit", args=[document.pk]), library_fields(document)


def library_fields(item):
    return {"title": "My own words", "collection": item.collection_id, "tags": ""}


BY_VALUE = pytest.mark.parametrize("used", [cited, filed, illustrated, linked], ids=lambda used: used.__name__)


@pytest.mark.parametrize("released", [False, True], ids=["never released", "released before"])
@BY_VALUE
def test_whoever_changed_what_stands_in_a_text_by_value_cannot_sign_it(
    article, colleague, client, nothing_happens, used, released
):
    article, address, fields = used(article)
    if released:
        article = factories.release(article)
        article = factories.revise(article, title="Revised")
    client.force_login(colleague)
    assert client.post(address, fields).status_code == 302
    submission = factories.submit(article)
    assert b"My own words" in signing.item_for(submission).payload

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, colleague)
    sign_off = decide(submission, factories.clinician())
    assert edition_of(article) == sign_off.digest


@BY_VALUE
def test_whoever_changed_it_before_others_signed_it_can_sign_the_next_text(article, colleague, client, used):
    article, address, fields = used(article)
    client.force_login(colleague)
    client.post(address, fields)
    article = factories.release(factories.revise(article, title="Read by another"))

    sign_off = decide(factories.submit(factories.revise(article, title="Revised")), colleague)

    assert edition_of(article) == sign_off.digest


def test_words_by_value_that_are_new_to_the_text_are_their_authors_whenever_they_wrote_them(
    article, colleague, client, nothing_happens
):
    reference = factories.reference()
    client.force_login(colleague)
    fields = {name: getattr(reference, name) for name in reference.api_fields} | {"title": "My own words"}
    client.post(reverse("wagtailsnippets_articles_reference:edit", args=[reference.pk]), fields)
    article = factories.release(article)
    cites = f'<p>As shown<a linktype="citation" id="{reference.pk}">1</a></p>'
    submission = factories.submit(factories.revise(article, introduction=cites))

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, colleague)


def test_whoever_uploaded_a_picture_cannot_sign_the_text_it_stands_in(article, colleague, nothing_happens):
    picture = factories.picture()
    picture.uploaded_by_user = colleague
    picture.save()
    submission = factories.submit(factories.revise(article, hero_image=picture))

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, colleague)


def test_a_text_without_a_known_author_cannot_be_decided_on(article, nothing_happens):
    submission = factories.submit(article)
    article.revisions.update(user=None)
    PageLogEntry.objects.filter(page=article.pk).update(user=None)
    type(article).objects.filter(pk=article.pk).update(owner=None)

    for approves in (True, False):
        with nothing_happens(), pytest.raises(errors.NobodyWroteIt):
            decide(submission, factories.clinician(), approves, comment="Fine")


def test_what_is_published_is_what_was_signed_when_a_draft_has_no_call_to_action(article):
    article = factories.revise(article, call_to_action=None)
    factories.release(factories.call_to_action())

    sign_off = decide(factories.submit(article), factories.clinician())

    assert edition_of(article) == sign_off.digest


def test_a_new_article_closes_with_the_usual_call_to_action(index):
    invitation = factories.release(factories.call_to_action())

    article = factories.article(index, call_to_action=None)

    assert article.get_latest_revision_as_object().call_to_action == invitation


def test_a_text_that_cannot_be_published_is_not_signed(article, index, nothing_happens):
    other = factories.article(index)
    article = factories.revise(article, slug="free-until-now")
    other.slug = "free-until-now"
    other.save()
    submission = factories.submit(article)

    with nothing_happens(), pytest.raises(errors.CannotBePublished, match="already in use"):
        decide(submission, factories.clinician())


def test_somebody_else_in_the_role_signs_and_the_text_is_released(article):
    article = moved_a_comma_in_what_a_colleague_wrote(article, factories.editor())
    submission = factories.submit(article)

    sign_off = decide(submission, factories.clinician())

    assert edition_of(article) == sign_off.digest


def test_having_signed_an_edition_does_not_make_somebody_an_author_of_the_next(article):
    clinician = factories.clinician()
    article = factories.release(article, clinician)

    sign_off = decide(factories.submit(factories.revise(article, title="Revised")), clinician)

    assert edition_of(article) == sign_off.digest


def test_whoever_wrote_the_current_edition_can_sign_what_others_wrote_since(article, colleague):
    article = factories.release(factories.revise(article, colleague, title="Mine, signed by another"))
    article = factories.revise(article, title="Not mine at all")

    sign_off = decide(factories.submit(article), colleague)

    assert edition_of(article) == sign_off.digest


def test_words_brought_back_from_an_old_draft_are_still_their_authors(article, colleague, nothing_happens):
    article = factories.revise(article, colleague, title="Mine, never signed")
    old = article.latest_revision
    article = factories.release(factories.revise(article, title="Signed"))
    restored = old.as_object()
    restored.save_revision(user=factories.editor(), previous_revision=old, log_action=True)
    submission = factories.submit(type(article).objects.get(pk=article.pk))

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, colleague)


def test_a_translator_cannot_sign_the_translation(article, nothing_happens):
    translator = factories.user(TRANSLATORS, CLINICIANS)
    spanish = factories.Locale.objects.get(language_code="es")
    for page in article.get_ancestors().filter(depth__gt=1):
        page.specific.copy_for_translation(spanish)
    translated = article.copy_for_translation(spanish)
    translated = factories.revise(translated, translator, title="Ketamina")
    submission = factories.submit(translated)

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, translator)


def test_whoever_typed_the_strings_cannot_sign_what_somebody_else_saved(article, nothing_happens):
    translator = factories.user(TRANSLATORS, CLINICIANS)
    source, _ = TranslationSource.update_or_create_from_instance(factories.release(article))
    spanish = factories.Locale.objects.get(language_code="es")
    translation = Translation.objects.create(source=source, target_locale=spanish)
    for segment in source.stringsegment_set.all():
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=spanish,
            context=segment.context,
            data="ketamina",
            last_translated_by=translator,
        )
    translation.save_target(user=factories.editor(), publish=False)
    submission = factories.submit(translation.get_target_instance())

    with nothing_happens(), pytest.raises(errors.WroteIt):
        decide(submission, translator)


@pytest.mark.parametrize(
    ("groups", "fields"),
    [
        ([EDITORS], {}),
        ([EDITORS, TRANSLATORS, PRACTICE_MANAGERS], {}),
        ([EDITORS], {"is_superuser": True}),
        ([], {"is_superuser": True}),
        ([], {}),
    ],
    ids=[
        "an editor",
        "an editor with every other role",
        "an editor who administers",
        "an administrator",
        "a stranger",
    ],
)
def test_only_a_clinician_signs_medical_content(article, nothing_happens, groups, fields):
    submission = factories.submit(article)

    with nothing_happens(), pytest.raises(errors.NotInRole):
        decide(submission, factories.user(*groups, **fields))


def test_a_second_editor_signs_editorial_content(home):
    page = factories.standard(home)

    sign_off = decide(factories.submit(page), factories.editor())

    assert edition_of(page) == sign_off.digest


def test_an_account_that_was_deactivated_cannot_sign(article, nothing_happens):
    submission = factories.submit(article)
    clinician = factories.clinician()
    clinician.is_active = False
    clinician.save()

    with nothing_happens(), pytest.raises(errors.NotInRole):
        decide(submission, clinician)


def test_nobody_signs_without_a_credential(article, nothing_happens):
    submission = factories.submit(article)
    clinician = factories.clinician()
    clinician.reviewer_credential.delete()

    with nothing_happens(), pytest.raises(errors.NoCredential):
        decide(submission, clinician)


@pytest.mark.parametrize("approves", [True, False], ids=["sign", "ask for changes"])
def test_nobody_decides_with_an_expired_credential(article, nothing_happens, approves):
    submission = factories.submit(article)
    clinician = factories.clinician()
    clinician.reviewer_credential.expires_on = timezone.localdate() - timedelta(days=1)
    clinician.reviewer_credential.save()

    with nothing_happens(), pytest.raises(errors.CredentialExpired):
        decide(submission, clinician, approves, comment="Not quite")


def test_a_credential_is_good_until_the_end_of_its_last_day(article):
    submission = factories.submit(article)
    clinician = factories.clinician()
    clinician.reviewer_credential.expires_on = timezone.localdate()
    clinician.reviewer_credential.save()

    assert edition_of(article) is None
    decide(submission, clinician)
    assert edition_of(article)


# What can happen between opening the review page and signing.


def edited_since(article):
    factories.revise(article, title="Edited since")


def saved_over_in_place(article):
    revision = article.latest_revision
    draft = article.get_latest_revision_as_object()
    draft.title = "Typed on while somebody reads"
    draft.save_revision(user=revision.user, overwrite_revision=revision)


def picture_replaced(article):
    image = article.hero_image
    other = factories.picture("Other", "black")
    image.file = other.file
    image.digest = other.digest
    image.save()


def condition_renamed(article):
    condition = article.conditions.get()
    condition.name = "Something else"
    condition.save()


@pytest.mark.parametrize("approves", [True, False], ids=["sign", "ask for changes"])
@pytest.mark.parametrize(
    "change",
    [edited_since, saved_over_in_place, picture_replaced, condition_renamed],
    ids=lambda change: change.__name__.replace("_", " "),
)
def test_what_was_not_on_the_screen_is_not_decided_on(article, nothing_happens, change, approves):
    article.hero_image = factories.picture()
    article.conditions.set([factories.condition()])
    article.save()
    article.save_revision(user=factories.editor())
    submission = factories.submit(article)
    seen = signing.item_for(submission).digest

    change(type(article).objects.get(pk=article.pk))

    with nothing_happens(), pytest.raises(errors.CopyChanged):
        decide(submission, factories.clinician(), approves, digest=seen, comment="As I said")


def test_the_digest_of_another_text_signs_nothing(article, index, nothing_happens):
    other = factories.submit(factories.article(index))
    submission = factories.submit(article)

    with nothing_happens(), pytest.raises(errors.CopyChanged):
        decide(submission, factories.clinician(), digest=signing.item_for(other).digest)


@pytest.mark.parametrize("digest", ["", "0" * 64, "not a digest"])
def test_a_digest_nobody_computed_signs_nothing(article, nothing_happens, digest):
    submission = factories.submit(article)

    with nothing_happens(), pytest.raises(errors.CopyChanged):
        decide(submission, factories.clinician(), digest=digest)


def test_there_is_one_decision_on_one_text(article, nothing_happens):
    submission = factories.submit(article)
    seen = signing.item_for(submission).digest
    decide(submission, factories.clinician())

    for approves in (True, False):
        with nothing_happens(), pytest.raises(errors.NotUnderReview):
            decide(submission, factories.clinician(), approves, digest=seen, comment="Me too")
    assert SignOff.objects.filter(subject=str(article.subject)).count() == 1


def test_what_was_taken_back_cannot_be_signed(article, nothing_happens):
    submission = factories.submit(article)
    seen = signing.item_for(submission).digest
    article.current_workflow_state.cancel(user=article.owner)

    with nothing_happens(), pytest.raises(errors.NotUnderReview):
        decide(submission, factories.clinician(), digest=seen)


@pytest.mark.parametrize("comment", ["", "  \n"])
def test_changes_are_not_asked_for_without_a_word(article, nothing_happens, comment):
    submission = factories.submit(article)

    with nothing_happens(), pytest.raises(errors.CommentMissing):
        decide(submission, factories.clinician(), approves=False, comment=comment)


def test_asking_for_changes_is_recorded_and_releases_nothing(article):
    submission = factories.submit(article)

    sign_off = decide(submission, factories.clinician(), approves=False, comment="Dose?")

    assert SignOff.objects.filter(subject=str(article.subject)).get() == sign_off
    assert not sign_off.approves
    assert edition_of(article) is None


@pytest.mark.parametrize("unconfirmed", ["missing", "not confirmed", "all missing", "another's checklist"])
def test_every_point_of_the_checklist_has_to_be_confirmed(article, nothing_happens, unconfirmed):
    submission = factories.submit(article)
    points = list(factories.confirmed(article))
    answers = {
        "missing": dict.fromkeys(points[1:], True),
        "not confirmed": {**dict.fromkeys(points, True), points[-1]: False},
        "all missing": {},
        "another's checklist": {"facts": True, "anything": True},
    }[unconfirmed]

    with nothing_happens(), pytest.raises(errors.ChecklistIncomplete):
        decide(submission, factories.clinician(), answers=answers)


@pytest.mark.parametrize("action", ["approve", "reject", "locked-approve"])
def test_wagtails_own_task_actions_decide_nothing(article, index, colleague, client, nothing_happens, action):
    """Not even through the address of another page, whose author the colleague is not."""
    article = factories.revise(article, colleague, title="Mine")
    task_state = factories.start(article)
    other = factories.article(index)
    client.force_login(colleague)

    for page in (article, other):
        address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])
        with nothing_happens():
            client.post(address, {"comment": "Fine"})
        task_state.refresh_from_db()
        assert task_state.status == task_state.STATUS_IN_PROGRESS
    with nothing_happens(), pytest.raises(PermissionDenied):
        task_state.task.specific.on_action(task_state, colleague, action, comment="Fine")


def test_finishing_the_review_without_a_signature_releases_nothing(article, colleague, nothing_happens):
    """Wagtail's own way to approve, called directly as an extension might."""
    task_state = factories.start(article)

    with nothing_happens():
        task_state.approve(user=colleague)

    assert not type(article).objects.get(pk=article.pk).live
