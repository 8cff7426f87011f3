"""What the board adds to Wagtail's own screens."""

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from review.queue.entries import language_name
from translations.board.access import looker_of
from translations.board.lines import lines
from translations.models import Standing, State

MOST = 5
"""So many translations that are behind stand on the dashboard."""
SHOWN = (
    State.CURRENT,
    State.BEHIND,
    State.WITHDRAWN,
    State.IN_REVIEW,
    State.IN_PROGRESS,
    State.MISSING,
    State.FALLBACK,
)
"""The states in the order in which the dashboard counts them."""


class BoardMenuItem(MenuItem):
    """The way to the board, for those who translate."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(looker_of(request).locales)


class ProgressPanel(Component):
    """How far each language is: one's own languages, or all for those who translate into none.

    To those who translate, also what has been behind its source for longest.
    """

    name = "translations"
    template_name = "translations/board/home_panel.html"
    order = 60

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = {state.value: Count("pk", filter=Q(state=state)) for state in SHOWN}
        rows = Standing.objects.order_by("locale").values("locale")
        found = list(rows.annotate(total=Count("pk"), words=Sum("words_to_do"), **counts))
        states = [state for state in SHOWN if any(row[state] for row in found)]
        looker = looker_of(parent_context["request"])
        theirs = looker.locales
        behind = looker.theirs(Standing.objects.filter(state__in=[State.BEHIND, State.WITHDRAWN])).order_by("since")
        return {
            "translates": bool(theirs),
            "behind": lines(behind[:MOST], looker),
            "states": [state.label for state in states],
            "languages": [
                {
                    **row,
                    "language": language_name(row["locale"]),
                    "share": 100 * row[State.CURRENT] // row["total"],
                    "counts": [{"state": state, "label": state.label, "number": row[state]} for state in states],
                }
                for row in found
                if not theirs or row["locale"] in theirs
            ],
        }
