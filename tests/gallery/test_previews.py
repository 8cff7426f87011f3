"""The editor's block picker says what each block is for, and shows it as readers will see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.urls import reverse
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.users.models import UserProfile

from core.gallery import copies
from tests import factories


def offered(stream: StreamBlock) -> Iterator[Any]:
    """The blocks that a picker offers, and those that pickers inside them offer."""
    for block in stream.child_blocks.values():
        yield block
        if isinstance(block, StreamBlock):
            yield from offered(block)


def bodies() -> list[StreamBlock]:
    """The blocks of every field that is made of blocks."""
    fields = [field for model in apps.get_models() for field in model._meta.get_fields()]
    return [field.stream_block for field in fields if isinstance(field, StreamField)]


@pytest.mark.parametrize("body", bodies(), ids=lambda body: type(body).__name__)
def test_every_block_is_described_grouped_and_shown(body):
    lacking = [
        block.name
        for block in offered(body)
        if not (block.get_description() and block.meta.group and block.is_previewable)
    ]

    assert not lacking


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_block_is_previewed_by_the_template_that_readers_get_in_the_editors_language(home, client, language):
    editor = factories.editor()
    UserProfile.objects.create(user=editor, preferred_language=language)
    client.force_login(editor)
    blocks = {block.name: block for body in bodies() for block in offered(body)}
    written = copies.words(language)

    for name, block in blocks.items():
        answer = client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
        page = BeautifulSoup(answer.content, "html.parser")
        assert page.html["lang"] == language, name
        assert f"blocks/{name}.html" in {template.name for template in answer.templates}
        assert page.main.get_text(strip=True) or page.main.find("img"), name
    callout = client.get(reverse("wagtailadmin_block_preview"), {"id": blocks["callout"].definition_prefix})
    assert written["blocks"]["callout"]["note"]["text"] in callout.content.decode()
