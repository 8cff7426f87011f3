"""The addresses of review, below the admin's; all ask for a session of somebody with access to the admin."""

from django.urls import path

from review.checks import panel
from review.dashboard import OwnTextsView
from review.notices.views import CalendarView
from review.queue.several import several
from review.queue.views import DoneView, DueAgainView, QueueView, TeamView
from review.views import absences, assignment, comments, evidence, sign, text

app_name = "review"
urlpatterns = [
    path("", QueueView.as_view(), name="queue"),
    path("results/", QueueView.as_view(results_only=True), name="queue_results"),
    path("team/", TeamView.as_view(), name="team"),
    path("team/results/", TeamView.as_view(results_only=True), name="team_results"),
    path("done/", DoneView.as_view(), name="done"),
    path("done/results/", DoneView.as_view(results_only=True), name="done_results"),
    path("due-again/", DueAgainView.as_view(), name="due_again"),
    path("several/", several, name="several"),
    path("mine/<str:name>/", OwnTextsView.as_view(), name="own"),
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("evidence/<str:subject>/", evidence.EvidenceView.as_view(), name="evidence"),
    path("evidence/<str:subject>/text/", evidence.text_view, name="evidence_text"),
    path("findings/<str:label>/<int:pk>/", panel.findings_view, name="findings"),
    path("draft/<str:subject>/", text.draft_view, name="draft"),
    path("<int:pk>/", sign.SignView.as_view(), name="sign"),
    path("<int:pk>/passkey/<str:digest>/", sign.passkey_challenge, name="passkey"),
    path("<int:pk>/text/<str:digest>/", text.text_view, name="text"),
    path("<int:pk>/comment/", comments.AddView.as_view(), name="comment"),
    path("comments/<int:pk>/answer/", comments.AnswerView.as_view(), name="answer"),
    path("comments/<int:pk>/resolve/", comments.ResolveView.as_view(), name="resolve"),
    path("comments/<int:pk>/reopen/", comments.ReopenView.as_view(), name="reopen"),
    path("<int:pk>/assignment/", assignment.AssignmentView.as_view(), name="assignment"),
    path("<int:pk>/submitted/", assignment.SubmittedView.as_view(), name="submitted"),
    path("<int:pk>/reschedule/", assignment.reschedule, name="reschedule"),
    path("assignments/<int:pk>/claim/", assignment.claim, name="claim"),
    path("assignments/<int:pk>/release/", assignment.release, name="release"),
    path("assignments/<int:pk>/hand-over/", assignment.hand_over, name="hand_over"),
    path("absences/", absences.AbsencesView.as_view(), name="absences"),
    path("absences/<int:pk>/end/", absences.end_absence, name="end_absence"),
]
