"""The guide for those who work in the admin: the pages of ``docs/guide/``, drawn inside it."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from markdown_it import MarkdownIt
from markdown_it.token import Token
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

FOLDER = Path(settings.BASE_DIR) / "docs" / "guide"
IMAGES = FOLDER / "images"
PAGES = {
    "index": _("Guide"),
    "editors": _("For editors"),
    "clinicians": _("For clinicians"),
    "translators": _("For translators"),
    "managers": _("For practice managers"),
    "practitioners": _("For practitioners"),
}
"""The pages of the guide, by the names of their files."""

_markdown = MarkdownIt("commonmark", {"html": False}).enable("table")


def drawn(text: str) -> str:
    """A page of the guide as HTML. Links between pages and to pictures lead to where the admin has them."""
    tokens = _markdown.parse(text)
    for token in tokens:
        for child in token.children or ():
            _lead_here(child)
    return str(_markdown.renderer.render(tokens, _markdown.options, {}))


def _lead_here(token: Token) -> None:
    if token.type == "image":
        name = str(token.attrs["src"]).removeprefix("images/")
        token.attrs["src"] = reverse("guide_image", args=[name])
        token.attrs["loading"] = "lazy"
    elif token.type == "link_open":
        name, _dot, anchor = str(token.attrs["href"]).partition(".md")
        if name in PAGES:
            token.attrs["href"] = reverse("guide", args=[name]) + anchor


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """One page of the guide, for everybody who may enter the admin."""

    template_name = "core/guide.html"
    header_icon = "help"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if kwargs["name"] not in PAGES:
            raise Http404

    @cached_property
    def name(self) -> str:
        """Which page."""
        return str(self.kwargs["name"])

    def get_page_title(self) -> str:
        return str(PAGES[self.name])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        above = [] if self.name == "index" else [{"url": reverse("guide", args=["index"]), "label": PAGES["index"]}]
        return [*self.breadcrumbs_items, *above, {"url": "", "label": self.get_page_title()}]

    @property
    def text(self) -> SafeString:
        """Its words; they come with the product, and hold no HTML of their own."""
        return mark_safe(drawn((FOLDER / f"{self.name}.md").read_text()))  # noqa: S308

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pages = [(name, title, name == self.name) for name, title in PAGES.items()]
        return {**super().get_context_data(**kwargs), "text": self.text, "pages": pages}


def image_view(request: HttpRequest, name: str) -> FileResponse:
    """A picture of the guide: one that is there, whatever the address says."""
    found = next((file for file in IMAGES.glob("*.png") if file.name == name), None)
    if found is None:
        raise Http404
    return FileResponse(found.open("rb"), content_type="image/png")


def urls() -> list[URLPattern]:
    """Below the admin's own addresses, which ask for a session with access to it."""
    return [
        path("guide/images/<str:name>", image_view, name="guide_image"),
        path("guide/<str:name>/", GuideView.as_view(), name="guide"),
    ]
