"""The part for practitioners leaves no byte behind, and nothing else of the copy goes with it."""

import re
from typing import Any

import orjson
import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField

from core.blocks.practitioners import ForPractitionersBlock
from public.parts import for_everyone, has_part
from review.copy import canonical
from review.subjects import FOR_PRACTITIONERS, reviewable_models

HUSH = "hushword"
CITED = re.compile(r'data-cite="(\d+)"')
MOST = 5
NUMBERS = st.lists(st.integers(1, MOST), max_size=4)
WORDS = st.text(st.sampled_from('ab "\\<&:{}é'), max_size=8)


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"id": "1", "type": kind, "value": value}


def text(words: str, cited: list[int]) -> str:
    return f"<p>{words}</p>" + "".join(f'<a data-cite="{number}"></a>' for number in cited)


OPEN = st.builds(
    lambda kind, words, cited: block(kind, text(words, cited)) if kind == "rich_text" else block(kind, {"text": words}),
    st.sampled_from(["rich_text", "heading"]),
    WORDS,
    NUMBERS,
)
HIDDEN = st.builds(
    lambda words, cited, nested: block(FOR_PRACTITIONERS, [block("rich_text", text(HUSH + words, cited)), *nested]),
    WORDS,
    NUMBERS,
    st.lists(WORDS.map(lambda words: block("callout", {"title": HUSH + words, "text": words})), max_size=2),
)


@st.composite
def copies(draw: Any) -> dict[str, Any]:
    return {
        "meta": {"type": "articles.ArticlePage", "locale": "en"},
        "title": draw(WORDS),
        "introduction": text(draw(WORDS), draw(NUMBERS)),
        "body": draw(st.lists(st.one_of(OPEN, HIDDEN), max_size=6)),
        "references": [{"key": str(number), "title": f"Trial {number}"} for number in range(1, MOST + 1)],
    }


def meant(copy: dict[str, Any]) -> list[str]:
    """What each citation of a copy leads to, in reading order."""
    order = canonical([copy["introduction"], copy["body"]]).decode().replace('\\"', '"')
    return [copy["references"][int(number) - 1]["key"] for number in CITED.findall(order)]


@given(copies())
def test_no_byte_of_it_is_left_and_all_else_is_as_it_was(copy: dict[str, Any]) -> None:
    theirs = for_everyone(copy)
    open_blocks = [part for part in copy["body"] if part["type"] != FOR_PRACTITIONERS]

    assert HUSH.encode() not in orjson.dumps(theirs)
    assert not has_part(canonical(theirs))
    assert [CITED.sub("", str(part)) for part in theirs["body"]] == [CITED.sub("", str(part)) for part in open_blocks]
    assert meant(theirs) == meant({**copy, "body": open_blocks})
    assert theirs["title"] == copy["title"]
    assert for_everyone(theirs) == theirs


@given(copies())
def test_references_are_those_cited_in_the_order_of_their_first_use(copy: dict[str, Any]) -> None:
    theirs = for_everyone(copy)

    if theirs is not copy:
        assert [reference["key"] for reference in theirs["references"]] == list(dict.fromkeys(meant(theirs)))


@given(copies())
def test_the_bytes_tell_whether_there_is_such_a_part(copy: dict[str, Any]) -> None:
    assert has_part(canonical(copy)) == (for_everyone(copy) is not copy)


def test_words_that_look_like_the_mark_are_no_part() -> None:
    assert not has_part(canonical({"title": f'"type":"{FOR_PRACTITIONERS}"'}))


def test_the_block_cannot_go_by_another_name() -> None:
    with pytest.raises(ValueError, match=FOR_PRACTITIONERS):
        StreamBlock([("hidden", ForPractitionersBlock())])


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("articles.ArticlePage", "body"),
        ("home.HomePage", "body"),
        ("home.StandardPage", "body"),
        ("treatments.TreatmentPage", "faq"),
        ("practitioners.PractitionerResourcePage", "body"),
    ],
)
def test_every_body_takes_it_and_it_takes_every_block_but_itself(label: str, field: str) -> None:
    stream = apps.get_model(label)._meta.get_field(field).stream_block

    part = stream.child_blocks[FOR_PRACTITIONERS]

    assert FOR_PRACTITIONERS not in part.child_blocks
    assert {*stream.child_blocks} - {FOR_PRACTITIONERS} <= {*part.child_blocks}
    # Six bodies, and the timeline of a treatment, whose steps are for everybody.
    assert sum(isinstance(known, StreamField) for model in reviewable_models() for known in model._meta.fields) == 7
