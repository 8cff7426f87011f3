"""Every address of the site."""

from django.conf.urls.i18n import i18n_patterns
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

urlpatterns += i18n_patterns(
    path("", page_view, {"path": ""}, name="home"),
    path("<path:path>", page_view, name="page"),
)
