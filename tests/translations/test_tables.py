"""The words of tables are translated cell by cell, and missed like any others."""

from typing import Any

import pytest

from review.checks import run
from review.copy import copy_data
from tests import factories
from tests.translations.tool import press, sent_for_translation, translate, translate_everything

pytestmark = pytest.mark.django_db

TABLE = {
    "table_caption": "Doses",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
    "data": [["Drug", "Dose"], ["Esketamine", "84 mg"], [None, "12"]],
}


@pytest.fixture
def spanish(home: Any) -> Any:
    index = factories.article_index(home)
    return sent_for_translation(factories.article(index, body=[("table", TABLE)]), factories.editor())


def table_of(page: Any) -> dict[str, Any]:
    return copy_data(page.get_latest_revision_as_object())["body"][0]["value"]


def test_a_cell_without_a_translation_keeps_the_text_from_review_and_is_named(spanish: Any) -> None:
    block = spanish.body[0].id
    found = [finding for finding in run(spanish) if finding.check == "untranslated_passages"]
    places = [finding.place for finding in found if finding.place.startswith("body/")]
    expected = ["table_caption", "data/0/0", "data/0/1", "data/1/0", "data/1/1"]
    assert places == [f"body/{block}/{place}" for place in expected]


def test_cells_are_translated_where_they_stand_and_numbers_stay(spanish: Any) -> None:
    translator = factories.translator()
    block = spanish.body[0].id
    translate(spanish, f"body.{block}.data.1.0", "Esketamina &lt;fuerte&gt;", translator)
    translate_everything(spanish, translator)
    table = table_of(press("draft", spanish, translator))
    assert table["table_caption"] == "Doses (es)"
    assert table["data"] == [["Drug (es)", "Dose (es)"], ["Esketamina <fuerte>", "84 mg (es)"], [None, "12"]]
