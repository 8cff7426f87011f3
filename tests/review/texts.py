"""Articles with any words in any block, and every way in which one can differ from another."""

from typing import Any

from hypothesis import strategies as st
from wagtail.models import Locale
from wagtail.rich_text import RichText

from articles.models import ArticleAuthor, ArticlePage
from review.copy import copy_data
from tests import factories
from tests.rows import Rows

# What every encoding carries; Postgres refuses NUL, and pages refuse both with a reason.
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)
PLAIN = st.text(st.sampled_from("abc äé漢字🧪<&\"'>/"), min_size=1, max_size=20).filter(str.strip)


def alt(image: Any, text: str, decorative: bool = False) -> Any:
    """A picture as an image block holds it."""
    image.contextual_alt_text, image.decorative = text, decorative
    return image


def plain_fields() -> dict[str, Any]:
    return {"title": "Title", "introduction": "<p>Words</p>", "body": [("rich_text", "<p>Words</p>")]}


def html(rows: Rows, words: str) -> str:
    """Rich text with every kind of link."""
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<p>{escaped} <b>bold</b> <a linktype="page" id="{rows.index.pk}">page</a>'
        f' <a linktype="document" id="{rows.document.pk}">file</a>'
        f' <a linktype="citation" id="{rows.reference.pk}">[1]</a> <a href="https://example.org/?a=1&amp;b=2">out</a></p>'
    )


def blocks(rows: Rows) -> dict[str, st.SearchStrategy]:
    """Every type of block with any words."""
    ordinary = ordinary_blocks(rows)
    return {**ordinary, "for_practitioners": st.lists(one_of(ordinary), min_size=1, max_size=2)}


def one_of(known: dict[str, st.SearchStrategy]) -> st.SearchStrategy:
    """A block of any of some types, as a stream takes it."""
    return st.one_of(*(st.tuples(st.just(kind), value) for kind, value in known.items()))


def ordinary_blocks(rows: Rows) -> dict[str, st.SearchStrategy]:
    """Every type of block that holds no others."""
    text = PLAIN.map(lambda words: html(rows, words))
    return {
        "heading": st.fixed_dictionaries({"text": WORDS, "level": st.sampled_from(["h2", "h3"])}),
        "rich_text": text,
        "numbered_sections": st.fixed_dictionaries(
            {"sections": st.lists(st.fixed_dictionaries({"title": WORDS, "text": text}), min_size=1, max_size=2)}
        ),
        "key_points": st.fixed_dictionaries({"title": PLAIN, "points": st.lists(WORDS, min_size=1, max_size=3)}),
        "quote": st.fixed_dictionaries({"text": WORDS, "attribution": WORDS, "source_url": st.just("")}),
        "image": st.fixed_dictionaries(
            {
                "image": st.builds(alt, st.builds(lambda: rows.picture), WORDS, st.booleans()),
                "caption": PLAIN,
            }
        ),
        "callout": st.fixed_dictionaries(
            {"tone": st.sampled_from(["note", "tip", "warning"]), "title": PLAIN, "text": text}
        ),
        "faq": st.fixed_dictionaries(
            {"items": st.lists(st.fixed_dictionaries({"question": WORDS, "answer": text}), min_size=1, max_size=2)}
        ),
        "table": st.lists(st.lists(PLAIN, min_size=2, max_size=2), min_size=1, max_size=2).map(table),
        "embed": st.fixed_dictionaries({"url": st.just("https://vimeo.com/123"), "title": WORDS}),
        "safety_statement": st.builds(lambda: rows.safety_statement),
        "call_to_action": st.builds(lambda: rows.call_to_action),
        "related_pages": st.fixed_dictionaries({"title": PLAIN, "pages": st.just([rows.treatment, rows.index])}),
    }


def table(data: list[list[str]]) -> dict[str, Any]:
    return {
        "data": data,
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "Caption",
    }


