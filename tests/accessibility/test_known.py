"""What is left as Wagtail made it is told."""

from pathlib import Path

import pytest

from audit.known import KNOWN, Known

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/audit.md").read_text()


@pytest.mark.parametrize("known", KNOWN, ids=lambda known: known.selector)
def test_every_known_violation_is_listed_in_the_document(known: Known) -> None:
    assert f"`{known.rule}`" in DOCUMENT
    assert f"`{known.selector}`" in DOCUMENT
