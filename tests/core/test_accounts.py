"""Accounts are known by their e-mail address, whatever its case."""

import pytest
from django.db import IntegrityError, transaction

from core.models import User
from tests import factories


def test_two_addresses_that_differ_by_case_are_one_account(db):
    factories.user(email="ana@example.org")

    with pytest.raises(IntegrityError), transaction.atomic():
        factories.user(email="Ana@Example.org")
    assert User.objects.filter(email__iexact="ana@example.org").count() == 1


def test_somebody_logs_in_whatever_case_they_type(client, db):
    account = factories.user(email="ana@example.org")

    assert client.login(username="ANA@example.org", password=factories.PASSWORD)
    assert client.session["_auth_user_id"] == str(account.pk)
