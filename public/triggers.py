"""The tables outside the ledger whose changes alter what readers get; each change moves the generation on."""

from ledger.changes import ChangeTrigger

TRIGGERS = [
    ChangeTrigger("wagtailcore_page", "moved", ("live", "path", "url_path", "locale_id", "show_in_menus")),
    ChangeTrigger("wagtailcore_pageviewrestriction", "restricted", ("page_id", "restriction_type", "password")),
    ChangeTrigger("wagtailcore_pageviewrestriction_groups", "restricted"),
    ChangeTrigger("wagtailcore_site", "settings"),
    ChangeTrigger("wagtailredirects_redirect", "settings"),
    ChangeTrigger("core_clinicsettings", "settings"),
    ChangeTrigger("review_reviewercredential", "settings", ("user_id", "practitioner_id"), "practitioner_id"),
]
