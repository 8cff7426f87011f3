from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature

from articles.citations import CONVERSION, CitationHandler


@hooks.register("register_rich_text_features")
def register_citation(features):
    """Offers citing in every editor that lists the feature ``citation``."""
    features.register_link_type(CitationHandler)
    features.register_editor_plugin(
        "draftail",
        "citation",
        EntityFeature(
            {
                "type": "CITATION",
                "icon": "openquote",
                "description": _("Cite a reference"),
                "attributes": ["id", "title"],
                "chooserUrls": {"referenceChooser": reverse_lazy("wagtailsnippetchoosers_articles_reference:choose")},
            },
            js=["wagtailadmin/js/chooser-modal.js", "articles/js/citation.js"],
        ),
    )
    features.register_converter_rule("contentstate", "citation", CONVERSION)
