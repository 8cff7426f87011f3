"""How the lists of the checks are shown in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from review.lists import ClaimPattern, ProhibitedPhrase


class ClaimPatterns(SnippetViewSet):
    """What counts as a claim, by language."""

    model = ClaimPattern
    icon = "edit"
    list_display = ["words", "language", "promises"]
    list_filter = ["language", "promises"]
    list_per_page = 50


class ProhibitedPhrases(SnippetViewSet):
    """What is not to be said, by language, with what happens if it is."""

    model = ProhibitedPhrase
    icon = "warning"
    list_display = ["words", "language", "level", "suggestion"]
    list_filter = ["language", "level"]
    list_per_page = 50
