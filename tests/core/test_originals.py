"""Originals and thumbnails have no public address."""

import pytest
from django.urls import reverse

from review.policy import CLINICIANS, EDITORS, VERIFIED_PRACTITIONERS
from tests import factories

READERS = [None, (), (VERIFIED_PRACTITIONERS,)]


@pytest.fixture
def files(home):
    picture, document = factories.picture(), factories.document()
    served = reverse("wagtaildocs_serve", args=(document.pk, document.filename))
    return [f"/media/{picture.file.name}", f"/media/{document.file.name}", served]


@pytest.mark.parametrize("groups", READERS, ids=["anonymous", "an account", "practitioner"])
def test_readers_get_no_original(client, files, groups):
    if groups is not None:
        client.force_login(factories.user(*groups))

    assert [client.get(address).status_code for address in files] == [404, 404, 404]


@pytest.mark.parametrize("group", [EDITORS, CLINICIANS])
def test_staff_see_what_they_work_on(client, files, group):
    client.force_login(factories.user(group))

    assert [client.get(address).status_code for address in files] == [200, 200, 200]


def test_a_path_cannot_climb_out_of_the_library(client, home):
    client.force_login(factories.editor())

    assert client.get("/media/../../etc/passwd").status_code == 404
    assert client.get("/media/%2e%2e/%2e%2e/etc/passwd").status_code == 404
