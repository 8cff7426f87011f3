"""How these tests hand in their files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from articles.importing import ArticleDraft, draft_of, read


@pytest.fixture
def draft_from(tmp_path: Path) -> Callable[[str, str | bytes], ArticleDraft]:
    """Makes a draft of a file with a given name and content."""

    def draft(name: str, content: str | bytes) -> ArticleDraft:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return draft_of(read(path))

    return draft
