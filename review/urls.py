"""The addresses of review, below the admin's; all ask for a session of somebody with access to the admin."""

from django.urls import path

from review import views
from review.checks import panel

app_name = "review"
urlpatterns = [
    path("", views.QueueView.as_view(), name="queue"),
    path("<int:pk>/", views.SignView.as_view(), name="sign"),
    path("<int:pk>/text/<str:digest>/", views.text_view, name="text"),
    path("findings/<str:label>/<int:pk>/", panel.findings_view, name="findings"),
]
