"""The addresses of the editor's screens, below the admin's; all ask for a session of somebody with access to it."""

from django.urls import path

from translations.editor import compare, views

app_name = "translation_editor"
urlpatterns = [
    path("segments/<int:translation_id>/", views.segments_view, name="segments"),
    path("similar/<int:translation_id>/<int:segment_id>/", views.similar_view, name="similar"),
    path("preview/<int:translation_id>/", compare.compare_view, name="compare"),
    path("preview/<int:translation_id>/source/", compare.source_view, name="source"),
    path("preview/<int:translation_id>/target/", compare.target_view, name="target"),
]
