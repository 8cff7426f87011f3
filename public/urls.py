"""The addresses of what concerns many pages at once, below the admin's."""

from django.urls import path

from public import screens

app_name = "public"
urlpatterns = [
    path("affected/<str:app_label>/<str:model>/<int:pk>/", screens.AffectedView.as_view(), name="affected"),
    path("recall/<str:kind>/<uuid:translation_key>/", screens.RecallView.as_view(), name="recall"),
]