def article_fields(rows: Rows) -> st.SearchStrategy:
    """The fields of an article with a few blocks of any type."""
    return st.fixed_dictionaries(
        {
            "title": WORDS,
            "seo_title": PLAIN,
            "search_description": WORDS,
            "introduction": PLAIN.map(lambda words: html(rows, words)),
            "display_date": st.dates(),
            "body": st.lists(one_of(blocks(rows)), min_size=1, max_size=4),
        }
    )


def unsaved(rows: Rows, fields: dict[str, Any]) -> ArticlePage:
    """An article that was never saved."""
    article = ArticlePage(**{"slug": "text", "locale": Locale.objects.get(language_code="en"), **fields})
    article.call_to_action = rows.call_to_action
    article.hero_image = rows.picture
    article.conditions = [rows.condition]
    article.topics = [rows.topic]
    article.treatments = [rows.treatment]
    article.authors = [ArticleAuthor(practitioner=rows.practitioner)]
    return article


def saved(rows: Rows, fields: dict[str, Any]) -> ArticlePage:
    """The row of an article with these fields."""
    article = rows.index.add_child(instance=unsaved(rows, fields))
    return again(article)


def again(article: ArticlePage) -> ArticlePage:
    """An article as its row has it."""
    return ArticlePage.objects.get(pk=article.pk)


