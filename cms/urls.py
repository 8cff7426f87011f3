"""Every address of the site."""

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from core.originals import serve_original
from public import media
from public.pages import page_view

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("media/<path:path>", serve_original),
    path("m/<str:digest>/<str:name>", media.serve, name="signed_media"),
]

# Addresses of pages begin with their locale, so no pattern matches a prefix (which would also turn every 404 into a redirect).
urlpatterns += [
    path("", page_view, name="root"),
    path("<path:path>", page_view, name="page"),
]
