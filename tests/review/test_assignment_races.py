"""Two who reach for the same signature."""

import contextlib

import pytest

from review import assignment, errors, signing
from review.models import Assignment
from tests import factories
from tests.ledger.test_concurrency import together

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def place(home):
    index = factories.release(factories.article_index(home))
    return factories.submit(factories.article(index)).assignments.get()


def test_of_two_who_take_it_at_once_one_has_it(place):
    people = [factories.clinician(), factories.clinician()]

    def take(person):
        try:
            return assignment.claim(place.pk, person).person
        except errors.TakenByAnother:
            return None

    (winner,) = filter(None, together(*(lambda person=person: take(person) for person in people)))
    assert Assignment.objects.get(pk=place.pk).person == winner


def test_taking_while_somebody_signs_leaves_the_signature_to_whoever_gave_it(place):
    signer, other = factories.clinician(), factories.clinician()
    item = signing.item_for(place.submission)

    def take():
        with contextlib.suppress(errors.NotUnderReview, errors.SignatureGiven):
            assignment.claim(place.pk, other)

    def sign():
        signing.approve(place.submission_id, signer, item.digest, factories.confirmed(item.row), "", "password")

    together(take, sign)
    assert Assignment.objects.get(pk=place.pk).person == signer