def comparable(value: Any) -> Any:
    """Fields as plain data, so that two sets of them can be compared."""
    if isinstance(value, dict):
        return {name: comparable(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [comparable(item) for item in value]
    if hasattr(value, "contextual_alt_text"):
        return [value.pk, "" if value.decorative else value.contextual_alt_text, value.decorative]
    return value.pk if hasattr(value, "pk") else value


def without_ids(article: ArticlePage) -> Any:
    """The copy without the ids of blocks, which two texts never share."""

    def strip(value: Any) -> Any:
        if isinstance(value, dict):
            is_block = set(value) == {"id", "type", "value"}
            return {name: strip(item) for name, item in value.items() if not (is_block and name == "id")}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return strip(copy_data(article))


def every_block(rows: Rows) -> dict[str, Any]:
    """An article with one block of each type."""
    text = html(rows, "Words")
    return {
        **plain_fields(),
        "seo_title": "Title for search engines",
        "search_description": "Description",
        "introduction": text,
        "body": [
            ("heading", {"text": "Heading", "level": "h2"}),
            ("rich_text", text),
            ("numbered_sections", {"sections": [{"title": "One", "text": text}, {"title": "Two", "text": text}]}),
            ("key_points", {"title": "Points", "points": ["One", "Two"]}),
            ("quote", {"text": "Words", "attribution": "Somebody", "source_url": "https://example.org/"}),
            ("image", {"image": alt(rows.picture, "Alternative"), "caption": "Caption"}),
            ("callout", {"tone": "note", "title": "Title", "text": text}),
            ("faq", {"items": [{"question": "Question", "answer": text}]}),
            ("table", table([["a", "b"], ["c", "d"]])),
            ("embed", {"url": "https://vimeo.com/123", "title": "Video"}),
            ("safety_statement", rows.safety_statement),
            ("call_to_action", rows.call_to_action),
            ("related_pages", {"title": "Read on", "pages": [rows.treatment]}),
            ("for_practitioners", [("rich_text", text), ("key_points", {"title": "Points", "points": ["One"]})]),
        ],
    }


def _field(name: str, value: Any) -> Any:
    def change(rows: Rows, article: ArticlePage) -> None:
        setattr(article, name, value(rows) if callable(value) else value)

    change.__name__ = f"field {name}"
    return change


def _block(kind: str, path: tuple[Any, ...], value: Any) -> Any:
    def change(rows: Rows, article: ArticlePage) -> None:
        block = next(block for block in article.body if block.block_type == kind)
        made = value(rows) if callable(value) else value
        if not path:
            block.value = made
            return
        holder = block.value
        for step in path[:-1]:
            holder = holder[step]
        holder[path[-1]] = made

    change.__name__ = " ".join(["block", kind, *map(str, path)])
    return change


def _row(name: str, column: str, value: Any) -> Any:
    def change(rows: Rows, article: ArticlePage) -> None:
        row = getattr(rows, name)
        type(row).objects.filter(pk=row.pk).update(**{column: value})
        fresh = ArticlePage.objects.get(pk=article.pk)
        article.__dict__.clear()
        article.__dict__.update(fresh.__dict__)

    change.__name__ = f"{name} {column}"
    return change


def _rich(words: str) -> Any:
    return lambda rows: RichText(html(rows, words))


def _authors(rows: Rows, article: ArticlePage) -> None:
    article.authors = [ArticleAuthor(practitioner=rows.practitioner), ArticleAuthor(practitioner=rows.practitioner)]


_authors.__name__ = "field authors"


def _order(rows: Rows, article: ArticlePage) -> None:
    article.body = [(block.block_type, block.value) for block in reversed(list(article.body))]


_order.__name__ = "order of blocks"

CHANGES = [
    _field("title", "Other"),
    _field("slug", "other"),
    _field("seo_title", "Other"),
    _field("search_description", "Other"),
    _field("introduction", "<p>Other</p>"),
    _field("display_date", "1999-12-31"),
    _field("hero_image", None),
    _field("hero_image", lambda rows: factories.picture("Other", "black")),
    _field("call_to_action", None),
    _field("conditions", []),
    _field("topics", []),
    _field("treatments", []),
    _authors,
    _order,
    _block("heading", ("text",), "Other"),
    _block("heading", ("level",), "h3"),
    _block("rich_text", (), _rich("Other")),
    _block("numbered_sections", ("sections", 1, "title"), "Other"),
    _block("numbered_sections", ("sections", 0, "text"), _rich("Other")),
    _block("key_points", ("title",), "Other"),
    _block("key_points", ("points", 0), "Other"),
    _block("quote", ("text",), "Other"),
    _block("quote", ("attribution",), "Other"),
    _block("quote", ("source_url",), "https://example.org/other"),
    _block("image", ("caption",), "Other"),
    _block("image", ("image",), lambda rows: alt(rows.picture, "Other")),
    _block("image", ("image",), lambda rows: alt(rows.picture, "Alternative", decorative=True)),
    _block("image", ("image",), lambda rows: alt(factories.picture("Other", "black"), "Alternative")),
    _block("callout", ("tone",), "warning"),
    _block("callout", ("title",), "Other"),
    _block("callout", ("text",), _rich("Other")),
    _block("faq", ("items", 0, "question"), "Other"),
    _block("faq", ("items", 0, "answer"), _rich("Other")),
    _block("table", (), table([["a", "b"], ["c", "other"]])),
    _block("table", (), {**table([["a", "b"], ["c", "d"]]), "table_caption": "Other"}),
    _block("table", (), {**table([["a", "b"], ["c", "d"]]), "first_row_is_table_header": False}),
    _block("embed", ("url",), "https://vimeo.com/456"),
    _block("embed", ("title",), "Other"),
    _block("safety_statement", (), lambda rows: factories.safety_statement()),
    _block("call_to_action", (), lambda rows: factories.call_to_action()),
    _block("related_pages", ("title",), "Other"),
    _block("related_pages", ("pages", 0), lambda rows: rows.index),
    _row("picture", "digest", "f" * 64),
    _row("document", "digest", "f" * 64),
    _row("document", "title", "Other"),
    *(_row("reference", name, "other") for name in ("authors", "title", "source", "doi", "pmid", "url", "kind")),
    _row("reference", "year", 1999),
    _row("condition", "name", "Other"),
    _row("condition", "slug", "other"),
    _row("topic", "name", "Other"),
]
