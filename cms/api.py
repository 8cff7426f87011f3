"""Every address of the APIs. They stand outside the locales' addresses, which would turn a 404 into a page."""

from django.urls import include, path, re_path

from delivery.api import copies, files, pages, redirects, site, v3
from delivery.api.fields import Documents, Images
from delivery.api.unknown import unknown

v2 = [
    path("pages/", pages.listing),
    path("pages/<int:pk>/", pages.detail),
    path("pages/find/", pages.find),
    path("images/", files.listing, {"kind": Images}),
    path("images/<int:pk>/", files.detail, {"kind": Images}),
    path("images/find/", files.find, {"kind": Images}),
    path("documents/", files.listing, {"kind": Documents}),
    path("documents/<int:pk>/", files.detail, {"kind": Documents}),
    path("documents/find/", files.find, {"kind": Documents}),
    re_path(r"^copies/(?P<digest>[0-9a-f]{64})/$", copies.detail),
    path("redirects/", redirects.listing),
    path("redirects/<int:pk>/", redirects.detail),
    path("redirects/find/", redirects.find),
    path("site/", site.site),
    path("search/", site.search),
    path("changes/", site.changes),
]

urlpatterns = [
    path("v2/", include(v2)),
    path("v3/", v3.urls()),
    path("<path:path>", unknown),
]
