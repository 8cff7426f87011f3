"""Where what practitioners read enters Wagtail's admin; registered by ``practitioners.wagtail_hooks``."""

from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from practitioners.reading.report import AcknowledgementsMenuItem, AcknowledgementsOfView, AcknowledgementsView


@hooks.register("register_admin_urls")
def register_admin_urls() -> list[URLPattern]:
    every, one = AcknowledgementsView.as_view, AcknowledgementsOfView.as_view
    place, results = "reports/acknowledgements/", {"results_only": True}
    return [
        path(place, every(), name="acknowledgements"),
        path(f"{place}results/", every(**results), name="acknowledgements_results"),
        path(f"{place}<int:page_id>/", one(), name="acknowledgements_of"),
        path(f"{place}<int:page_id>/results/", one(**results), name="acknowledgements_of_results"),
    ]


@hooks.register("register_reports_menu_item")
def register_menu_item() -> AcknowledgementsMenuItem:
    return AcknowledgementsMenuItem(
        _("Acknowledgements"), reverse_lazy("acknowledgements"), name="acknowledgements", icon_name="check", order=20
    )
