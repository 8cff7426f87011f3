"""What is kept and held lasts until the next clearance ends, and no longer."""

from datetime import timedelta

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from public import state
from public.cache import AnonymousCache
from public.models import PublicPage
from tests import factories
from tests.public.test_cache import ask
from tests.public.test_overdue import NOTE, YESTERDAY, shift

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site():
    return AnonymousCache(get_wsgi_application())


@pytest.fixture
def treatment():
    home = factories.site()
    index = factories.release(factories.treatment_index(home))
    return factories.release(factories.treatment(index, slug="infusion"))


def test_an_answer_is_kept_until_the_next_clearance_ends(treatment, site, pass_time):
    shift(treatment, timedelta(minutes=10))
    address = PublicPage.objects.get(page=treatment).address
    _, fresh, body = ask(site, address)
    with CaptureQueriesContext(connection) as queries:
        assert ask(site, address)[2] == body
    assert len(queries) == 0
    assert NOTE not in body.decode()

    pass_time(timedelta(minutes=11))

    status, headers, body = ask(site, address, HTTP_IF_NONE_MATCH=fresh["ETag"])
    assert status == "200 OK"
    assert NOTE in body.decode()
    assert headers["ETag"] != fresh["ETag"]


def test_nothing_is_kept_while_clocks_may_disagree_whether_something_has_ended(treatment, site, monkeypatch):
    monkeypatch.setattr(state, "SLACK", timedelta(minutes=10))
    shift(treatment, timedelta(minutes=-1))
    address = PublicPage.objects.get(page=treatment).address
    ask(site, address)
    with CaptureQueriesContext(connection) as queries:
        ask(site, address)
    assert len(queries) > 0


def test_what_ended_before_is_kept_as_anything_else(treatment, site):
    shift(treatment, YESTERDAY)
    address = PublicPage.objects.get(page=treatment).address
    ask(site, address)
    with CaptureQueriesContext(connection) as queries:
        assert NOTE in ask(site, address)[2].decode()
    assert len(queries) == 0


def test_what_a_process_holds_is_read_again_when_it_has_ended(treatment, pass_time):
    until = shift(treatment, timedelta(minutes=10))
    held = state.present()
    assert held.fresh_until == until
    assert state.present() is held

    pass_time(timedelta(minutes=11))

    assert state.present() is not held
    assert state.present().fresh_until > until
