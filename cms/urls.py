"""Every address of the site."""

from django.urls import include, path
from django.views.decorators.cache import never_cache
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.documents import urls as wagtaildocs_urls

from core.accounts import entry
from core.choosers import KnownBrowseView, of_known_pages
from core.gallery.views import styleguide
from core.identity import views as identity
from core.languages import in_language
from core.originals import serve_original
from delivery.api.answers import also_for_tokens
from delivery.feeds import ArticleFeed
from delivery.sitemap import robots, sitemap
from practitioners.reading.acknowledging import acknowledge
from public import media
from public.pages import page_view
from review.notices.views import feed_view
from search.views import search_page
from translations.privacy import PrivacyView

urlpatterns = [
    # In the place of Wagtail's own, which stand among the admin's addresses.
    path("admin/pages/<int:page_id>/privacy/", require_admin_access(never_cache(PrivacyView.as_view()))),
    *entry.admin_urls,
    path("admin/choose-page/", require_admin_access(never_cache(KnownBrowseView.as_view()))),
    path("admin/choose-page/<int:parent_page_id>/", require_admin_access(never_cache(KnownBrowseView.as_view()))),
    path(
        "admin/choose-page/chosen-multiple/",
        require_admin_access(never_cache(of_known_pages(chooser.ChosenMultipleView.as_view()))),
    ),
    path("admin/", include(wagtailadmin_urls)),
    path("account/", include("core.accounts.urls")),
    path("account/", include("practitioners.accounts.urls")),
    path("account/", include("delivery.tokens.urls")),
    path("account/", include("allauth.urls")),
    path("referrals/", include("practitioners.referrals.urls")),
    path("api/", include("cms.api")),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve_original),
    path("practitioners/acknowledge/<int:page_id>/", acknowledge, name="acknowledge"),
    path("m/<str:digest>/<str:name>", also_for_tokens(media.serve), name="signed_media"),
    path("cards/<slug:locale>/<uuid:key>/<str:digest>.png", identity.card, name="card"),
    path("review/calendar/<str:secret>.ics", feed_view, name="review_calendar"),
]

urlpatterns += [
    path("favicon.ico", identity.favicon),
    path("robots.txt", robots),
    path("styleguide/", styleguide),
    path("sitemap.xml", sitemap),
    path("<slug:language>/manifest.webmanifest", identity.manifest, name="manifest"),
    path("<slug:language>/feed/", in_language(ArticleFeed()), name="feed"),
    path("<slug:language>/search/", search_page, name="search"),
]

# Addresses of pages begin with their locale, so no pattern has to match a prefix; one that did would turn every 404
# into a redirect.
urlpatterns += [
    path("", page_view, name="root"),
    path("<path:path>", page_view, name="page"),
]
