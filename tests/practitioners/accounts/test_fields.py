"""What an application may say, and what is said of a mistake."""

from typing import Any

import pytest

from practitioners.accounts.forms import AnswerForm
from practitioners.accounts.licences import key_of
from practitioners.models import Application
from tests.practitioners.accounts.people import application, today, typed


def form(**changed: Any) -> AnswerForm:
    return AnswerForm(typed(**changed), application=None)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"npi": ""},
        {"npi": "123 456-7893"},
        {"licence_number": "  123456 "},
        {"licence_number": "PSY 12/345-B"},
        {"licence_number": "123–456"},  # noqa: RUF001
        {"country": "DE", "region": "", "licence_number": "Ä12"},
        {"licence_expires_on": today().isoformat()},
    ],
    ids=str,
)
def test_what_is_right_is_taken(changed: dict[str, str]) -> None:
    filled = form(**changed)
    assert filled.is_valid(), filled.errors


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"licence_number": "none"}, "licence_number", "at least one digit, such as 123456"),
        ({"licence_number": "7"}, "licence_number", "does not look like the number"),
        ({"licence_number": "-123"}, "licence_number", "does not look like the number"),
        ({"licence_number": "123; DROP"}, "licence_number", "does not look like the number"),
        ({"licence_number": "1" * 41}, "licence_number", "at most 40 characters"),
        ({"licence_number": "ß" * 39 + "1"}, "licence_number", "does not look like the number"),
        ({"licence_number": ""}, "licence_number", "required"),
        ({"npi": "1234567890"}, "npi", "Was one mistyped?"),
        ({"npi": "123456789"}, "npi", "ten digits"),
        ({"npi": "٣234567893"}, "npi", "ten digits"),
        ({"region": ""}, "region", "Choose which"),
        ({"country": "CA"}, "region", "Leave it empty"),
        ({"region": "ZZ"}, "region", "Select a valid choice"),
        ({"country": "XX", "region": ""}, "country", "Select a valid choice"),
        ({"profession": "wizard"}, "profession", "Select a valid choice"),
        ({"licence_expires_on": today(-1).isoformat()}, "licence_expires_on", "This licence ended on"),
        ({"licence_expires_on": "next year"}, "licence_expires_on", "Enter a valid date"),
        ({"consents": ""}, "consents", "required"),
        ({"name": "  "}, "name", "required"),
        ({"practice": "x\x00"}, "practice", "Null characters"),
    ],
    ids=str,
)
def test_a_mistake_is_named_at_its_field(changed: dict[str, str], field: str, words: str) -> None:
    filled = form(**changed)
    assert list(filled.errors) == [field]
    assert words in str(filled.errors[field])


@pytest.mark.parametrize("other", ["ny 123456", "NY–123 456", "n.y/1-2-3-4-5-6"])  # noqa: RUF001
def test_a_number_is_the_same_however_it_is_written(other: str) -> None:
    assert key_of(other) == key_of("NY-123.456")


class TestDuplicates:
    """The same licence, or the same NPI, in two applications."""

    @pytest.fixture
    def first(self, home: Any) -> Application:
        return application(licence_number="NY-123.456", npi="1234567893")

    @pytest.mark.parametrize(
        "changed",
        [
            {"licence_number": "ny 123456"},
            {"npi": "1234567893"},
            {"npi": "1234567893", "country": "CA", "region": ""},
        ],
        ids=str,
    )
    def test_they_are_found_from_both_sides(self, first: Application, changed: dict[str, str]) -> None:
        second = application(**changed)
        assert list(first.duplicates()) == [second]
        assert list(second.duplicates()) == [first]
        found = Application.objects.with_duplicates().values_list("pk", "is_duplicate")
        assert dict(found) == {first.pk: True, second.pk: True}

    @pytest.mark.parametrize(
        "changed",
        [{}, {"licence_number": "NY-123.456", "region": "NJ"}, {"licence_number": "NY-123.456", "country": "CA"}],
        ids=str,
    )
    def test_others_are_not(self, first: Application, changed: dict[str, str]) -> None:
        second = application(**changed)
        assert not second.duplicates().exists()
        assert not Application.objects.with_duplicates().filter(is_duplicate=True).exists()

    def test_nobody_is_compared_with_those_who_never_confirmed_their_address(self, first: Application) -> None:
        application(Application.State.UNCONFIRMED, licence_number="NY-123.456")
        assert not first.duplicates().exists()
