"""Where the glossary enters Wagtail's admin."""

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from translations.glossary.bulk import ApproveTerms
from translations.glossary.listing import Glossary
from translations.glossary.log import APPROVED, ApprovedFormatter

register_snippet(Glossary)
hooks.register("register_bulk_action", ApproveTerms)


@hooks.register("insert_global_admin_css")
def glossary_css() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("translations/glossary.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Who approved a term stands in its history."""
    actions.register_action(APPROVED)(ApprovedFormatter)
