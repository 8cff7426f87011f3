"""The addresses of exchanging files, below the admin's.

Two of them are wagtail-localize's own and come before it: its upload stops with a KeyError at a PO file that does not
name a translation, replaces translations without a word, and stores markup that it then leaves out of the page
(``upload_pofile`` and ``Translation.import_po``).
"""

from django.urls import path

from translations.interchange import views

app_name = "interchange"
urlpatterns = [
    path("localize/translate/<int:translation_id>/pofile/download/", views.download, {"name": "po"}),
    path(
        "localize/translate/<int:translation_id>/pofile/upload/", views.ExchangeView.as_view(http_method_names=["post"])
    ),
    path("translations/<int:translation_id>/exchange/", views.ExchangeView.as_view(), name="exchange"),
    path("translations/<int:translation_id>/exchange/take-over/", views.take_over, name="take_over"),
    path("translations/<int:translation_id>/exchange/<str:name>/", views.download, name="download"),
]
