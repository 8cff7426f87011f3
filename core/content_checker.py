"""Wagtail's checks of what a page looks like to a machine, in the words of those who write."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem


class ContentChecker(ContentCheckerItem):
    """Looks at what editors write alone: header and footer are the same on every page and are not theirs to mend."""

    axe_include = ["main"]
    axe_run_only = [*ContentCheckerItem.axe_run_only, "image-alt", "td-has-header"]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "empty-heading": {
            "error_name": _("A heading has no words"),
            "help_text": _("Write the heading, or remove the block."),
        },
        "heading-order": {
            "error_name": _("A heading skips a level"),
            "help_text": _("Below a heading comes one of the next level, so that the contents make sense read aloud."),
        },
        "p-as-heading": {
            "error_name": _("A paragraph looks like a heading"),
            "help_text": _("Use a heading block: readers jump from heading to heading."),
        },
        "link-name": {
            "error_name": _("A link has no words"),
            "help_text": _("Say where it leads. “Here” says nothing to whoever hears the links alone."),
        },
        "image-alt": {
            "error_name": _("A picture has no description"),
            "help_text": _("Say what it shows, or mark it as decoration."),
        },
        "alt-text-quality": {
            "error_name": _("The description of a picture is the name of a file"),
            "help_text": _("Say what it shows, as you would on the telephone."),
        },
        "empty-table-header": {
            "error_name": _("A column or row of a table has no name"),
            "help_text": _("Name it, so that each cell makes sense read aloud."),
        },
        "td-has-header": {
            "error_name": _("A table has no names for its columns or rows"),
            "help_text": _("Say in the table that its first row or column holds the names."),
        },
        "empty-meta-description": {
            "error_name": _("The page has no description for search engines"),
            "help_text": _("Write one or two sentences under Promote. They stand below the title in search results."),
        },
    }
