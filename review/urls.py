"""The addresses of review, below the admin's; all ask for a session of somebody with access to the admin."""

from django.urls import path

from review import views
from review.checks import panel
from review.evidence_views import EvidenceView, evidence_text
from review.notices.views import CalendarView

app_name = "review"
urlpatterns = [
    path("", views.QueueView.as_view(), name="queue"),
    path("evidence/<str:subject>/", EvidenceView.as_view(), name="evidence"),
    path("evidence/<str:subject>/text/", evidence_text, name="evidence_text"),
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("<int:pk>/", views.SignView.as_view(), name="sign"),
    path("<int:pk>/text/<str:digest>/", views.text_view, name="text"),
    path("findings/<str:label>/<int:pk>/", panel.findings_view, name="findings"),
]
