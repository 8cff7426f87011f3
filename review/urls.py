"""The addresses of review, below the admin's; all ask for a session of somebody with access to the admin."""

from django.urls import path

from review.checks import panel
from review.evidence_views import EvidenceView, evidence_text
from review.notices.views import CalendarView
from review.views import comments, queue, sign, text

app_name = "review"
urlpatterns = [
    path("", queue.QueueView.as_view(), name="queue"),
    path("evidence/<str:subject>/", EvidenceView.as_view(), name="evidence"),
    path("evidence/<str:subject>/text/", evidence_text, name="evidence_text"),
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("<int:pk>/", sign.SignView.as_view(), name="sign"),
    path("<int:pk>/text/<str:digest>/", text.text_view, name="text"),
    path("<int:pk>/comment/", comments.AddView.as_view(), name="comment"),
    path("comments/<int:pk>/answer/", comments.AnswerView.as_view(), name="answer"),
    path("comments/<int:pk>/resolve/", comments.ResolveView.as_view(), name="resolve"),
    path("comments/<int:pk>/reopen/", comments.ReopenView.as_view(), name="reopen"),
    path("findings/<str:label>/<int:pk>/", panel.findings_view, name="findings"),
]
