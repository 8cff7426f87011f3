"""Wagtail's own endpoint beside ours, on the same data."""

from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

stock = WagtailAPIRouter("stock")
stock.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [path("stock/", stock.urls), path("", include("cms.urls"))]
