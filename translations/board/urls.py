"""The addresses of the board, below the admin's; all ask for a session of somebody with access to the admin."""

from django.urls import path

from translations.board.assigning import assign
from translations.board.starting_views import BatchView, StartView
from translations.board.views import ListView, MatrixView

app_name = "translation_board"
urlpatterns = [
    path("", ListView.as_view(), name="list"),
    path("results/", ListView.as_view(results_only=True), name="list_results"),
    path("matrix/", MatrixView.as_view(), name="matrix"),
    path("matrix/results/", MatrixView.as_view(results_only=True), name="matrix_results"),
    path("assign/", assign, name="assign"),
    path("start/", StartView.as_view(), name="start"),
    path("start/<int:pk>/", BatchView.as_view(), name="batch"),
]
