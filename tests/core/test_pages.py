"""What every page has in common."""

import pytest
from django.core.exceptions import ValidationError

from tests import factories


@pytest.mark.parametrize("slug", ["feed", "search"])
def test_a_page_cannot_stand_where_the_site_answers_itself(home, slug):
    with pytest.raises(ValidationError, match="Choose another slug"):
        factories.standard(home, slug=slug)


def test_the_same_slug_is_free_further_down(home):
    about = factories.standard(home, slug="about")

    assert factories.standard(about, slug="search").slug == "search"
