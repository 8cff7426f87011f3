"""The HTML tags, by what they are to an article."""

HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
LISTS = {"ul", "ol"}
CELLS = {"tr", "td", "th", "thead", "tbody", "tfoot", "caption"}
CONTAINERS = {
    *("html", "body", "main", "article", "section", "div", "header", "hgroup", "aside", "address", "center"),
    *("figure", "figcaption", "details", "dl", "dd", "fieldset"),
}
BLOCKS = HEADINGS | LISTS | CONTAINERS | CELLS | {"p", "li", "blockquote", "table", "pre", "dt", "summary", "hr"}
INLINE = {
    *(
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "big",
        "br",
        "cite",
        "code",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
    ),
    *("mark", "q", "samp", "small", "span", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr"),
}
CODE = {"script", "style", "template", "noscript", "head", "meta", "link", "base"}
FURNITURE = {"nav", "footer", "form", "button", "input", "select", "textarea", "dialog", "menu"}
MEDIA = {"img", "picture", "svg", "canvas", "iframe", "video", "audio", "object", "embed", "math", "map"}
STRUCK = {"s", "strike", "del"}
